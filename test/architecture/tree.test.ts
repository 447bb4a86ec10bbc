import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const [, drawn = ''] = readFileSync(path.join(root, 'ARCHITECTURE.md'), 'utf8').split('```');

/** Every path of the drawing; what is indented stands below the last line that is less so. */
function pathsOf(tree: string): string[] {
  const above: string[] = [];
  return tree
    .trim()
    .split('\n')
    .flatMap((line) => {
      const depth = (line.length - line.trimStart().length) / 2;
      const names =
        line
          .trim()
          .split(/ {2,}/)[0]
          ?.split(' ')
          .filter((name) => /^[\w./-]+$/.test(name)) ?? [];
      above[depth] = names[0] ?? '';
      return names.map((name) => [...above.slice(0, depth), name].join(''));
    });
}

const paths = pathsOf(drawn);
const foldersOf = (folder: string) =>
  readdirSync(path.join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .map((entry) => `${folder}/${entry.name}/`);

it('every place that the architecture draws is there', () => {
  expect(paths.length).toBeGreaterThan(40);
  expect(paths.filter((place) => !existsSync(path.join(root, place)))).toEqual([]);
});

it('every place that is there is drawn', () => {
  const opened = ['src', 'src/telegram', 'src/features', 'sandbox'];
  const houses = ['money', 'panels', 'keys'].map((house) => `src/features/${house}`);
  expect([...opened, ...houses].flatMap(foldersOf).filter((place) => !paths.includes(place))).toEqual([]);
});

const houses = foldersOf('src/features').map((folder) => `${folder}house.ts`);
const linesOf = (file: string) => readFileSync(path.join(root, file), 'utf8').split('\n').length - 1;

it('every house has one door, and the product goes through it', () => {
  const listed = readFileSync(path.join(root, 'src/app/houses.ts'), 'utf8');
  expect(houses.filter((door) => !listed.includes(door.replace('src/', '../')))).toEqual([]);
});

it('the wiring is a page: at most 900 lines for the first fifteen houses, and twelve for each further one', () => {
  const composition = readdirSync(path.join(root, 'src/app')).map((file) => `src/app/${file}`);
  const lines = [...composition, ...houses].map(linesOf);
  expect(lines.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(900 + 12 * (houses.length - 15));
});
