import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

interface Row {
  number: string;
  file: string;
  name: string;
}

const rows: Row[] = [
  ...read('docs/faults.md').matchAll(/^\| (F\d+) \|[^|]*\| `([^`]+)` \| ([^|]+?) \|$/gm),
].map(([, number = '', file = '', name = '']) => ({ number, file, name }));

/** Names as they stand in the test, not in a comment or in another sentence. */
const isTestOf = ({ file, name }: Row) => read(file).includes(`'${name}'`);

it('every fault of the matrix has its test, under the name that the table says', () => {
  const numbers = Array.from({ length: 30 }, (_, index) => `F${index + 1}`);
  expect([...new Set(rows.map(({ number }) => number))]).toEqual(numbers);
  expect(rows.filter(({ number, name }) => !name.startsWith(`${number}: `))).toEqual([]);
  expect(rows.filter((row) => !isTestOf(row))).toEqual([]);
});

it('what a crowd does has its test, under the name that the table says', () => {
  const crowds = [
    ...read('docs/faults.md').matchAll(
      /^\| [^|]+ \| [^|]+ \| `(test\/faults\/crowded[^`]+)` \| ([^|]+?) \|$/gm,
    ),
  ].map(([, file = '', name = '']) => ({ number: '', file, name }));
  expect(crowds).toHaveLength(2);
  expect(crowds.filter((row) => !isTestOf(row))).toEqual([]);
});

it('everything that the world does has its test, under the name that the table says', () => {
  const [, section = ''] = /## The world as it is\n([\s\S]*?)\n## /.exec(read('docs/faults.md')) ?? [];
  const table = [...section.matchAll(/^\| ([^|]+) \| `([^`]+)` \| ([^|]+?) \|$/gm)].map(
    ([, what = '', file = '', name = '']) => ({ what, file, name }),
  );
  // The head, and the line under it.
  expect(section.split('\n').filter((line) => line.startsWith('|'))).toHaveLength(table.length + 2);
  expect(
    table.filter(
      ({ file, name }) => !["'", '`', '"'].some((mark) => read(file).includes(mark + name + mark)),
    ),
  ).toEqual([]);
  expect(table.length).toBeGreaterThan(50);
});

it('every test that plays a fault stands in the table', () => {
  const files = readdirSync(path.join(root, 'test/faults'), { recursive: true, encoding: 'utf8' });
  const named = files
    .filter((file) => file.endsWith('.test.ts'))
    .flatMap((file) =>
      [...read(`test/faults/${file}`).matchAll(/'(F\d+: [^']+)'/g)].map(([, name = '']) => name),
    );
  const missing = named.filter((name) => !rows.some((row) => row.name === name));
  expect(missing).toEqual([]);
  expect(named).toHaveLength(rows.length);
});
