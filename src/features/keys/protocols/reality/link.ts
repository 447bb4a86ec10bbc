import type { RealityEndpoint } from './endpoint.ts';
import { readEndpoint } from './endpoint.ts';
import { keyName, readLinkParts, writeHost, writeQuery } from '../link-parts.ts';
import { finalMask, type Look } from '../../formats/packet-cut.ts';

/** What makes the key of one person out of the common endpoint. */
export interface PersonalKey extends Look {
  uuid: string;
}

/**
 * The share link of one person, by the scheme of XTLS discussion 716: every value percent-encoded (a space is
 * `%20`), IPv6 in brackets, flow Vision. Enhanced adds `fm`, which Xray apps since 2026 read.
 */
export function vlessLink(endpoint: RealityEndpoint, key: PersonalKey): string {
  const parameters: [string, string][] = [
    ['encryption', endpoint.encryption ?? 'none'],
    ['flow', 'xtls-rprx-vision'],
    ['security', 'reality'],
    ['sni', endpoint.sni],
    ['fp', endpoint.fingerprint],
    ['pbk', endpoint.publicKey],
    ['sid', endpoint.shortId],
    ['type', 'tcp'],
    ['headerType', 'none'],
    ['pqv', endpoint.mldsa65Verify ?? ''],
    ['fm', key.mode === 'enhanced' ? JSON.stringify(finalMask(key.cut)) : ''],
  ];
  const address = `${checkedUuid(key.uuid)}@${writeHost(endpoint)}`;
  return `vless://${address}?${writeQuery(parameters)}#${encodeURIComponent(keyName(key.name))}`;
}

/**
 * Reads a VLESS-Reality link over TCP with Vision, ours or the panel's, whose parameters beyond ours are ignored;
 * `undefined` for every other link and for one with a value that cannot work.
 */
export function parseVlessLink(link: string): { endpoint: RealityEndpoint; key: PersonalKey } | undefined {
  const parts = readLinkParts(link, ['vless']);
  if (parts === undefined || !isUuid(parts.user) || !isVisionReality(parts.parameters)) return undefined;
  const { user: uuid, host, port = '', parameters, name } = parts;
  const reading = readEndpoint({
    host,
    port,
    publicKey: parameters.get('pbk') ?? '',
    shortId: parameters.get('sid') ?? '',
    sni: parameters.get('sni') ?? '',
    fingerprint: parameters.get('fp'),
    encryption: parameters.get('encryption'),
    mldsa65Verify: parameters.get('pqv'),
  });
  if (!reading.ok) return undefined;
  const mode = parameters.has('fm') ? 'enhanced' : 'standard';
  return { endpoint: reading.endpoint, key: { uuid, name, mode } };
}

function isVisionReality(parameters: ReadonlyMap<string, string>): boolean {
  const isTcp = /^(tcp|raw)$/.test(parameters.get('type') ?? 'tcp');
  const isVision = parameters.get('flow') === 'xtls-rprx-vision';
  return isTcp && isVision && parameters.get('security') === 'reality';
}

function checkedUuid(uuid: string): string {
  if (isUuid(uuid)) return uuid;
  throw new Error('the uuid of a key must be 36 lower-case characters');
}

function isUuid(value: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
}
