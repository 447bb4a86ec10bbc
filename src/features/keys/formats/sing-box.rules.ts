import { singBoxOutbound } from '../protocols/access.rules.ts';
import { distinctNames, type Tunnel } from './tunnel.rules.ts';
import type { KeyMode } from '../protocols/packet-cut.rules.ts';

/** The versions whose configurations differ; each reads that of its successor only with an error. */
export type SingBoxVersion = '1.11' | '1.12' | '1.13';

/** Whether this version can be told of an access: before 1.13 none could be told to know a server by its public key. */
export function fitsSingBox(access: Tunnel['access'], version: SingBoxVersion): boolean {
  const { tls } = singBoxOutbound(access);
  const isPinned = typeof tls === 'object' && tls !== null && 'certificate_public_key_sha256' in tls;
  return version === '1.13' || !isPinned;
}

/**
 * A full configuration for a version of sing-box, 1.13 standing for what is newer, with all tunnels and a choice among them. Nothing is cut in
 * Enhanced, which this core cannot do for Reality; there it only sends torrents through the tunnel too. The tunnels must
 * be such that sing-box carries them (`carries`).
 */
export function singBoxConfig(
  tunnels: readonly Tunnel[],
  mode: KeyMode,
  version: SingBoxVersion = '1.13',
): Record<string, unknown> {
  const tags = distinctNames(tunnels, ['proxy', 'auto', 'direct']);
  return {
    log: { level: 'warn' },
    dns: version === '1.11' ? formerDns : dns,
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
      ...tunnels.map(({ access }, index) => ({ tag: tags[index], ...singBoxOutbound(access) })),
      { type: 'direct', tag: 'direct' },
    ],
    route: {
      rules: rules(mode),
      final: 'proxy',
      auto_detect_interface: true,
      ...(version !== '1.11' && { default_domain_resolver: 'local' }),
    },
  };
}

const dns = {
  servers: [
    { tag: 'remote', type: 'https', server: '1.1.1.1', detour: 'proxy' },
    { tag: 'local', type: 'local' },
  ],
  final: 'remote',
};

/** Servers had no types, and a rule said how the names of outbounds are found. */
const formerDns = {
  servers: [
    { tag: 'remote', address: 'https://1.1.1.1/dns-query', detour: 'proxy' },
    { tag: 'local', address: 'local', detour: 'direct' },
  ],
  rules: [{ outbound: 'any', server: 'local' }],
  final: 'remote',
};

function rules(mode: KeyMode) {
  return [
    { action: 'sniff' },
    { protocol: 'dns', action: 'hijack-dns' },
    { ip_is_private: true, action: 'route', outbound: 'direct' },
    ...(mode === 'standard' ? [{ protocol: 'bittorrent', action: 'route', outbound: 'direct' }] : []),
  ];
}
