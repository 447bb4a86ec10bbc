import { host, port } from '../fields.rules.ts';
import { decode, keyName, readLinkParts, writeHost } from '../link-parts.rules.ts';
import type { Look } from '../packet-cut.rules.ts';
import { findMethod, isKeyFor, passwordOf, type ShadowsocksAccess } from './endpoint.rules.ts';

/** The share link by SIP002 with SIP022: method and keys percent-encoded, not in base64 as in older methods. */
export function writeLink(access: ShadowsocksAccess, { name }: Pick<Look, 'name'>): string {
  const secret = `${access.method}:${encodeURIComponent(passwordOf(access))}`;
  return `ss://${secret}@${writeHost(access)}#${encodeURIComponent(keyName(name))}`;
}

/**
 * Reads a Shadowsocks-2022 link with one key or two, in the spelling of the standard or in base64 as the panel
 * writes it; `undefined` for older methods, plugins and keys of the wrong length.
 */
export function readLink(link: string): { access: ShadowsocksAccess; name: string } | undefined {
  const parts = readLinkParts(link, ['ss']);
  if (parts === undefined || parts.parameters.has('plugin')) return undefined;
  const [methodName = '', ...keys] = secretOf(parts.user).split(':');
  const method = findMethod(methodName);
  const [address, number] = [host.safeParse(parts.host), port.safeParse(parts.port)];
  if (method === undefined || !address.success || !number.success) return undefined;
  const userKey = keys.at(-1);
  if (userKey === undefined || keys.length > 2 || !keys.every((key) => isKeyFor(method, key)))
    return undefined;
  const serverKey = keys.length === 2 ? keys[0] : undefined;
  const endpoint = {
    protocol: 'shadowsocks',
    host: address.data,
    port: number.data,
    method,
    serverKey,
  } as const;
  return { access: { ...endpoint, userKey }, name: parts.name };
}

/** `method:key[:key]`: plain when there is a colon after decoding, else base64 of either alphabet. */
function secretOf(user: string): string {
  const plain = decode(user) ?? '';
  return plain.includes(':') ? plain : Buffer.from(plain, 'base64').toString();
}
