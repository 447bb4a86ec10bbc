import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** A user of this machine. */
export interface Account {
  name: string;
  uid: number;
  gid: number;
}

/**
 * Under which account the server has to run: PostgreSQL refuses root, so root lends it `postgres`, else `nobody`.
 * Undefined means the account of this process. Throws when root finds neither.
 */
export function findServerAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readAccounts();
  const account = accounts.get('postgres') ?? accounts.get('nobody');
  if (!account)
    throw new Error('PostgreSQL does not run as root, and there is no user "postgres" or "nobody" here');
  return account;
}

function readAccounts(): Map<string, Account> {
  const accounts = new Map<string, Account>();
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [name = '', , uid, gid] = line.split(':');
    if (Number(uid) > 0) accounts.set(name, { name, uid: Number(uid), gid: Number(gid) });
  }
  return accounts;
}

/** Whether the account may read the file or directory, and enter every directory above it. */
export function mayRead(account: Account, file: string): boolean {
  if (!allows(account, file, 4)) return false;
  for (let folder = path.dirname(path.resolve(file)); ; folder = path.dirname(folder)) {
    if (!allows(account, folder, 1)) return false;
    if (folder === path.dirname(folder)) return true;
  }
}

function allows(account: Account, file: string, bit: number): boolean {
  const { mode, uid, gid } = statSync(file);
  if (uid === account.uid) return (mode & (bit << 6)) !== 0;
  if (gid === account.gid) return (mode & (bit << 3)) !== 0;
  return (mode & bit) !== 0;
}
