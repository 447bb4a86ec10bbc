import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';

const source = path.join(import.meta.dirname, '../../src');
/** Tables of which copies are kept. */
const copied = 'subscriptions|plans|planPrices|trials';
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
