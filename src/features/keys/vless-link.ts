import { isIPv6 } from 'node:net';
import { readEndpoint } from './endpoint.ts';
import type { RealityEndpoint } from './endpoint.ts';

/** `standard` is the plain connection; `enhanced` cuts the first packets so that filters cannot read them. */
export type KeyMode = 'standard' | 'enhanced';

/** What makes the key of one person out of the common endpoint. */
export interface PersonalKey {
  uuid: string;
  /** Shown in the app's list; may be anything a person can type. */
  name: string;
  mode: KeyMode;
}

/**
 * How the first packets are cut: writes one to three, 100–200 bytes at a time, 10–20 ms apart, ten pieces at
 * most. Not `tlshello`, which v2rayNG reports to break Reality (its pull request 2889); no more pieces, because a
 * ClientHello with ML-KEM is 1.8 kB and each piece costs 10–20 ms.
 */
export const packetCut = { packets: '1-3', length: '100-200', interval: '10-20', maxSplit: 10 } as const;

/** Both spellings: `length`/`delay` for cores from 26.3.23, `lengths`/`delays` for those from 26.6.22. */
const finalMask = {
  tcp: [
    {
      type: 'fragment',
      settings: {
        packets: packetCut.packets,
        length: packetCut.length,
        delay: packetCut.interval,
        lengths: [packetCut.length],
        delays: [packetCut.interval],
        maxSplit: packetCut.maxSplit,
      },
    },
  ],
};

/**
 * The share link of one person, by the scheme of XTLS discussion 716: every value percent-encoded (a space is
 * `%20`), IPv6 in brackets, flow Vision. Enhanced adds `fm`, which Xray apps since 2026 read.
 */
export function vlessLink(endpoint: RealityEndpoint, key: PersonalKey): string {
  const parameters: [string, string][] = [
    ['encryption', 'none'],
    ['flow', 'xtls-rprx-vision'],
    ['security', 'reality'],
    ['sni', endpoint.sni],
    ['fp', endpoint.fingerprint],
    ['pbk', endpoint.publicKey],
    ['sid', endpoint.shortId],
    ['type', 'tcp'],
    ['headerType', 'none'],
    ['fm', key.mode === 'enhanced' ? JSON.stringify(finalMask) : ''],
  ];
  const query = parameters
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  const host = isIPv6(endpoint.host) ? `[${endpoint.host}]` : endpoint.host;
  const name = encodeURIComponent(keyName(key.name));
  return `vless://${checkedUuid(key.uuid)}@${host}:${endpoint.port}?${query}#${name}`;
}

/**
 * A name as apps can show it: one line, no characters that reorder text, at most 60 visible characters.
 * Never empty, since several apps drop a nameless key.
 */
export function keyName(name: string): string {
  const clean = name
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .trim();
  const graphemes = Array.from(segmenter.segment(clean), (part) => part.segment);
  return graphemes.slice(0, 60).join('').trim() || 'VPN';
}

/**
 * Reads a VLESS-Reality link over TCP with Vision, ours or the panel's, whose extra parameters are ignored;
 * `undefined` for every other link and for one with a value that cannot work.
 */
export function parseVlessLink(link: string): { endpoint: RealityEndpoint; key: PersonalKey } | undefined {
  const parts = /^vless:\/\/([^@/?#]+)@(\[[^\]]+\]|[^:/?#[\]]+):(\d+)\/?\?([^#]*)(?:#(.*))?$/s.exec(link);
  if (!parts) return undefined;
  const [, uuid = '', host = '', port = '', query = '', name = ''] = parts;
  const parameters = parseQuery(query);
  const decodedName = decode(name);
  if (!parameters || decodedName === undefined || !isUuid(uuid) || !isVisionReality(parameters))
    return undefined;
  const reading = readEndpoint({
    host,
    port,
    publicKey: parameters.get('pbk') ?? '',
    shortId: parameters.get('sid') ?? '',
    sni: parameters.get('sni') ?? '',
    fingerprint: parameters.get('fp'),
  });
  if (!reading.ok) return undefined;
  const mode = parameters.has('fm') ? 'enhanced' : 'standard';
  return { endpoint: reading.endpoint, key: { uuid, name: decodedName, mode } };
}

const segmenter = new Intl.Segmenter();

function isVisionReality(parameters: Map<string, string>): boolean {
  const isTcp = /^(tcp|raw)$/.test(parameters.get('type') ?? 'tcp');
  const isVision = parameters.get('flow') === 'xtls-rprx-vision';
  return isTcp && isVision && parameters.get('security') === 'reality';
}

/** The pairs of a query; `undefined` when a key comes twice or a value is not encoded as it must be. */
function parseQuery(query: string): Map<string, string> | undefined {
  const parameters = new Map<string, string>();
  for (const pair of query.split('&')) {
    const [, name = '', raw = ''] = /^([^=]*)=?(.*)$/s.exec(pair) ?? [];
    const value = decode(raw);
    if (value === undefined || parameters.has(name)) return undefined;
    parameters.set(name, value);
  }
  return parameters;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function checkedUuid(uuid: string): string {
  if (isUuid(uuid)) return uuid;
  throw new Error('the uuid of a key must be 36 lower-case characters');
}

function isUuid(value: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
}
