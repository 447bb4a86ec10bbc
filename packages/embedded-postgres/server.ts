import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { clusterDir, type Place, serverEnvironment } from './cluster.ts';
import { serverSettings } from './settings.ts';

/** A server process of ours. */
export interface ServerProcess {
  /** Resolves when the server has ended, for whatever reason. */
  ended: Promise<void>;
  /** Asks for a fast shutdown: transactions under way are rolled back, everything committed is on disk. */
  stop(): Promise<void>;
  /** What the server has written to its log since this start. */
  readLog(): string;
}

/**
 * A shell stands between us and the server and reads a pipe that only we hold open. When this process ends, however
 * it ends, the pipe reports end of file and the shell asks the server to stop. In a session of its own it does not
 * hear a Ctrl-C, so the server outlives the drain of the application.
 */
const watchdog = `exec 3<&0; "$@" 3<&- </dev/null & p=$!; trap "kill -INT $p" INT TERM HUP
{ read -r _ <&3; kill -INT $p; } 2>/dev/null & w=$!; exec 3<&-; wait $p; wait $p; rc=$?; kill $w 2>/dev/null; exit $rc`;

/** Starts the server on the port. It is up when its pid file says so, and has failed when `ended` resolves first. */
export function spawnServer(place: Place, port: number): ServerProcess {
  const logFile = path.join(place.dataDir, 'server.log');
  const log = openLog(logFile);
  const logStart = statSync(logFile).size;
  const readLog = () => readFileSync(logFile).subarray(logStart).toString('utf8');
  const settings = serverSettings(place, port).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const args = ['-D', clusterDir(place), ...settings];
  const child =
    process.platform === 'win32' ? spawnOnWindows(place, args, log) : spawnWatched(place, args, log);
  closeSync(log);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  return { ended, readLog, stop: () => stopServer(place, child).then(() => ended) };
}

function spawnWatched({ engine, account, dataDir }: Place, args: string[], log: number): ChildProcess {
  const command = ['-c', watchdog, 'sh', path.join(engine.bin, 'postgres'), ...args];
  const child = spawn('/bin/sh', command, {
    cwd: dataDir,
    env: serverEnvironment,
    detached: true,
    stdio: ['pipe', log, log],
    ...(account && { uid: account.uid, gid: account.gid }),
  });
  child.stdin?.on('error', () => {});
  child.unref();
  return child;
}

/** Windows has no such shell: the server ends with the console, and crash recovery does the rest. */
function spawnOnWindows({ engine, dataDir }: Place, args: string[], log: number): ChildProcess {
  const child = spawn(path.join(engine.bin, 'postgres.exe'), args, {
    cwd: dataDir,
    env: serverEnvironment,
    windowsHide: true,
    stdio: ['ignore', log, log],
  });
  child.unref();
  return child;
}

async function stopServer(place: Place, child: ChildProcess): Promise<void> {
  // From now on this process waits for its server.
  child.ref();
  child.stdin?.end();
  if (process.platform !== 'win32') return;
  const args = ['stop', '-D', clusterDir(place), '-m', 'fast', '-w'];
  await promisify(execFile)(path.join(place.engine.bin, 'pg_ctl.exe'), args, { windowsHide: true });
}

const logLimitBytes = 5_000_000;

/** Opened for appending, since a second starter that loses the race writes to the same file. */
function openLog(file: string): number {
  const log = openSync(file, 'a', 0o600);
  if (statSync(file).size > logLimitBytes) truncateSync(file);
  return log;
}
