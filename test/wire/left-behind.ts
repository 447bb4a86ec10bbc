import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import type { PanelSnapshot } from '@hiddify-vpn-bot/sandbox/panel/snapshot.ts';
import type { WorldSnapshot } from '@hiddify-vpn-bot/sandbox/telegram/snapshot/world-snapshot.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { migrateDatabase } from '../../src/platform/migrate.ts';
import { createQueue } from '../../src/platform/queue.ts';
import { emptyDatabase, type FreshDatabase } from '../support/postgres.ts';
import type { LeftBehind } from '../support/product.ts';

/** What an older version had in its tables, in the chats and on its panel when it ended. */
interface Recording {
  recordedAt: string;
  /** How many migrations that version knew. */
  migrations: number;
  rows: Record<string, Record<string, unknown>[]>;
  chats: WorldSnapshot;
  panel: PanelSnapshot;
}

const drizzle = path.resolve(import.meta.dirname, '../../drizzle');
/** What PostgreSQL's own clock is asked about: it cannot be put back to the day of the recording. */
const byDatabaseClock = /^(pgboss\.|public\.(inbox|lanes)$)/;

/** A database at that version's schema with its rows, and what stood around it. */
export async function openLeftBehind(name: string): Promise<LeftBehind> {
  const file = path.join(import.meta.dirname, 'fixtures', `${name}.json`);
  const recording = JSON.parse(await readFile(file, 'utf8')) as Recording;
  const database = await emptyDatabase();
  await migrateUpTo(database.url, recording.migrations);
  await openJobTables(database.url);
  await insertRows(database, recording);
  const at = new Date(recording.recordedAt);
  const chats = { ...recording.chats, clockOffsetMs: at.getTime() - Date.now() };
  return { at, database, chats, panel: recording.panel };
}

async function migrateUpTo(url: string, count: number): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'migrations-'));
  await cp(drizzle, folder, { recursive: true });
  const journal = path.join(folder, 'meta/_journal.json');
  const { entries, ...rest } = JSON.parse(await readFile(journal, 'utf8')) as { entries: unknown[] };
  await writeFile(journal, JSON.stringify({ ...rest, entries: entries.slice(0, count) }));
  await migrateDatabase(url, folder);
  await rm(folder, { recursive: true });
}

async function openJobTables(url: string): Promise<void> {
  const queue = createQueue({ url, logger: createLogger('silent') });
  await queue.start();
  await queue.stop(1_000);
}

/** As the rows stood: nothing is checked or counted on the way, and what counts up goes on behind them. */
async function insertRows({ db }: FreshDatabase, { recordedAt, rows }: Recording): Promise<void> {
  const passedMs = Date.now() - new Date(recordedAt).getTime();
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    for (const [table, all] of Object.entries(rows)) {
      const given = byDatabaseClock.test(table) ? later(all, passedMs) : all;
      const columns = [...new Set(given.flatMap((row) => Object.keys(row)))].map((name) => `"${name}"`);
      await tx.execute(sql`delete from ${sql.raw(table)}`);
      await tx.execute(sql`insert into ${sql.raw(`${table} (${columns.join()})`)}
        select ${sql.raw(columns.join())} from jsonb_populate_recordset(null::${sql.raw(table)}, ${JSON.stringify(given)})`);
    }
    await tx.execute(sql`
      select setval(sequence, (xpath('/row/max/text()', query_to_xml(
        format('select coalesce(max(%I), 0) + 1 as max from %s', attname, attrelid::regclass), false, true, '')))[1]::text::bigint)
      from pg_attribute cross join lateral pg_get_serial_sequence(attrelid::regclass::text, attname) as sequence
      where attnum > 0 and sequence is not null and attrelid::regclass::text !~ '\\.'`);
  });
}

/** Every moment in the rows, this much later. */
function later(rows: Record<string, unknown>[], ms: number): Record<string, unknown>[] {
  const moment = /"(\d{4}-\d\d-\d\dT[\d:.]+\+00:00)"/g;
  const moved = (_: string, text: string) => JSON.stringify(new Date(Date.parse(text) + ms));
  return JSON.parse(JSON.stringify(rows).replace(moment, moved)) as Record<string, unknown>[];
}
