import { isIP } from 'node:net';
import { buildConnector } from 'undici';
import { isInsideAddress } from '../../../platform/addresses.ts';
import { insideError, lookupOutside, resolveAll } from '../../../platform/outside.ts';

/** Where panels may stand. */
export interface AddressRules {
  /** In private networks and on this machine, too, and there without https. */
  allowPrivate: boolean;
  /** The system's own unless told otherwise. */
  resolve?: typeof resolveAll | undefined;
}

/**
 * Opens the connections to a panel. By its name whoever answers has to prove it; but where the name leads is looked at
 * each time, in the moment of connecting.
 */
export function panelConnector(
  { allowPrivate, resolve = resolveAll }: AddressRules,
  timeoutMs: number,
): buildConnector.connector {
  const options = { allowH2: false, timeout: timeoutMs };
  if (allowPrivate) return buildConnector(options);
  const connect = buildConnector({ ...options, autoSelectFamily: true, lookup: lookupOutside(resolve) });
  return (to, done) =>
    // An IP address is looked up by nobody.
    isIP(to.hostname) !== 0 && isInsideAddress(to.hostname) ? done(insideError(), null) : connect(to, done);
}
