import type { RealityEndpoint } from './endpoint.ts';
import { keyName, packetCut } from './vless-link.ts';
import type { PersonalKey } from './vless-link.ts';

/** A file as it is handed to a person. */
export interface ConfigFile {
  filename: string;
  contentType: string;
  bytes: Uint8Array;
}

/** Not `geoip:private`: a core without its data files would refuse the whole configuration. */
const localNetworks = [
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
 * tunnel and dials through an outbound that cuts the first packets.
 */
export function xrayConfig(endpoint: RealityEndpoint, key: PersonalKey): Record<string, unknown> {
  return {
    remarks: keyName(key.name),
    log: { loglevel: 'warning' },
    inbounds: inbounds(),
    outbounds: [
      proxyOutbound(endpoint, key),
      ...(key.mode === 'enhanced' ? [cutOutbound()] : []),
      { tag: 'direct', protocol: 'freedom' },
      { tag: 'block', protocol: 'blackhole' },
    ],
    routing: { domainStrategy: 'AsIs', rules: rules(key) },
  };
}

/** The configuration as `vpn-standard.json` or `vpn-enhanced.json`. */
export function xrayConfigFile(endpoint: RealityEndpoint, key: PersonalKey): ConfigFile {
  return {
    filename: `vpn-${key.mode}.json`,
    contentType: 'application/json',
    bytes: Buffer.from(`${JSON.stringify(xrayConfig(endpoint, key), undefined, 2)}\n`),
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

function proxyOutbound(endpoint: RealityEndpoint, key: PersonalKey) {
  const user = { id: key.uuid, encryption: 'none', flow: 'xtls-rprx-vision' };
  return {
    tag: 'proxy',
    protocol: 'vless',
    settings: { vnext: [{ address: endpoint.host, port: endpoint.port, users: [user] }] },
    streamSettings: {
      network: 'tcp',
      security: 'reality',
      realitySettings: {
        serverName: endpoint.sni,
        fingerprint: endpoint.fingerprint,
        publicKey: endpoint.publicKey,
        shortId: endpoint.shortId,
        spiderX: '/',
      },
      ...(key.mode === 'enhanced' && { sockopt: { dialerProxy: 'cut' } }),
    },
  };
}

/** The classic form, which every core from 1.8 on cuts with; newer ways are skipped in silence by older cores. */
function cutOutbound() {
  return { tag: 'cut', protocol: 'freedom', settings: { fragment: { ...packetCut } } };
}

/** `type` is needed by old cores and ignored by new ones. */
function rules(key: PersonalKey) {
  const local = { type: 'field', outboundTag: 'direct', ip: localNetworks };
  const torrents = { type: 'field', outboundTag: 'direct', protocol: ['bittorrent'] };
  return key.mode === 'standard' ? [local, torrents] : [local];
}
