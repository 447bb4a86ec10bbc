import { globSync, readFileSync, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const project = resolve(import.meta.dirname, '../..');
const glossary = readFileSync(join(project, 'docs/glossary.md'), 'utf8');
const sources = globSync('src/**/*.ts', { cwd: project }).map((file) => ({
  file,
  text: readFileSync(join(project, file), 'utf8'),
}));

const types = sources.flatMap(({ file, text }) =>
  [...text.matchAll(/^export (?:abstract )?(?:interface|type|class) (\w+)/gm)].map(([, name = '']) => ({
    name,
    file,
  })),
);

const rows = glossary
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:---|Term|Words) /.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, words = '', meaning = '', places = '']) => ({ words: words.split(', '), meaning, places }));

const known = new Set(rows.flatMap(({ words }) => words.map((word) => word.split(' ').at(-1) ?? '')));

/** `RefundRequest` is a request. */
function lastNounOf(name: string): string {
  return (/[A-Z][a-z0-9]*$/.exec(name)?.[0] ?? name).toLowerCase();
}

function isKnown(noun: string): boolean {
  return [noun, noun.replace(/s$/, ''), noun.replace(/es$/, ''), noun.replace(/ies$/, 'y')].some((form) =>
    known.has(form),
  );
}

describe('the glossary', () => {
  it('has the last noun of every exported type', () => {
    expect(types.length).toBeGreaterThan(500);
    const missing = types.filter(({ name }) => !isKnown(lastNounOf(name)));
    expect(missing.map(({ name, file }) => `${name} in ${file}`)).toEqual([]);
  });

  it('gives each word one meaning', () => {
    const words = rows.flatMap((row) => row.words);
    expect(words.filter((word, at) => words.indexOf(word) !== at)).toEqual([]);
    expect(rows.filter(({ meaning }) => meaning === '')).toEqual([]);
  });

  it('names only places that are there', () => {
    const places = rows.flatMap((row) =>
      [...row.places.matchAll(/`([^`]+)`/g)].map(([, place = '']) => place),
    );
    expect(places.length).toBeGreaterThan(100);
    expect(places.filter((place) => !existsSync(join(project, 'src', place)))).toEqual([]);
  });

  it('holds no word that the product has no more', () => {
    const code = sources.map(({ text }) => text.toLowerCase()).join('\n');
    const lost = [...known].filter((word) => !code.includes(word));
    expect(lost).toEqual([]);
  });
});

it('no two files export different types by one name', () => {
  const places = Map.groupBy(types, ({ name }) => name);
  const double = [...places].filter(([, of]) => new Set(of.map(({ file }) => file)).size > 1);
  expect(double.map(([name, of]) => `${name}: ${of.map(({ file }) => file).join(', ')}`)).toEqual([]);
});
