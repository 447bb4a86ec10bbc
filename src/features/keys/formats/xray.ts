import {
  type Access,
  type HysteriaAccess,
  type RealityAccess,
  type ShadowsocksAccess,
  shadowsocksPassword,
} from '../protocols/access.ts';
import { keyName } from '../protocols/link-parts.ts';
import { type Look, type PacketCut, xrayCut } from './packet-cut.ts';

/** Not `geoip:private`: a core without its data files would refuse the whole configuration. */
export const localNetworks = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '127.0.0.0/8',
  'fc00::/7',
  'fe80::/10',
];

/**
 * A full client configuration for Xray, in the spelling that cores of 2023 and of 2026 both read. The local network
 * stays direct in both modes; Standard also sends torrents directly, Enhanced sends everything else through the
 * tunnel and, for Reality, dials through an outbound that cuts the first packets. Hysteria2 needs a core from 26.1.13
 * and a certificate that can be checked.
 */
export function xrayConfig(access: Access, look: Look): Record<string, unknown> {
  const isCut = look.mode === 'enhanced' && access.protocol === 'reality';
  return {
    remarks: keyName(look.name),
    log: { loglevel: 'warning' },
    inbounds: inbounds(),
    outbounds: [
      { tag: 'proxy', ...proxyOutbound(access, isCut) },
      ...(isCut ? [cutOutbound(look.cut)] : []),
      { tag: 'direct', protocol: 'freedom' },
      { tag: 'block', protocol: 'blackhole' },
    ],
    routing: { domainStrategy: 'AsIs', rules: rules(look) },
  };
}

/** On loopback only; apps with a tunnel of their own add it themselves. */
function inbounds() {
  const sniffing = { enabled: true, routeOnly: true, destOverride: ['http', 'tls', 'quic'] };
  return [
    {
      tag: 'in-socks',
      protocol: 'socks',
      listen: '127.0.0.1',
      port: 10808,
      settings: { udp: true },
      sniffing,
    },
    { tag: 'in-http', protocol: 'http', listen: '127.0.0.1', port: 10809, sniffing },
  ];
}

function proxyOutbound(access: Access, isCut: boolean) {
  switch (access.protocol) {
    case 'reality':
      return reality(access, isCut);
    case 'hysteria2':
      return hysteria(access);
    case 'shadowsocks':
      return shadowsocks(access);
  }
}

function reality(access: RealityAccess, isCut: boolean) {
  const user = { id: access.uuid, encryption: access.encryption ?? 'none', flow: 'xtls-rprx-vision' };
  return {
    protocol: 'vless',
    settings: { vnext: [{ address: access.host, port: access.port, users: [user] }] },
    streamSettings: {
      network: 'tcp',
      security: 'reality',
      realitySettings: {
        serverName: access.sni,
        fingerprint: access.fingerprint,
        publicKey: access.publicKey,
        shortId: access.shortId,
        spiderX: '/',
        ...(access.mldsa65Verify !== undefined && { mldsa65Verify: access.mldsa65Verify }),
      },
      ...(isCut && { sockopt: { dialerProxy: 'cut' } }),
    },
  };
}

/** Obfuscation and hopping stand in `finalmask`, outside of the protocol's own settings. */
function hysteria({ host, port, sni, auth, hop, obfsPassword, certificate }: HysteriaAccess) {
  const mask = {
    ...(obfsPassword !== undefined && {
      udp: [{ type: 'salamander', settings: { password: obfsPassword } }],
    }),
    ...(hop !== undefined && { quicParams: { udpHop: { ports: `${hop.from}-${hop.to}`, interval: 30 } } }),
  };
  return {
    protocol: 'hysteria',
    settings: { version: 2, address: host, port },
    streamSettings: {
      network: 'hysteria',
      security: 'tls',
      tlsSettings: {
        serverName: sni ?? host,
        alpn: ['h3'],
        ...(certificate.kind === 'pinned' && { pinnedPeerCertSha256: certificate.sha256 }),
      },
      hysteriaSettings: { version: 2, auth },
      ...(Object.keys(mask).length > 0 && { finalmask: mask }),
    },
  };
}

function shadowsocks(access: ShadowsocksAccess) {
  const { host, port, method } = access;
  return {
    protocol: 'shadowsocks',
    settings: { servers: [{ address: host, port, method, password: shadowsocksPassword(access) }] },
  };
}

/** The classic form, which every core from 1.8 on cuts with; newer ways are skipped in silence by older cores. */
function cutOutbound(cut: PacketCut | undefined) {
  return { tag: 'cut', protocol: 'freedom', settings: { fragment: xrayCut(cut) } };
}

/** `type` is needed by old cores and ignored by new ones. */
function rules({ mode }: Look) {
  const local = { type: 'field', outboundTag: 'direct', ip: localNetworks };
  const torrents = { type: 'field', outboundTag: 'direct', protocol: ['bittorrent'] };
  return mode === 'standard' ? [local, torrents] : [local];
}
