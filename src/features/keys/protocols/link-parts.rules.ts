import { isIPv6 } from 'node:net';

/** A share link taken apart; every part decoded. */
export interface LinkParts {
  /** The part before the `@` as it stands, still encoded: protocols differ in what it holds. */
  user: string;
  host: string;
  port: string | undefined;
  parameters: ReadonlyMap<string, string>;
  name: string;
}

/** Takes a link of one of the schemes apart; `undefined` when it is not one or not encoded as it must be. */
export function readLinkParts(link: string, schemes: readonly string[]): LinkParts | undefined {
  const [, scheme = '', rest = ''] = /^([a-z0-9]+):\/\/(.*)$/s.exec(link) ?? [];
  const parts = /^([^@?#]+)@(\[[^\]]+\]|[^:/?#[\]]+)(?::(\d+))?\/?(?:\?([^#]*))?(?:#(.*))?$/s.exec(rest);
  if (!parts || !schemes.includes(scheme)) return undefined;
  const [, user = '', host = '', port, query = '', rawName = ''] = parts;
  const parameters = parseQuery(query);
  const name = decode(rawName);
  if (parameters === undefined || name === undefined) return undefined;
  return { user, host, port, parameters, name };
}

/** The pairs as a query, every value percent-encoded (a space is `%20`), empty ones left out. */
export function writeQuery(pairs: readonly (readonly [string, string])[]): string {
  return pairs
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}

/** Host and port for an address: IPv6 in brackets. */
export function writeHost({ host, port }: { host: string; port: number }): string {
  return `${isIPv6(host) ? `[${host}]` : host}:${port}`;
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
  // A visible character is one unit at least, and telling them apart costs more than the rest of a link.
  if (clean.length <= 60) return clean || 'VPN';
  const graphemes = Array.from(segmenter.segment(clean), (part) => part.segment);
  return graphemes.slice(0, 60).join('').trim() || 'VPN';
}

/** Percent-decoding; `undefined` for what was not encoded well. */
export function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

const segmenter = new Intl.Segmenter();

/** The pairs of a query; `undefined` when a key comes twice or a value is not encoded as it must be. */
function parseQuery(query: string): Map<string, string> | undefined {
  const parameters = new Map<string, string>();
  if (query === '') return parameters;
  for (const pair of query.split('&')) {
    const [, name = '', raw = ''] = /^([^=]*)=?(.*)$/s.exec(pair) ?? [];
    const value = decode(raw);
    if (value === undefined || parameters.has(name)) return undefined;
    parameters.set(name, value);
  }
  return parameters;
}
