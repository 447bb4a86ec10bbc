import { z } from 'zod';

/** What servers may add against computers of the future: VLESS Encryption and the second signature of Reality. */

const keyBytes = [32, 1184];
const verifyBytes = 1952;

const isKey = (block: string): boolean =>
  /^[\w-]+$/.test(block) && keyBytes.some((bytes) => isBase64UrlOf(block, bytes));
const isPadding = (block: string): boolean => /^\d{1,5}(-\d{1,5}){2}$/.test(block);

/**
 * The client's string of VLESS Encryption as `xray vlessenc` prints it: how it looks, how it greets, paddings, and one
 * key or several of X25519 (32 bytes) or ML-KEM-768 (1184 bytes). Empty and `none`: not used.
 */
export const encryption = z
  .string()
  .optional()
  .transform((value) => (value === undefined || /^(none)?$/.test(value.trim()) ? undefined : value.trim()))
  .refine((value) => value === undefined || isEncryption(value), {
    error: 'must be the "encryption" that `xray vlessenc` prints for clients',
  });

/** The client's half of an ML-DSA-65 pair as `xray mldsa65` prints it, 1952 bytes in base64url. Empty: not used. */
export const mldsa65Verify = z
  .string()
  .optional()
  .transform((value) => (value === undefined || value.trim() === '' ? undefined : value.trim()))
  .refine((value) => value === undefined || isBase64UrlOf(value, verifyBytes), {
    error: 'must be the "Verify" that `xray mldsa65` prints: 2603 characters of letters, digits, "-" and "_"',
  });

function isEncryption(value: string): boolean {
  const [kind, look = '', greeting = '', ...blocks] = value.split('.');
  const firstKey = blocks.findIndex((block) => !isPadding(block));
  return (
    kind === 'mlkem768x25519plus' &&
    /^(native|xorpub|random)$/.test(look) &&
    /^(0rtt|1rtt)$/.test(greeting) &&
    firstKey !== -1 &&
    blocks.slice(firstKey).every(isKey)
  );
}

function isBase64UrlOf(text: string, bytes: number): boolean {
  return (
    /^[\w-]+$/.test(text) &&
    text.length === Math.ceil((bytes * 4) / 3) &&
    Buffer.from(text, 'base64url').length === bytes
  );
}
