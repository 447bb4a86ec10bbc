import { singBoxOutbound } from '../protocols/access.rules.ts';
import { distinctNames, type Tunnel } from './tunnel.rules.ts';
import type { KeyMode } from '../protocols/packet-cut.rules.ts';

/**
 * A full configuration for sing-box 1.12 and later with all tunnels and a choice among them. Nothing is cut in
 * Enhanced, which this core cannot do for Reality; there it only sends torrents through the tunnel too. The tunnels must
 * be such that sing-box carries them (`carries`).
 */
export function singBoxConfig(tunnels: readonly Tunnel[], mode: KeyMode): Record<string, unknown> {
  const tags = distinctNames(tunnels, ['proxy', 'auto', 'direct']);
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
      ...tunnels.map(({ access }, index) => ({ tag: tags[index], ...singBoxOutbound(access) })),
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
