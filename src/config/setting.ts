import { z } from 'zod';
import { isTimeZone } from '../platform/dates.ts';

/** One environment variable: what it is for, how it is written, and the check its value must pass. */
export interface Setting {
  name: string;
  group: string;
  purpose: string;
  format: string;
  example?: string;
  required: 'production' | 'no';
  howToGet?: string;
  default?: string;
  secret?: boolean;
  schema: z.ZodType;
}

/** Settings that stand together under one heading. */
export const group = (name: string, list: Omit<Setting, 'group'>[]): Setting[] =>
  list.map((setting) => ({ ...setting, group: name }));

export const text = z.string().min(1);
export const secretPath = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'letters, digits, - and _ only, without slashes');
export const port = z.coerce.number().int().min(0).max(65535);
export const address = z
  .url({ protocol: /^https?$/ })
  .refine(isSafeAddress, 'https, or plain http on a loopback address');
export const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
export const ids = z
  .string()
  .regex(/^\s*\d+(\s*,\s*\d+)*\s*$/, 'one number or several, separated by commas')
  .transform((list) => list.split(',').map(Number))
  .refine((list) => list.every(Number.isSafeInteger), 'a Telegram id has at most 16 digits');

/** Plain http is allowed only where nobody else can listen: that is how stand-ins are reached. */
function isSafeAddress(value: string): boolean {
  const { protocol, hostname } = new URL(value);
  return protocol === 'https:' || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}
export const yesOrNo = z.enum(['yes', 'no']);
export const timeZone = z.string().refine((zone) => isTimeZone(zone), 'an IANA name such as Europe/Moscow');
