import { z } from 'zod';
import { isTimeZone } from './dates.ts';

export const text = z.string().min(1);
export const port = z.coerce.number().int().min(0).max(65535);
export const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
export const address = z
  .url({ protocol: /^https?$/ })
  .refine(isSafeAddress, 'an https address, or plain http on loopback');
export const yesOrNo = z.enum(['yes', 'no']).transform((word) => word === 'yes');
export const timeZone = z.string().refine((zone) => isTimeZone(zone), 'an IANA name such as Europe/Moscow');

/** An address that can be taken apart, with a name and a password that can be read. */
export function isReadableAddress(value: string): boolean {
  const { username = '', password = '', pathname = '' } = URL.parse(value) ?? {};
  try {
    decodeURIComponent(username + password + pathname);
    return URL.canParse(value);
  } catch {
    return false;
  }
}

/** What is asked of one where it is not; most often a password stands in it as it is. */
export const readableAddress =
  'an address that can be read: in a user name or password write @ as %40, / as %2F, # as %23, ? as %3F, : as %3A and % as %25';

/** Plain http is allowed only where nobody else can listen: that is how stand-ins are reached. */
function isSafeAddress(value: string): boolean {
  const { protocol, hostname } = URL.parse(value) ?? {};
  return protocol === 'https:' || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname ?? '');
}
