import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '@hiddify-vpn-bot/embedded-postgres/start.ts';
import { firstPerson, people } from './updates.ts';

export interface BenchDatabase {
  url: string;
  pool: pg.Pool;
  /** Everybody is in, with nothing yet on their screen. Needs the bot's tables. */
  letEverybodyIn(): Promise<void>;
  stop(): Promise<void>;
}

/** A durable PostgreSQL of its own, so that the bot's memory and start are the bot's alone. */
export async function startDatabase(): Promise<BenchDatabase> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'postgres-bench-'));
  const server = await startEmbeddedPostgres({ dataDir });
  const pool = new pg.Pool({ connectionString: server.url, max: 10 });
  return {
    url: server.url,
    pool,
    async letEverybodyIn() {
      await pool.query(
        `insert into users (telegram_id, first_name, username, language_code, admitted_at, created_at, updated_at)
         select id, 'Гость', 'guest_' || id, 'ru', now(), now(), now() from generate_series($1::bigint, $2::bigint) id
         on conflict do nothing`,
        [firstPerson, firstPerson + people - 1],
      );
      await pool.query('vacuum analyze');
    },
    async stop() {
      await pool.end();
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
