import pg from 'pg';
import { connectionOptions } from './db.ts';
import { StartRefusal } from './start-refusal.ts';

const instead =
  'Give DATABASE_URL (or POSTGRES_HOST and POSTGRES_PORT) the address of PostgreSQL itself, usually port 5432: the bot keeps few connections of its own.';

/**
 * Between us and PostgreSQL may stand a pooler such as PgBouncer, which drops the settings of a connection, or hands it to
 * others between two statements: then prepared statements, locks and notifications fail one by one. Throws `StartRefusal`.
 */
export async function refusePooler(url: string): Promise<void> {
  const pool = new pg.Pool({ ...connectionOptions(url), max: 2 });
  pool.on('error', () => {});
  try {
    const [first, second] = await Promise.all([pool.connect(), pool.connect()]);
    try {
      await look(first, second);
    } finally {
      first.release();
      second.release();
    }
  } catch (error) {
    if (error instanceof StartRefusal) throw error;
    throw refusalFor(error) ?? new Error('The database cannot be used', { cause: error });
  } finally {
    await pool.end();
  }
}

async function look(first: pg.PoolClient, second: pg.PoolClient): Promise<void> {
  const { rows } = await first.query<{ limit: string; pid: number }>(
    `select current_setting('statement_timeout') as limit, pg_backend_pid() as pid`,
  );
  const others = await second.query<{ pid: number }>('select pg_backend_pid() as pid');
  if (rows[0]?.limit === '0')
    throw new StartRefusal(
      `The database is reached through a pooler that drops the settings of our connections (ignore_startup_parameters). ${instead}`,
    );
  if (rows[0]?.pid === others.rows[0]?.pid)
    throw new StartRefusal(
      `The database is reached through a pooler that shares one connection between several of ours (pool_mode = transaction or statement). ${instead}`,
    );
}

function refusalFor(error: unknown): StartRefusal | undefined {
  if (error instanceof StartRefusal) return error;
  if (!(error instanceof Error) || !/unsupported startup parameter/i.test(error.message)) return undefined;
  return new StartRefusal(
    `The database is reached through a pooler such as PgBouncer, which refuses the settings of our connections. ${instead}`,
    { cause: error },
  );
}
