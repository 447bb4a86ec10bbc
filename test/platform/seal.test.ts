import { describe, expect, it } from 'vitest';
import { createSeal } from '../../src/platform/seal.ts';

const keyOf = (byte: number, length = 32) => Buffer.alloc(length, byte).toString('base64url');
const seal = createSeal(keyOf(1));

/** The sealed bytes with one of them changed. */
function spoilt(sealed: string, at: number): string {
  const [format = '', encoded = ''] = sealed.split('.');
  const bytes = Buffer.from(encoded, 'base64url');
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return `${format}.${bytes.toString('base64url')}`;
}

describe('what is sealed', () => {
  it.each(['', 'a', 'ключ от панели', 'x'.repeat(5_000)])('opens again as it was: %j', (text) => {
    expect(seal.open(seal.close(text, 'panel'), 'panel')).toBe(text);
  });

  it('is another text each time, and never shows the secret', () => {
    const [one, other] = [seal.close('secret', 'panel'), seal.close('secret', 'panel')];
    expect(one).not.toBe(other);
    expect(Buffer.from(one.slice(3), 'base64url').toString('latin1')).not.toContain('secret');
  });

  it('does not open for another purpose, nor under another key', () => {
    const sealed = seal.close('secret', 'panel');
    expect(seal.open(sealed, 'webhook')).toBeUndefined();
    expect(createSeal(keyOf(2)).open(sealed, 'panel')).toBeUndefined();
  });

  it('does not open when any byte of it was changed', () => {
    const sealed = seal.close('secret', 'panel');
    const length = Buffer.from(sealed.slice(3), 'base64url').length;
    for (let at = 0; at < length; at++) expect(seal.open(spoilt(sealed, at), 'panel')).toBeUndefined();
  });

  it.each(['', 'v1', 'v1.', 'v1.AAAA', 'v2.AAAA', `v1.${Buffer.alloc(27).toString('base64url')}`])(
    'that is none is said to be none: %j',
    (text) => expect(seal.open(text, 'panel')).toBeUndefined(),
  );

  it('of a format that this version does not know stays closed', () => {
    expect(seal.open(seal.close('secret', 'panel').replace('v1', 'v2'), 'panel')).toBeUndefined();
  });
});

it('after a key was replaced what the former one sealed opens, and is sealed anew once', () => {
  const sealed = seal.close('secret', 'panel');
  const replaced = createSeal([keyOf(2), keyOf(3), keyOf(1)]);
  expect(replaced.open(sealed, 'panel')).toBe('secret');
  expect(replaced.open(sealed, 'webhook')).toBeUndefined();
  const anew = replaced.renew(sealed, 'panel') ?? '';
  expect(createSeal(keyOf(2)).open(anew, 'panel')).toBe('secret');
  expect(replaced.renew(anew, 'panel')).toBeUndefined();
  expect(replaced.renew(sealed, 'webhook')).toBeUndefined();
  expect(() => createSeal([])).toThrow('needs a key');
});

it('a hash is the same for the same text and purpose alone', () => {
  expect(seal.hash('42', 'person')).toBe(seal.hash('42', 'person'));
  const others = [
    seal.hash('43', 'person'),
    seal.hash('42', 'panel'),
    createSeal(keyOf(2)).hash('42', 'person'),
  ];
  expect(new Set([seal.hash('42', 'person'), ...others]).size).toBe(4);
});

it.each([0, 31, 33])('a key of %i bytes is refused', (length) => {
  expect(() => createSeal(keyOf(1, length))).toThrow('32 bytes');
});
