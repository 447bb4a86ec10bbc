import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createVoices, languages } from '../../src/texts/voice.ts';
import { catalogue } from './catalogue.ts';

const root = path.resolve(import.meta.dirname, '../..');
const sources = globSync('src/{features,texts,bot}/**/*.ts', { cwd: root }).map((file) => ({
  file,
  text: readFileSync(path.join(root, file), 'utf8'),
}));
const homes = globSync('src/features/**/taps.ts', { cwd: root }).concat('src/texts/navigation.ts');

/** Every kind of button there is, by where it is defined and its name. */
const defined = (
  await Promise.all(
    homes.map(async (file) => {
      const values = (await import(path.join(root, file))) as Record<string, unknown>;
      return Object.entries(values).flatMap(([name, value]) =>
        typeof value === 'function' && 'route' in value
          ? [{ tap: `${file} ${name}`, route: value.route }]
          : [],
      );
    }),
  )
).flat();

/** Where kinds of buttons are spoken of, with the words before and after. */
const uses = sources.flatMap(({ file, text }) =>
  [...text.matchAll(/import \* as (\w+) from '([^']+)'/g)].flatMap(([, alias = '', from = '']) => {
    const home = path.join(path.dirname(file), from);
    if (!homes.includes(home)) return [];
    return [...text.matchAll(new RegExp(`(\\w+\\W+(?:\\w+, )?)\\b${alias}\\.(\\w+)`, 'g'))].map(
      ([, before = '', name]) => ({
        tap: `${home} ${name}`,
        isHeard: /\b(?:hear|on)\(|\b(?:tap|back): $/.test(before),
      }),
    );
  }),
);
// These two are drawn where they are defined, at the foot of almost every screen.
const drawnAtHome = ['goHome', 'cancel'].map((name) => `src/texts/navigation.ts ${name}`);
const drawn = new Set(
  uses
    .filter(({ isHeard }) => !isHeard)
    .map(({ tap }) => tap)
    .concat(drawnAtHome),
);
const heard = new Set(uses.filter(({ isHeard }) => isHeard).map(({ tap }) => tap));

describe('every kind of button', () => {
  it('is heard', () => {
    expect(defined.length).toBeGreaterThan(100);
    expect(defined.filter(({ tap }) => !heard.has(tap)).map(({ tap }) => tap)).toEqual([]);
  });

  it('is drawn', () => {
    expect(defined.filter(({ tap }) => !drawn.has(tap)).map(({ tap }) => tap)).toEqual([]);
  });

  it('has a route of its own', () => {
    const routes = defined.map(({ route }) => route);
    expect(routes.filter((route, at) => routes.indexOf(route) !== at)).toEqual([]);
  });
});

it('every button of every screen is of one of these kinds', () => {
  const known = new Set(defined.map(({ route }) => route));
  const voices = createVoices('Europe/Moscow');
  const screens = languages.flatMap((language) =>
    Object.values(catalogue).flatMap((make) => make(voices[language], 'Имя')),
  );
  const routes = screens
    .flatMap(({ buttons = [] }) => buttons.flat())
    .flatMap((button) => ('action' in button ? [button.action.route] : []));
  expect(new Set(routes).size).toBeGreaterThan(20);
  expect([...new Set(routes)].filter((route) => !known.has(route))).toEqual([]);
});
