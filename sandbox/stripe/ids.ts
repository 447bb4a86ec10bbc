import { randomBytes } from 'node:crypto';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Letters and digits as in Stripe's ids; every one new. */
export function randomLetters(length: number): string {
  return [...randomBytes(length)].map((byte) => letters[byte % letters.length]).join('');
}

/** An id as Stripe writes it: `ch_…`, and `cs_test_…` for what is only there in one mode. */
export function newId(prefix: string): string {
  if (prefix === 'cs') return `cs_test_a1${randomLetters(56)}`;
  return `${prefix}_${['cus', 'prod'].includes(prefix) ? '' : '1'}${randomLetters(prefix === 'cus' ? 14 : 23)}`;
}
