import { readEndpoint, type RealityAccess } from './endpoint.rules.ts';
import { keyName, readLinkParts, writeHost, writeQuery } from '../link-parts.rules.ts';
import { finalMask, type KeyMode, type Look } from '../packet-cut.rules.ts';

/**
 * The share link of one person, by the scheme of XTLS discussion 716: every value percent-encoded (a space is
 * `%20`), IPv6 in brackets, flow Vision. Enhanced adds `fm`, which Xray apps since 2026 read.
 */
export function writeLink(access: RealityAccess, { name, mode, cut }: Look): string {
  const parameters: [string, string][] = [
    ['encryption', access.encryption ?? 'none'],
    ['flow', 'xtls-rprx-vision'],
    ['security', 'reality'],
    ['sni', access.sni],
    ['fp', access.fingerprint],
    ['pbk', access.publicKey],
    ['sid', access.shortId],
    ['type', 'tcp'],
    ['headerType', 'none'],
    ['pqv', access.mldsa65Verify ?? ''],
    ['fm', mode === 'enhanced' ? JSON.stringify(finalMask(cut)) : ''],
  ];
  const address = `${checkedUuid(access.uuid)}@${writeHost(access)}`;
  return `vless://${address}?${writeQuery(parameters)}#${encodeURIComponent(keyName(name))}`;
}

/**
 * Reads a VLESS-Reality link over TCP with Vision, ours or the panel's, whose parameters beyond ours are ignored;
 * `undefined` for every other link and for one with a value that cannot work.
 */
export function readLink(link: string): { access: RealityAccess; name: string; mode: KeyMode } | undefined {
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
  return { access: { ...reading.endpoint, uuid }, name, mode };
}

function isVisionReality(parameters: ReadonlyMap<string, string>): boolean {
  // Dressed up as HTTP it ends at another inbound, which from panels of 14 on wants an encryption of its own.
  const isPlain = (parameters.get('headerType') ?? 'none') === 'none';
  const isTcp = isPlain && /^(tcp|raw)$/.test(parameters.get('type') ?? 'tcp');
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
