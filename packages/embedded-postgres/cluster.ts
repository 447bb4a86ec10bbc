import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, linkSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Account } from './account.ts';
import type { Engine } from './engine.ts';
import { isProcessAlive } from './pid-file.ts';

/** Where one server lives, and what runs it. */
export interface Place {
  dataDir: string;
  engine: Engine;
  account: Account | undefined;
  /** False only for tests: survives nothing, but is fast. */
  durable: boolean;
}

/**
 * The server inherits nothing from this process: no token, no locale, no time zone. Windows programs do not start
 * without some of the environment, so there it is left as it is.
 */
export const serverEnvironment: NodeJS.ProcessEnv | undefined =
  process.platform === 'win32'
    ? undefined
    : { PATH: '/usr/bin:/bin', LC_ALL: process.platform === 'linux' ? 'C.UTF-8' : 'C', TZ: 'UTC' };

export const superuser = 'postgres';

/** PostgreSQL's own directory inside the data directory. */
export function clusterDir(place: { dataDir: string }): string {
  return path.join(place.dataDir, 'pgdata');
}

/**
 * Makes the database files when there are none and answers the superuser's password. Starters may race. Throws when
 * the files were written by another major version.
 */
export async function prepareCluster(place: Place): Promise<string> {
  const password = preparePassword(place);
  if (!existsSync(clusterDir(place))) await createCluster(place);
  assertVersion(place);
  return password;
}

function assertVersion({ dataDir, engine }: Place): void {
  const found = readFileSync(path.join(clusterDir({ dataDir }), 'PG_VERSION'), 'utf8').trim();
  if (found === engine.majorVersion) return;
  throw new Error(
    `${dataDir} was written by PostgreSQL ${found} and this is PostgreSQL ${engine.majorVersion}: ` +
      'export the data with the release that wrote it, start with an empty directory, import it again',
  );
}

function preparePassword({ dataDir, account }: Place): string {
  const file = path.join(dataDir, 'password');
  if (!existsSync(file)) {
    if (existsSync(clusterDir({ dataDir }))) throw new Error(`The password file of ${dataDir} is missing`);
    const fresh = `${file}.new-${process.pid}`;
    writeFileSync(fresh, randomBytes(24).toString('base64url'), { mode: 0o600 });
    if (account) chownSync(fresh, account.uid, account.gid);
    linkUnlessThere(fresh, file);
    rmSync(fresh);
  }
  return readFileSync(file, 'utf8');
}

function linkUnlessThere(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  }
}

/** Under another name first, so that an interrupted start leaves nothing half made. */
async function createCluster(place: Place): Promise<void> {
  const target = clusterDir(place);
  await removeAbandoned(place.dataDir);
  const fresh = `${target}.new-${process.pid}`;
  await initialize(place, fresh);
  try {
    await rename(fresh, target);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  if (place.durable && process.platform !== 'win32') await syncDirectory(place.dataDir);
}

async function removeAbandoned(dataDir: string): Promise<void> {
  for (const name of readdirSync(dataDir)) {
    const pid = Number(/^pgdata\.new-(\d+)$/.exec(name)?.[1]);
    if (pid > 0 && (pid === process.pid || !isProcessAlive(pid))) {
      await rm(path.join(dataDir, name), { recursive: true, force: true });
    }
  }
}

async function initialize({ dataDir, engine, account, durable }: Place, target: string): Promise<void> {
  const args = ['-D', target, '-U', superuser, '-E', 'UTF8', '-A', 'scram-sha-256', '--no-instructions'];
  args.push(`--pwfile=${path.join(dataDir, 'password')}`, ...localeArguments());
  // Four thousand rounds took five sixths of what a connection costs, and tests connect thousands of times.
  if (!durable) args.push('--no-sync', '--set=scram_iterations=1');
  try {
    await promisify(execFile)(path.join(engine.bin, 'initdb'), args, {
      cwd: dataDir,
      env: serverEnvironment,
      windowsHide: true,
      ...(account && { uid: account.uid, gid: account.gid }),
    });
  } catch (cause) {
    await rm(target, { recursive: true, force: true });
    throw new Error(`PostgreSQL could not create its files in ${dataDir}`, { cause });
  }
}

/** Upper and lower case of every language; where the system has no C.UTF-8, PostgreSQL brings its own. */
function localeArguments(): string[] {
  if (process.platform === 'linux') return ['--locale=C.UTF-8'];
  return ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
}

async function syncDirectory(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
