import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isInsideAddress } from '../../../platform/addresses.ts';
import { Refusal } from '../../../platform/refusal.ts';

export interface AddressRules {
  /** Private networks and plain http on loopback are allowed. */
  allowPrivate: boolean;
  resolve?: (host: string) => Promise<string[]>;
}

/**
 * The origin of an address that somebody typed. Refuses `panel.bad-address` for what is no https address of a host
 * alone, and `panel.private-address` for one that leads into a private network.
 */
export async function checkPanelAddress(typed: string, rules: AddressRules): Promise<string> {
  const url = URL.canParse(typed) ? new URL(typed) : undefined;
  if (url === undefined || url.username !== '' || url.password !== '')
    throw new Refusal('invalid', 'panel.bad-address');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isPlain = url.protocol === 'http:' && rules.allowPrivate;
  if (url.protocol !== 'https:' && !isPlain) throw new Refusal('invalid', 'panel.bad-address');
  if (rules.allowPrivate) return url.origin;
  const addresses = isIP(host) === 0 ? await (rules.resolve ?? resolveAll)(host) : [host];
  if (addresses.length === 0) throw new Refusal('invalid', 'panel.bad-address');
  if (addresses.some(isInsideAddress)) throw new Refusal('forbidden', 'panel.private-address');
  return url.origin;
}

async function resolveAll(host: string): Promise<string[]> {
  const found = await lookup(host, { all: true }).catch(() => []);
  return found.map(({ address }) => address);
}
