import { type Access, xrayOutbound } from '../protocols/access.rules.ts';
import { keyName } from '../protocols/link-parts.rules.ts';
import { type Look, type PacketCut, xrayCut } from '../protocols/packet-cut.rules.ts';
import { rulesOf } from '../protocols/registry.rules.ts';

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
 * tunnel and, where the protocol can be cut, dials through an outbound that cuts the first packets.
 */
export function xrayConfig(access: Access, look: Look): Record<string, unknown> {
  const isCut = look.mode === 'enhanced' && rulesOf[access.protocol].isCut;
  return {
    remarks: keyName(look.name),
    log: { loglevel: 'warning' },
    inbounds: inbounds(),
    outbounds: [
      { tag: 'proxy', ...xrayOutbound(access, isCut) },
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
