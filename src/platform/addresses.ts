import { BlockList, isIP, isIPv6 } from 'node:net';

type Network = readonly [network: string, prefix: number];

/** Of this machine, its neighbours, or nobody who could be talked to. */
const near = blockListOf(
  [
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.88.99.0', 24],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
    ['224.0.0.0', 3],
  ],
  [
    // Unspecified, loopback, and IPv4 in the forms of before.
    ['::', 96],
    ['::ffff:0:0:0', 96],
    ['64:ff9b::', 96],
    ['64:ff9b:1::', 48],
    ['100::', 64],
    // Teredo, ORCHID and other protocols of their own.
    ['2001::', 23],
    ['2002::', 16],
    ['5f00::', 16],
    ['fc00::', 7],
    ['fe80::', 10],
    ['fec0::', 10],
    ['ff00::', 8],
  ],
);

/** Set apart for examples: nobody has them. */
const examples = blockListOf(
  [
    ['192.0.2.0', 24],
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
  ],
  [
    ['2001:db8::', 32],
    ['3fff::', 20],
  ],
);

/** Whether an IP address belongs to this machine, a private network or nobody; what is no address does, too. */
export function isInsideAddress(address: string): boolean {
  return isNearAddress(address) || isIn(examples, address);
}

/** The same, but those that are set apart for examples are taken for somebody's. */
export function isNearAddress(address: string): boolean {
  return isIP(address) === 0 || isIn(near, address);
}

/** Whether anybody could come to this address from outside: it leads to no host of this machine or of a private network. */
export function isPublicUrl(url: string): boolean {
  const host = new URL(url).hostname.replace(/^\[|\]$|\.$/g, '').toLowerCase();
  if (isIP(host) !== 0) return !isNearAddress(host);
  return host.includes('.') && !/\.(localhost|local|internal|lan|home\.arpa)$/.test(host);
}

/** The part of an address that one customer of a network has: of IPv6 the first 64 bits, for the rest is theirs to choose. */
export function networkOf(address: string): string {
  const bare = address.split('%', 1)[0] ?? '';
  if (!isIPv6(bare)) return address;
  const mapped = mappedIn(bare);
  if (mapped !== undefined) return mapped;
  return `${groupsOf(bare).slice(0, 4).join(':')}::/64`;
}

function isIn(list: BlockList, address: string): boolean {
  const mapped = mappedIn(address);
  if (mapped !== undefined) return list.check(mapped, 'ipv4');
  return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** The IPv4 address that an IPv6 one stands for (`::ffff:…`). */
function mappedIn(address: string): string | undefined {
  if (!isIPv6(address)) return undefined;
  const groups = groupsOf(address.split('%', 1)[0] ?? '');
  if (groups.slice(0, 5).some((group) => group !== '0') || groups[5] !== 'ffff') return undefined;
  const [high = 0, low = 0] = groups.slice(6).map((group) => Number.parseInt(group, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** Its eight groups, in hexadecimal without zeros before them. */
function groupsOf(address: string): string[] {
  // As a host of an address every way to write it comes to one.
  const written = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [before = '', after] = written.split('::');
  const [first, last] = [before, after ?? ''].map((part) => (part === '' ? [] : part.split(':')));
  const zeros = Array.from({ length: 8 - (first?.length ?? 0) - (last?.length ?? 0) }, () => '0');
  return [...(first ?? []), ...zeros, ...(last ?? [])];
}

function blockListOf(four: readonly Network[], six: readonly Network[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of four) list.addSubnet(network, prefix, 'ipv4');
  for (const [network, prefix] of six) list.addSubnet(network, prefix, 'ipv6');
  return list;
}
