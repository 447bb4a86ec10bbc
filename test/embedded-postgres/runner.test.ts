import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startEmbeddedPostgres } from '@hiddify-vpn-bot/embedded-postgres/start.ts';
import { isRunning, parentOf, readableFolder, serverPid, startOwner, temporaryFolder } from './processes.ts';

const seed = path.join(readableFolder(), 'data');

describe.skipIf(process.platform !== 'linux')('the embedded PostgreSQL', { timeout: 60_000 }, () => {
  beforeAll(async () => {
    const server = await startEmbeddedPostgres({ dataDir: seed, durable: false });
    await server.stop();
    return () => rmSync(path.dirname(seed), { recursive: true, force: true });
  });

  test('starts, answers on the loopback alone, and leaves nothing running when stopped', async () => {
    const dataDir = emptyFolder();
    const server = await start(dataDir);
    const [settings] = await query(
      server.url,
      "select current_setting('listen_addresses') as on, lower('Ж') as low",
    );
    expect(settings).toEqual({ on: '127.0.0.1', low: 'ж' });
    expect(statSync(path.join(dataDir, 'password')).mode & 0o777).toBe(0o600);
    const pid = serverPid(dataDir);
    await server.stop();
    expect(isRunning(pid)).toBe(false);
    expect(existsSync(path.join(dataDir, 'pgdata/postmaster.pid'))).toBe(false);
  });

  test('inherits no secret of its owner', async () => {
    process.env['RUNNER_SECRET'] = 'canary';
    onTestFinished(() => void delete process.env['RUNNER_SECRET']);
    const dataDir = dataFolder();
    await start(dataDir);
    const environment = readFileSync(`/proc/${serverPid(dataDir)}/environ`, 'utf8');
    expect(environment).not.toContain('canary');
    expect(environment).toContain('TZ=UTC');
  });

  test('keeps what was committed from one start to the next', async () => {
    const dataDir = dataFolder();
    const first = await start(dataDir);
    await query(first.url, 'create table kept as select 7 as n');
    await first.stop();
    const second = await start(dataDir);
    expect(await query(second.url, 'select n from kept')).toEqual([{ n: 7 }]);
  });

  test('shuts down by itself, cleanly, when its owner is killed', async () => {
    const dataDir = dataFolder();
    const owner = await startOwner(dataDir);
    const pid = serverPid(dataDir);
    owner.process.kill('SIGKILL');
    await expect.poll(() => isRunning(pid), { timeout: 10_000, interval: 10 }).toBe(false);
    expect(existsSync(path.join(dataDir, 'pgdata/postmaster.pid'))).toBe(false);
    expect(readFileSync(path.join(dataDir, 'server.log'), 'utf8')).toContain('database system is shut down');
  });

  test('recovers after owner, shell and server were all killed', async () => {
    const dataDir = dataFolder();
    const owner = await startOwner(dataDir, { durable: true });
    await query(owner.url, 'create table kept as select 8 as n');
    const pid = serverPid(dataDir);
    const shell = parentOf(pid);
    owner.process.kill('SIGKILL');
    for (const each of [shell, pid]) process.kill(each, 'SIGKILL');
    const again = await start(dataDir);
    expect(again.adopted).toBe(false);
    expect(await query(again.url, 'select n from kept')).toEqual([{ n: 8 }]);
  });

  test('is not fooled by a stale note whose process number now belongs to another program', async () => {
    const dataDir = dataFolder();
    await (await start(dataDir)).stop();
    const note = [
      process.pid,
      `${dataDir}/pgdata`,
      '1700000000',
      '5432',
      '',
      '127.0.0.1',
      '',
      'ready',
      '',
    ].join('\n');
    writeFileSync(path.join(dataDir, 'pgdata/postmaster.pid'), note);
    const server = await start(dataDir);
    expect(server.adopted).toBe(false);
    expect(await query(server.url, 'select 1 as n')).toEqual([{ n: 1 }]);
  });

  test('is adopted by a second process, which leaves it running', async () => {
    const dataDir = dataFolder();
    const owner = await startOwner(dataDir);
    const guest = await start(dataDir);
    expect(guest).toMatchObject({ adopted: true, url: owner.url });
    await guest.stop();
    expect(await query(owner.url, 'select 1 as n')).toEqual([{ n: 1 }]);
  });

  test('is started once when several processes race for an empty directory', async () => {
    const dataDir = emptyFolder();
    const owners = await Promise.all([startOwner(dataDir), startOwner(dataDir), startOwner(dataDir)]);
    expect(owners.filter((owner) => !owner.adopted)).toHaveLength(1);
    expect(new Set(owners.map((owner) => owner.url)).size).toBe(1);
    expect(readdirSync(dataDir).filter((name) => name.includes('new'))).toEqual([]);
  });

  test('runs beside others on directories of their own', async () => {
    const servers = await Promise.all([start(dataFolder()), start(dataFolder())]);
    const [one, other] = servers.map((server) => new URL(server.url).port);
    expect(one).not.toBe(other);
  });

  test('is started again on the same port when it dies', async () => {
    const dataDir = dataFolder();
    const server = await start(dataDir);
    process.kill(serverPid(dataDir), 'SIGKILL');
    const answer = () => query(server.url, 'select 1 as n').catch(() => []);
    await expect.poll(answer, { timeout: 20_000, interval: 50 }).toEqual([{ n: 1 }]);
  });

  test('refuses files of another major version and says what to do', async () => {
    const dataDir = dataFolder();
    await (await start(dataDir)).stop();
    writeFileSync(path.join(dataDir, 'pgdata/PG_VERSION'), '15\n');
    await expect(start(dataDir)).rejects.toThrow(
      /written by PostgreSQL 15 and this is PostgreSQL 18: export/,
    );
  });

  test('refuses a directory that holds something else', async () => {
    const dataDir = emptyFolder();
    mkdirSync(path.join(dataDir, 'holiday-pictures'), { recursive: true });
    await expect(start(dataDir)).rejects.toThrow('not empty');
  });

  test('starts over when its first start was interrupted half way', async () => {
    const dataDir = emptyFolder();
    mkdirSync(path.join(dataDir, 'pgdata.new-999999999/base'), { recursive: true });
    const server = await start(dataDir);
    expect(await query(server.url, 'select 1 as n')).toEqual([{ n: 1 }]);
    expect(readdirSync(dataDir)).not.toContain('pgdata.new-999999999');
  });
});

/** A directory that does not exist yet. */
function emptyFolder(): string {
  return path.join(temporaryFolder(), 'data');
}

/** A copy of a directory that was started and stopped once: spares the second that making the files takes. */
function dataFolder(): string {
  const folder = emptyFolder();
  execFileSync('cp', ['-a', seed, folder]);
  return folder;
}

async function start(dataDir: string) {
  const server = await startEmbeddedPostgres({ dataDir, durable: false });
  onTestFinished(() => server.stop());
  return server;
}

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
