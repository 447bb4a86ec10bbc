import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { Refusal } from '../../platform/refusal.ts';

const inside = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  inside.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  inside.addSubnet(network, prefix, 'ipv6');

/** Whether an IP address belongs to this machine, a private network or nobody. */
export function isInsideAddress(address: string): boolean {
  const kind = isIP(address);
  if (kind === 0) return true;
  return inside.check(address, kind === 4 ? 'ipv4' : 'ipv6');
}

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
