import { randomBytes, randomUUID } from 'node:crypto';

/** A lower-case UUID v4, the only form the panel keeps as given. */
export function newUuid(): string {
  return randomUUID();
}

/** `bytes` random bytes as lower-case hex. */
export function randomHex(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}

/** A short reference that a person can read out: six characters without look-alikes. */
export function newReference(): string {
  const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
  return [...randomBytes(6)].map((byte) => alphabet[byte % alphabet.length]).join('');
}
