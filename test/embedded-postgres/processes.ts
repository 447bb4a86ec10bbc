import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished, vi } from 'vitest';

export interface Owner {
  url: string;
  adopted: boolean;
  process: ChildProcess;
}

export interface OwnerOptions {
  startModule?: string;
  env?: Record<string, string>;
  /** As in production: what is committed survives a kill of the server. */
  durable?: boolean;
  /** Run as this user; only root may. */
  uid?: number;
}

const startModule = path.resolve(import.meta.dirname, '../../packages/embedded-postgres/start.ts');

/** Starts another process that owns (or adopts) the server of the directory; it is killed when the test ends. */
export async function startOwner(dataDir: string, options: OwnerOptions = {}): Promise<Owner> {
  const script = path.join(import.meta.dirname, 'owner.ts');
  const durable = options.durable ? ['durable'] : [];
  const child = spawn(process.execPath, [script, options.startModule ?? startModule, dataDir, ...durable], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: '/usr/bin:/bin', ...options.env },
    ...(options.uid && { uid: options.uid, gid: options.uid }),
  });
  let ownServer: number | undefined;
  onTestFinished(async () => {
    child.kill('SIGKILL');
    // It writes while it shuts down, which must be over before its directory is removed.
    if (ownServer) await vi.waitUntil(() => !isRunning(ownServer ?? 0), { timeout: 20_000, interval: 10 });
  });
  let errors = '';
  child.stderr.on('data', (chunk) => (errors += chunk));
  const line = once(createInterface(child.stdout), 'line');
  const failed = once(child, 'exit').then(() => Promise.reject(new Error(`The owner ended: ${errors}`)));
  failed.catch(() => {});
  const [text] = (await Promise.race([line, failed])) as [string];
  const answer = JSON.parse(text) as { url: string; adopted: boolean };
  if (!answer.adopted) ownServer = serverPid(dataDir);
  return { ...answer, process: child };
}

/** An empty directory that everybody may enter, removed when the test ends. */
export function temporaryFolder(): string {
  const folder = readableFolder();
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }));
  return folder;
}

/** The same, for the caller to remove. */
export function readableFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'pg-runner-'));
  chmodSync(folder, 0o755);
  return folder;
}

/** The server's process number, from its own note. */
export function serverPid(dataDir: string): number {
  return Number(readFileSync(path.join(dataDir, 'pgdata/postmaster.pid'), 'utf8').split('\n')[0]);
}

/** Whether a process does anything; a zombie does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** Process number of the parent. */
export function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}
