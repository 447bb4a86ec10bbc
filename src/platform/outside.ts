import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { isInsideAddress } from './addresses.ts';

/** What a connection fails with whose name leads inside, as the `code` of an error. */
export const insideCode = 'INSIDE_ADDRESS';

/** All IP addresses of a name. Rejects with Node's error when it has none. */
export async function resolveAll(name: string): Promise<string[]> {
  return (await lookup(name, { all: true })).map(({ address }) => address);
}

/** An IP address, or a name of which a single address is inside. */
export async function leadsInside(host: string, resolve: typeof resolveAll): Promise<boolean> {
  return isIP(host) === 0 ? (await resolve(host)).some(isInsideAddress) : isInsideAddress(host);
}

/**
 * For the `lookup` of a connection that tries all addresses (`autoSelectFamily`): what was looked at is what is connected
 * to. A name that was outside when it was typed may lead inside by now, and one that is asked twice may answer otherwise.
 */
export function lookupOutside(resolve: typeof resolveAll): LookupFunction {
  const find = callbackify(async (name: string) => {
    const addresses = await resolve(name);
    if (addresses.length === 0 || addresses.some(isInsideAddress)) throw insideError();
    return addresses.map((address) => ({ address, family: isIP(address) }));
  });
  return (name, _options, done) => find(name, (error, found) => done(error, found));
}

/** Carries no address: what stands behind a name inside is nobody's business. */
export function insideError(): NodeJS.ErrnoException {
  return Object.assign(new Error('the name leads inside'), { code: insideCode });
}
