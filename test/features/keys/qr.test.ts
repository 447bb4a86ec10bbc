import fc from 'fast-check';
import { decodeQR } from 'qr/decode.js';
import { expect, test } from 'vitest';
import { accessOf, shareLink } from '../../../src/features/keys/protocols/access.rules.ts';
import { qrPng } from '../../../src/features/keys/qr.rules.ts';
import { readPng } from './png.ts';
import { endpoint, endpoints, hysteriaAccesses, personalKeys, shadowsocksAccesses, uuid } from './samples.ts';

/** What an independent decoder reads in the picture. */
async function readBack(text: string): Promise<string> {
  const png = await qrPng(text);
  if (!png) throw new Error('no picture');
  return decodeQR(readPng(png), { timeLimit: 5000, effort: 10 });
}

test.each([
  ['a subscription address', `https://vpn.example.com/cLiEnTPath456/${uuid}/`],
  ['a standard link', shareLink(accessOf(endpoint, uuid), { name: 'Аня 🦊', mode: 'standard' })],
  ['an enhanced link', shareLink(accessOf(endpoint, uuid), { name: 'Аня 🦊', mode: 'enhanced' })],
  ['Cyrillic and emoji as they are', 'Привет 🦊'],
  ['digits only', '01234567890'],
])('the QR code of %s reads back', async (_, text) => {
  expect(await readBack(text)).toBe(text);
});

test('the QR code of every key reads back', async () => {
  const accesses = fc.oneof(
    endpoints.map((given) => accessOf(given, uuid)),
    hysteriaAccesses,
    shadowsocksAccesses,
  );
  const links = fc.tuple(accesses, personalKeys).map(([access, look]) => shareLink(access, look));
  const short = links.filter((link) => link.length <= 1000);
  await fc.assert(
    fc.asyncProperty(short, async (link) => {
      expect(await readBack(link)).toBe(link);
    }),
    { numRuns: 12 },
  );
});

test.each([
  [300, 13],
  [660, 20],
  [700, 18],
])(
  'a text of %i bytes is a QR code of version %i: the stronger correction up to 20, the weaker one above',
  async (bytes, version) => {
    const png = await qrPng('x'.repeat(bytes));
    const size = readPng(png ?? Buffer.alloc(0)).width;
    expect(size).toBe((17 + 4 * version + 8) * 8);
  },
);

test('a text of a thousand bytes still gets a picture, one byte more does not, nor does nothing', async () => {
  expect(await readBack('x'.repeat(1000))).toBe('x'.repeat(1000));
  expect(await qrPng('x'.repeat(1001))).toBeUndefined();
  expect(await qrPng('я'.repeat(501))).toBeUndefined();
  expect(await qrPng('')).toBeUndefined();
});
