import pg from 'pg';
import { connectionOptions } from './db.ts';
import { StartRefusal } from './start-refusal.ts';
import { type DatabaseSetting, unusableDatabase } from './unusable-database.ts';

/** Without these what hangs would hang for ever. */
const limits = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'] as const;

/**
 * Between us and PostgreSQL may stand a pooler such as PgBouncer, which drops the settings of a connection, or hands it to
 * others between two statements: then prepared statements, locks and notifications fail one by one. Throws `StartRefusal`.
 */
export async function refusePooler(setting: DatabaseSetting): Promise<void> {
  const refusal = refusalOf(setting);
  const pool = new pg.Pool({ ...connectionOptions(setting.url), max: 2 });
  pool.on('error', () => {});
  try {
    const [first, second] = await Promise.all([pool.connect(), pool.connect()]);
    try {
      await demandVersion(setting, first);
      if (await isShared(first, second))
        throw refusal('shares one connection between several of ours (pool_mode = transaction or statement)');
      if (await areLimitsDropped(first))
        throw refusal('drops the time limits of our connections (ignore_startup_parameters)');
    } finally {
      first.release(true);
      second.release(true);
    }
  } catch (error) {
    if (error instanceof StartRefusal) throw error;
    if (saysNo(error, /unsupported startup parameter/i))
      throw refusal('refuses the time limits of our connections', error);
    // A transaction, which it refuses whatever is in it.
    if (saysNo(error, /statement pooling/i))
      throw refusal('knows no transactions (pool_mode = statement)', error);
    throw unusableDatabase(setting, error);
  } finally {
    await pool.end();
  }
}

/** Whoever else uses a pooler may hide it: each look has the one move while the other holds a transaction open. */
const looks = 20;

async function isShared(first: pg.PoolClient, second: pg.PoolClient): Promise<boolean> {
  const own = await serverOf(first);
  const others = await serverOf(second);
  if (own === others) return true;
  for (let look = 0; look < looks; look++) {
    await second.query('begin');
    const seen = [await serverOf(first), await serverOf(second)];
    await second.query('rollback');
    if (seen[0] !== own || seen[1] !== others) return true;
  }
  return false;
}

const oldest = 15;

async function demandVersion({ name, url }: DatabaseSetting, client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ version: string }>(
    `select current_setting('server_version') as version`,
  );
  const version = rows[0]?.version ?? '';
  if (Number.parseInt(version, 10) >= oldest) return;
  throw new StartRefusal(
    `${name}: PostgreSQL at ${new URL(url).host} is version ${version}, and the bot needs ${oldest} or newer. Bring it up to date, or give another one.`,
  );
}

async function serverOf(client: pg.PoolClient): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  return rows[0]?.pid ?? 0;
}

async function areLimitsDropped(client: pg.PoolClient): Promise<boolean> {
  const each = limits.map((name) => `current_setting('${name}')`).join(', ');
  const { rows } = await client.query<{ limits: string }>(`select concat_ws(' ', ${each}) as limits`);
  return rows[0]?.limits.split(' ').includes('0') !== false;
}

function saysNo(error: unknown, words: RegExp): boolean {
  return error instanceof Error && words.test(error.message);
}

function refusalOf({ name, url }: DatabaseSetting): (what: string, cause?: unknown) => StartRefusal {
  const { host } = new URL(url);
  return (what, cause) =>
    new StartRefusal(
      `${name} leads to a pooler such as PgBouncer (${host}), which ${what}. ` +
        `Give ${name} (or POSTGRES_HOST and POSTGRES_PORT) the address of PostgreSQL itself, usually port 5432: the bot keeps few connections of its own. ` +
        'Where it has to be the pooler, README says how one works: pool_mode = session, and the limits kept by the role.',
      { cause },
    );
}
