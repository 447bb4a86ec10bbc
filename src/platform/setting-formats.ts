import { z } from 'zod';
import { isTimeZone } from './dates.ts';

export const text = z.string().min(1);
export const port = z.coerce.number().int().min(0).max(65535);
export const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
export const address = z
  .url({ protocol: /^https?$/ })
  .refine(isSafeAddress, 'https, or plain http on a loopback address');
export const yesOrNo = z.enum(['yes', 'no']).transform((word) => word === 'yes');
export const timeZone = z.string().refine((zone) => isTimeZone(zone), 'an IANA name such as Europe/Moscow');

/** Plain http is allowed only where nobody else can listen: that is how stand-ins are reached. */
function isSafeAddress(value: string): boolean {
  const { protocol, hostname } = URL.parse(value) ?? {};
  return protocol === 'https:' || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname ?? '');
}
