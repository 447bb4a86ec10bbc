import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { readPidFile } from '@hiddify-vpn-bot/embedded-postgres/pid-file.ts';
import { startEmbeddedPostgres } from '@hiddify-vpn-bot/embedded-postgres/start.ts';
import { eventually } from '../../support/eventually.ts';

/** A durable PostgreSQL that outlives every bot, as one on another machine would. */
export interface Cluster {
  /** The address of a new database: empty, or a copy of the one named. */
  createDatabase(copyOf?: string): Promise<string>;
  /** Ends the server: `fast` rolls back, `immediate` is a power cut. It comes back by itself on the same port. */
  restart(how: 'fast' | 'immediate'): Promise<void>;
  stop(): Promise<void>;
}

const signals = { fast: 'SIGINT', immediate: 'SIGQUIT' } as const;

export async function startCluster(): Promise<Cluster> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'postgres-faults-'));
  const server = await startEmbeddedPostgres({ dataDir });

  function urlOf(database: string): string {
    const url = new URL(server.url);
    url.pathname = database;
    return url.href;
  }

  return {
    async createDatabase(copyOf) {
      const name = `f_${randomBytes(8).toString('hex')}`;
      const template = copyOf === undefined ? '' : ` template ${new URL(copyOf).pathname.slice(1)}`;
      await runOn(server.url, `create database ${name}${template}`);
      return urlOf(name);
    },
    async restart(how) {
      const running = readPidFile(path.join(dataDir, 'pgdata'));
      if (running === undefined) throw new Error('There is no server to end');
      process.kill(running.pid, signals[how]);
      await eventually(() => {
        if (readPidFile(path.join(dataDir, 'pgdata'))?.pid === running.pid) throw new Error('still there');
      });
      await eventually(() => runOn(server.url, 'select 1'), 30_000);
    },
    async stop() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function runOn(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url);
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
