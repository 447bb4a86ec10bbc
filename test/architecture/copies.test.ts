import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { endpoints, hysteriaAccesses, shadowsocksAccesses } from '../features/keys/samples.ts';

const source = path.join(import.meta.dirname, '../../src');
/** Tables of which copies are kept. */
const copied = 'subscriptions|plans|planPrices|trials|users';
const write = new RegExp(
  `\\.(?:update|insert|delete)\\((?:${copied})\\)|(?:update|insert into|delete from) \\$\\{(?:${copied})\\}`,
);

test('whatever writes a table of which copies are kept says so in the same function', async () => {
  const files = (await readdir(source, { recursive: true })).filter((file) => file.endsWith('.ts'));
  const silent: string[] = [];
  let writers = 0;
  for (const file of files) {
    const text = await readFile(path.join(source, file), 'utf8');
    for (const body of text.split(/\n(?=(?:export )?(?:async )?function )/)) {
      if (!write.test(body)) continue;
      writers += 1;
      if (!body.includes('noteChange(')) silent.push(`${file}: ${body.split('\n')[0]}`);
    }
  }
  expect(silent).toEqual([]);
  expect(writers).toBeGreaterThan(15);
});

test('ways in that are made of something else are copied under another name', async () => {
  const text = await readFile(path.join(source, 'features/keys/tunnels.service.ts'), 'utf8');
  const partsOf = (accesses: fc.Arbitrary<object>) =>
    [...new Set(fc.sample(accesses, 1_000).flatMap(Object.keys))].toSorted().join(' ');
  // Whoever changes the parts writes the next form here and there.
  expect({
    form: /^const form = (\d+);/m.exec(text)?.[1],
    reality: partsOf(endpoints),
    hysteria2: partsOf(hysteriaAccesses),
    shadowsocks: partsOf(shadowsocksAccesses),
  }).toEqual({
    form: '1',
    reality: 'encryption fingerprint host mldsa65Verify port protocol publicKey shortId sni',
    hysteria2: 'auth certificate hop host obfsPassword port protocol sni',
    shadowsocks: 'host method port protocol serverKey userKey',
  });
});
