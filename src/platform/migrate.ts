import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import pg from 'pg';
import type { Db } from './db.ts';
import { StartRefusal } from './start-refusal.ts';

/** Any fixed number: whoever migrates this database takes this advisory lock. */
export const migrationLock = 7_263_510_421;

/**
 * Applies every migration of the folder that is not applied yet. Starters may race: one works, the others wait
 * and find nothing to do. Throws `StartRefusal` when a newer version has worked on it, and an error when a migration fails (it is rolled back) or would be skipped for being dated
 * before one already applied, or when the database does not answer within 5 s.
 */
export async function migrateDatabase(url: string, migrationsFolder: string): Promise<void> {
  await asOwner(url, (client) => applyMigrations(client, migrationsFolder));
}

/** Does the work on a connection to this address, while nobody else prepares the same database. */
export async function asOwner<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = await connect(url);
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    return await work(client);
  } finally {
    // Ending the session frees the lock.
    await client.end();
  }
}

/** The migrations alone, by whoever holds the lock. */
export async function applyMigrations(client: pg.Client, migrationsFolder: string): Promise<void> {
  const db = drizzle(client);
  await refuseNewer(db, migrationsFolder);
  await migrate(db, { migrationsFolder });
  if (!(await migrationsAtHead(db, migrationsFolder))) {
    throw new Error('A migration is dated before one already applied and was skipped: generate it again');
  }
}

/** A migration of much takes long, and so does waiting for another starter's, whatever limits the role has. */
const unlimited =
  'set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0';

async function connect(url: string): Promise<pg.Client> {
  const connectionTimeoutMillis = 5_000;
  const client = new pg.Client({
    connectionString: url,
    application_name: 'migrate',
    connectionTimeoutMillis,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query(unlimited);
    return client;
  } catch (error) {
    throw new Error('The database cannot be used', { cause: error });
  }
}

/** What a newer version has written there, this one would misread. While running, one that is ahead is no reason to stop. */
async function refuseNewer(db: Db, migrationsFolder: string): Promise<void> {
  const newest = Math.max(
    ...readMigrationFiles({ migrationsFolder }).map(({ folderMillis }) => folderMillis),
  );
  const unknown = (await listApplied(db)).filter((at) => at > newest).length;
  if (unknown === 0) return;
  throw new StartRefusal(
    `The database is of a newer version of the bot: it has ${unknown} ${unknown === 1 ? 'migration' : 'migrations'} that this version does not know. ` +
      'Start that version again, or put back a backup that was made before it. Nothing was changed.',
  );
}

async function listApplied(db: Db): Promise<number[]> {
  const found = await db.execute<{ table: string | null }>(
    sql`select to_regclass('drizzle.__drizzle_migrations')::text as "table"`,
  );
  if (!found.rows[0]?.table) return [];
  const { rows } = await db.execute<{ created_at: string }>(
    sql`select created_at from drizzle.__drizzle_migrations`,
  );
  return rows.map((row) => Number(row.created_at));
}

/** Whether every migration of the folder is applied; a database that is ahead of the folder counts as yes. */
export async function migrationsAtHead(db: Db, migrationsFolder: string): Promise<boolean> {
  const dates = new Set(await listApplied(db));
  return readMigrationFiles({ migrationsFolder }).every((migration) => dates.has(migration.folderMillis));
}
