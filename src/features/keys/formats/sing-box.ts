import { type Access, type HysteriaAccess, shadowsocksPassword } from '../protocols/access.ts';
import { distinctNames, type Door } from '../door.ts';
import type { KeyMode } from './packet-cut.ts';

/**
 * A full configuration for sing-box 1.12 and later with all doors and a choice among them. Nothing is cut in
 * Enhanced, which this core cannot do for Reality; there it only sends torrents through the tunnel too. The doors must
 * be such that sing-box carries them (`carries`).
 */
export function singBoxConfig(doors: readonly Door[], mode: KeyMode): Record<string, unknown> {
  const tags = distinctNames(doors, ['proxy', 'auto', 'direct']);
  return {
    log: { level: 'warn' },
    dns: {
      servers: [
        { tag: 'remote', type: 'https', server: '1.1.1.1', detour: 'proxy' },
        { tag: 'local', type: 'local' },
      ],
      final: 'remote',
    },
    inbounds: [
      {
        type: 'tun',
        tag: 'tun-in',
        address: ['172.19.0.1/30', 'fdfe:dcba:9876::1/126'],
        auto_route: true,
        strict_route: true,
        stack: 'mixed',
      },
      { type: 'mixed', tag: 'mixed-in', listen: '127.0.0.1', listen_port: 2080 },
    ],
    outbounds: [
      { type: 'selector', tag: 'proxy', outbounds: ['auto', ...tags] },
      { type: 'urltest', tag: 'auto', outbounds: tags },
      ...doors.map(({ access }, index) => ({ tag: tags[index], ...outbound(access) })),
      { type: 'direct', tag: 'direct' },
    ],
    route: {
      rules: rules(mode),
      final: 'proxy',
      auto_detect_interface: true,
      default_domain_resolver: 'local',
    },
  };
}

function rules(mode: KeyMode) {
  return [
    { action: 'sniff' },
    { protocol: 'dns', action: 'hijack-dns' },
    { ip_is_private: true, action: 'route', outbound: 'direct' },
    ...(mode === 'standard' ? [{ protocol: 'bittorrent', action: 'route', outbound: 'direct' }] : []),
  ];
}

function outbound(access: Access) {
  const server = { server: access.host, server_port: access.port };
  switch (access.protocol) {
    case 'reality':
      return {
        type: 'vless',
        ...server,
        uuid: access.uuid,
        flow: 'xtls-rprx-vision',
        packet_encoding: 'xudp',
        tls: {
          enabled: true,
          server_name: access.sni,
          utls: { enabled: true, fingerprint: access.fingerprint },
          reality: { enabled: true, public_key: access.publicKey, short_id: access.shortId },
        },
      };
    case 'hysteria2':
      return hysteria(access);
    case 'shadowsocks':
      return {
        type: 'shadowsocks',
        ...server,
        method: access.method,
        password: shadowsocksPassword(access),
      };
  }
}

function hysteria({ host, port, hop, auth, obfsPassword, sni, certificate }: HysteriaAccess) {
  const pin = certificate.kind === 'pinned' ? certificate.publicKeySha256 : undefined;
  return {
    type: 'hysteria2',
    server: host,
    ...(hop === undefined ? { server_port: port } : { server_ports: [`${hop.from}:${hop.to}`] }),
    password: auth,
    ...(obfsPassword !== undefined && { obfs: { type: 'salamander', password: obfsPassword } }),
    tls: {
      enabled: true,
      server_name: sni ?? host,
      alpn: ['h3'],
      ...(pin !== undefined && { certificate_public_key_sha256: [pin] }),
      ...(certificate.kind === 'unchecked' && { insecure: true }),
    },
  };
}
