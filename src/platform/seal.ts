import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

/** Keeps secrets readable for this installation alone: AES-256-GCM, a fresh nonce for each value. */
export interface Seal {
  /** `purpose` is bound to the value: what was sealed for one purpose does not open for another. */
  close(text: string, purpose: string): string;
  /** The text; undefined when it was changed, sealed under a key that is none of ours or for another purpose. */
  open(sealed: string, purpose: string): string | undefined;
  /** The same sealed anew, under the newest key; undefined where it is already, or does not open. */
  renew(sealed: string, purpose: string): string | undefined;
  /** The same text has the same hash for the same purpose, and nobody without the key can tell from which text. */
  hash(text: string, purpose: string): string;
}

const format = 'v1';

/** `keys` are 32 bytes in base64url each: the first seals, each opens. */
export function createSeal(keys: string | readonly string[]): Seal {
  const [newest, ...former] = [keys].flat().map(secretOf);
  if (newest === undefined) throw new Error('A seal needs a key');
  return { close, open, renew, hash };

  function close(text: string, purpose: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', newest as Buffer, nonce).setAAD(Buffer.from(purpose));
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return `${format}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
  }

  function open(sealed: string, purpose: string): string | undefined {
    return openUnder(newest as Buffer, sealed, purpose) ?? openFormer(sealed, purpose);
  }

  function openFormer(sealed: string, purpose: string): string | undefined {
    for (const secret of former) {
      const text = openUnder(secret, sealed, purpose);
      if (text !== undefined) return text;
    }
    return undefined;
  }

  function renew(sealed: string, purpose: string): string | undefined {
    if (openUnder(newest as Buffer, sealed, purpose) !== undefined) return undefined;
    const text = openFormer(sealed, purpose);
    return text === undefined ? undefined : close(text, purpose);
  }

  function hash(text: string, purpose: string): string {
    return createHmac('sha256', newest as Buffer)
      .update(`${purpose}\n${text}`)
      .digest('base64url');
  }
}

function secretOf(key: string): Buffer {
  const secret = Buffer.from(key, 'base64url');
  if (secret.length !== 32) throw new Error('A seal needs a key of 32 bytes');
  return secret;
}

function openUnder(secret: Buffer, sealed: string, purpose: string): string | undefined {
  const [version, encoded = ''] = sealed.split('.');
  const bytes = Buffer.from(encoded, 'base64url');
  if (version !== format || bytes.length < 28) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', secret, bytes.subarray(0, 12), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(12, 28));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
