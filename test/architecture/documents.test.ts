import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const project = resolve(import.meta.dirname, '../..');
const records = globSync('docs/adr/*.md', { cwd: project });
// What records say of paths is of their day; their links lead somewhere still.
const current = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  ...globSync('docs/*.md', { cwd: project }),
];

/** Written by what a page describes, and kept out of the repository. */
const made = ['bench/results/'];

const read = (file: string): string => readFileSync(join(project, file), 'utf8');

/** `src/main.ts` in backticks; patterns and names to be filled in are none. */
function pathsIn(text: string): string[] {
  const named = text.matchAll(
    /`((?:src|test|sandbox|packages|docs|scripts|bench|infrastructure|drizzle)\/[^`\s]+)`/g,
  );
  return [...named].map(([, path = '']) => path).filter((path) => !/[<*…]/.test(path));
}

function linksIn(file: string): string[] {
  const links = read(file).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g);
  return [...links].map(([, link = '']) => normalize(join(dirname(file), link)));
}

describe('the documents', () => {
  it('name only paths that are there', () => {
    const named = current.flatMap((file) => pathsIn(read(file)).map((path) => ({ file, path })));
    expect(named.length).toBeGreaterThan(30);
    const lost = named.filter(({ path }) => !made.includes(path) && !existsSync(join(project, path)));
    expect(lost).toEqual([]);
  });

  it('lead only to files that are there', () => {
    const files = [...current, ...records, 'CHANGELOG.md'];
    const links = files.flatMap((file) => linksIn(file).map((link) => ({ file, link })));
    expect(links.length).toBeGreaterThan(30);
    expect(links.filter(({ link }) => !existsSync(join(project, link)))).toEqual([]);
  });
});

describe('the records of decisions', () => {
  const numberOf = (file: string): string => file.slice('docs/adr/'.length).slice(0, 4);

  it('have each a number of their own, which stands in the title too', () => {
    const numbers = records.map(numberOf);
    expect(numbers.filter((number, at) => numbers.indexOf(number) !== at)).toEqual([]);
    const written = records.filter((file) => numberOf(file) !== '0000');
    expect(written.filter((file) => !read(file).startsWith(`# ${numberOf(file)}. `))).toEqual([]);
  });

  it('say both of a replacement that there is one', () => {
    const whole = /replaces \[(\d{4})\]/i;
    const pairs = records.map((file) => ({ file, old: whole.exec(read(file))?.[1] }));
    const silent = pairs.filter(({ file, old }) => {
      if (old === undefined) return false;
      const replaced = records.find((path) => numberOf(path) === old) ?? '';
      return !read(replaced).split('\n').slice(0, 6).join('\n').includes(numberOf(file));
    });
    expect(silent).toEqual([]);
  });
});
