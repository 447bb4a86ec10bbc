import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

const project = resolve(import.meta.dirname, '../../..');
const command = promisify(execFile);
let image: string;

/** Does by hand what infrastructure/Dockerfile does, in a folder of its own. */
beforeAll(async () => {
  image = await mkdtemp(join(tmpdir(), 'image-'));
  for (const name of ['package.json', 'package-lock.json', '.npmrc', 'drizzle', 'packages', 'src']) {
    await cp(join(project, name), join(image, name), { recursive: true });
  }
  const options = ['ci', '--omit=dev', '--omit=optional', '--ignore-scripts', '--prefer-offline'];
  await command('npm', options, { cwd: image });
}, 180_000);
afterAll(() => rm(image, { recursive: true }));

it('the packages of the image are enough to start, and an unconfigured start names every mistake and exits 78', async () => {
  const environment = { PATH: process.env['PATH'], HOME: image };
  const start = command(process.execPath, ['src/main.ts'], { cwd: image, env: environment });
  const failure = await start.then(
    () => ({ code: 0, stderr: '' }),
    (error: { code: number; stderr: string }) => error,
  );
  expect(failure.stderr).toContain('TELEGRAM_BOT_TOKEN');
  expect(failure.stderr).toContain('PUBLIC_URL');
  expect(failure.code).toBe(78);
}, 30_000);

it('the image is made without install scripts, runs as nobody in particular and holds no npm', async () => {
  const dockerfile = await readFile(join(project, 'infrastructure/Dockerfile'), 'utf8');
  expect(dockerfile).toContain('npm ci --omit=dev --omit=optional --ignore-scripts');
  expect(dockerfile).toMatch(/^USER 10001:10001$/m);
  expect(dockerfile).toContain('rm -rf /usr/local/lib/node_modules');
  expect(dockerfile).toMatch(/^HEALTHCHECK .*\\\n {2}CMD \["node", .*\/health\/ready/m);
});

it('nothing but source, migrations and the package files is sent to the builder', async () => {
  const lines = (await readFile(join(project, '.dockerignore'), 'utf8')).split('\n');
  const rules = lines.filter((line) => line !== '' && !line.startsWith('#'));
  expect(rules[0]).toBe('*');
  expect(rules.filter((rule) => rule.startsWith('!'))).toEqual([
    '!package.json',
    '!package-lock.json',
    '!.npmrc',
    '!drizzle',
    '!packages',
    '!src',
  ]);
});
