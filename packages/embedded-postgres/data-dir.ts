import { accessSync, chmodSync, chownSync, constants, existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { mayRead, type Account } from './account.ts';

/**
 * Where an embedded server of this name keeps its data: `/var/lib/<name>` for root (`/var/tmp/<name>` when that
 * cannot be written), since the server's own account must get there; `.data/<name>` of the working directory else.
 */
export function defaultDataDir(name: string): string {
  if (process.getuid?.() !== 0) return path.resolve('.data', name);
  return path.join(isWritable('/var/lib') ? '/var/lib' : '/var/tmp', name);
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

const ours = new Set(['pgdata', 'password', 'server.log', 'lost+found', 'secrets.key']);

/** Makes the data directory, private to the server's account. Throws when it holds something else. */
export function prepareDataDir(dataDir: string, account: Account | undefined): void {
  mkdirSync(path.dirname(dataDir), { recursive: true });
  if (!existsSync(dataDir)) mkdirSync(dataDir, { mode: 0o700 });
  const strangers = readdirSync(dataDir).filter(
    (name) => !ours.has(name) && !/^(pgdata|password)\.new|^\.s\./.test(name),
  );
  if (strangers.length > 0 && !existsSync(path.join(dataDir, 'pgdata'))) {
    throw new Error(`${dataDir} is not empty and not a PostgreSQL data directory of this program`);
  }
  if (account) chownSync(dataDir, account.uid, account.gid);
  if (process.platform !== 'win32') chmodSync(dataDir, 0o700);
  if (account && !mayRead(account, dataDir)) {
    throw new Error(
      `The user "${account.name}", who runs PostgreSQL for root, cannot reach ${dataDir}: choose another`,
    );
  }
}
