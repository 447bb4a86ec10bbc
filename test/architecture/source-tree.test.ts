import { readdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const roots = ['src', 'sandbox', 'packages'];
const project = resolve(import.meta.dirname, '../..');

async function sources(folder: string): Promise<string[]> {
  const entries = await readdir(join(project, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.(?:ts|mjs)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

it('a source file has at most 300 lines', async () => {
  const long: string[] = [];
  for (const path of (await Promise.all(roots.map(sources))).flat()) {
    const lines = (await readFile(path, 'utf8')).split('\n').length - 1;
    if (lines > 300) long.push(`${path}: ${lines}`);
  }
  expect(long).toEqual([]);
});

it('no file or folder has a name that says nothing', async () => {
  const entries = await Promise.all(roots.map((root) => readdir(join(project, root), { recursive: true })));
  const empty = /^(?:[\w.-]+[.-])?(?:utils?|helpers?|common|misc|shared|managers?|base)(?:\.[\w.]+)?$/;
  expect(entries.flat().filter((entry) => empty.test(basename(entry)))).toEqual([]);
});

it('no file is called index', async () => {
  const paths = (await Promise.all(roots.map(sources))).flat();
  expect(paths.filter((path) => /^index\.\w+$/.test(basename(path)))).toEqual([]);
});

it('the compiler knows no path aliases', async () => {
  const config = JSON.parse(await readFile(join(project, 'tsconfig.json'), 'utf8')) as {
    compilerOptions: Record<string, unknown>;
  };
  expect(Object.keys(config.compilerOptions)).not.toContain('paths');
  expect(Object.keys(config.compilerOptions)).not.toContain('baseUrl');
  const manifest = JSON.parse(await readFile(join(project, 'package.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  expect(manifest['imports']).toBeUndefined();
});
