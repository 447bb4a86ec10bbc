import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { BaseLogger } from 'pino';
import { findServerAccount } from './account.ts';
import { clusterDir, type Place, prepareCluster, superuser } from './cluster.ts';
import { prepareDataDir } from './data-dir.ts';
import { prepareEngine } from './engine.ts';
import { findRunningServer, readPidFile } from './pid-file.ts';
import { answers, findFreePort } from './port.ts';
import { type ServerProcess, spawnServer } from './server.ts';

export interface EmbeddedPostgresOptions {
  dataDir: string;
  /** Default true. False is for tests: commits are not written to disk before they are answered. */
  durable?: boolean;
  logger?: Pick<BaseLogger, 'info' | 'warn' | 'error'>;
}

export interface EmbeddedPostgres {
  /** Address with the superuser's password: a secret. */
  url: string;
  /** Whether another process's server on the same directory is used; then `stop` leaves it running. */
  adopted: boolean;
  stop(): Promise<void>;
}

const startLimitMs = 120_000;
const stopLimitMs = 10_000;

/**
 * Starts a PostgreSQL server on the data directory, which is created when it is missing, or adopts the one already
 * running there. The server listens on 127.0.0.1 alone, stops when this process ends, even by `kill -9`, and is
 * started again on the same port when it dies by itself.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const account = findServerAccount();
  const dataDir = path.resolve(options.dataDir);
  prepareDataDir(dataDir, account);
  const place: Place = { dataDir, account, engine: prepareEngine(account), durable: options.durable ?? true };
  const password = await prepareCluster(place);
  const found = await adoptOrLaunch(place);
  const url = `postgres://${superuser}:${password}@127.0.0.1:${found.port}/postgres`;
  if (!found.server) return { url, adopted: true, stop: async () => {} };
  return {
    url,
    adopted: false,
    stop: keepRunning(place, { port: found.port, server: found.server }, options),
  };
}

interface Found {
  port: number;
  /** Undefined when the server belongs to another process. */
  server?: ServerProcess;
}

/** A start may lose against another starter, a port just taken or a killed server's last child: then once more. */
async function adoptOrLaunch(place: Place): Promise<Found> {
  const deadline = Date.now() + startLimitMs;
  for (;;) {
    const running = findRunningServer(clusterDir(place));
    if (running?.status === 'ready' && (await answers(running.port))) return { port: running.port };
    if (!running) {
      const port = await findFreePort();
      const server = spawnServer(place, port);
      if (await becomesReady(place, port, server)) return { port, server };
      const log = server.readLog();
      if (!isTemporary(log))
        throw new Error(`PostgreSQL did not start in ${place.dataDir}:\n${log.slice(-2000)}`);
    }
    if (Date.now() > deadline)
      throw new Error(`PostgreSQL in ${place.dataDir} is neither running nor ending`);
    await delay(50);
  }
}

function isTemporary(log: string): boolean {
  return /postmaster\.pid" already exists|is still in use|could not bind|could not create any TCP/.test(log);
}

/** False when the server ended instead. Recovery after a crash takes as long as it takes. */
async function becomesReady(place: Place, port: number, server: ServerProcess): Promise<boolean> {
  let ended = false;
  void server.ended.then(() => (ended = true));
  while (!ended) {
    const written = readPidFile(clusterDir(place));
    if (written?.port === port && written.status === 'ready') return true;
    await delay(5);
  }
  return false;
}

/** Starts the server again whenever it ends unasked; answers the function that stops it for good. */
function keepRunning(place: Place, first: Required<Found>, { logger }: EmbeddedPostgresOptions) {
  let server = first.server;
  let stopping = false;

  async function watch(): Promise<void> {
    for (;;) {
      await server.ended;
      if (stopping) return;
      logger?.error(
        { log: server.readLog().slice(-2000) },
        'PostgreSQL ended unexpectedly and is started again',
      );
      await delay(500);
      if (stopping) return;
      server = spawnServer(place, first.port);
    }
  }

  void watch();
  return async function stop(): Promise<void> {
    stopping = true;
    const limit = delay(stopLimitMs, 'late', { ref: false });
    const outcome = await Promise.race([server.stop(), limit]);
    if (outcome === 'late') logger?.warn('PostgreSQL is still stopping; it will end by itself');
  };
}
