import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

/** What a running server writes about itself into `postmaster.pid`. */
export interface RunningServer {
  pid: number;
  port: number;
  status: 'starting' | 'ready' | 'stopping';
}

/** Reads the server's own note; undefined when there is none, or it is still being written. */
export function readPidFile(cluster: string): RunningServer | undefined {
  const [pid, , , port, , , , status] = readText(path.join(cluster, 'postmaster.pid')).split('\n');
  if (!pid || !port) return undefined;
  return { pid: Number(pid), port: Number(port), status: parseStatus(status) };
}

function parseStatus(line: string | undefined): RunningServer['status'] {
  const word = line?.trim();
  return word === 'ready' || word === 'stopping' ? word : 'starting';
}

/**
 * The server that is running on this directory now. A note left behind by a killed one is removed when its process
 * number lives on as something else, which PostgreSQL itself takes for a running server and refuses to start.
 */
export function findRunningServer(cluster: string): RunningServer | undefined {
  const found = readPidFile(cluster);
  if (!found || !isProcessAlive(found.pid)) return undefined;
  // Windows tells nobody the command line: there the number alone decides.
  if (process.platform === 'win32' || commandLine(found.pid).includes(cluster)) return found;
  removePidFile(cluster, found.pid);
  return undefined;
}

/** Moved away before it is removed, so that a note written in between by another starter is put back. */
function removePidFile(cluster: string, pid: number): void {
  const file = path.join(cluster, 'postmaster.pid');
  const aside = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (readText(aside).startsWith(`${pid}\n`)) rmSync(aside);
  else renameSync(aside, file);
}

/** Whether the process number is taken; a zombie counts as alive. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Empty for a zombie. */
function commandLine(pid: number): string {
  if (process.platform === 'linux') return readText(`/proc/${pid}/cmdline`);
  try {
    return execFileSync('/bin/ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
