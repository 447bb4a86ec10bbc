import { sql } from 'drizzle-orm';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';

export type Database = NodePgDatabase;
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];
/** The first argument of queries: the database, or the transaction they are to be part of. */
export type Db = Database | Transaction;

export interface OpenDatabaseOptions {
  max?: number;
  applicationName?: string;
  /** Told of every connection lost while idle; the pool has already replaced it. */
  onError?: (error: Error) => void;
}

export interface OpenDatabase {
  db: Database;
  pool: pg.Pool;
  /** Waits for the queries under way, then closes every connection; a second call does nothing. */
  close(): Promise<void>;
}

/**
 * Opens a pool on a PostgreSQL address; the first connection is made by the first query. Nothing waits for ever:
 * 5 s for a connection, 5 s for a lock, 15 s for a statement, 30 s idle inside a transaction.
 */
export function openDatabase(url: string, options: OpenDatabaseOptions = {}): OpenDatabase {
  const pool = new pg.Pool({
    ...connectionOptions(url, options.applicationName),
    max: options.max ?? 10,
  });
  // Without a listener one terminated idle connection ends the whole process.
  pool.on('error', (error) => options.onError?.(error));
  // So does one terminated between two statements of a transaction; the next statement fails and says why.
  pool.on('connect', (client) => client.on('error', () => {}));
  let closed: Promise<void> | undefined;
  return {
    db: drizzle(pool),
    pool,
    close() {
      closed ??= pool.end();
      return closed;
    },
  };
}

/** How every connection of a pool is made. */
export function connectionOptions(url: string, applicationName = 'bot'): pg.PoolConfig {
  return {
    connectionString: url,
    application_name: applicationName,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    statement_timeout: 15_000,
    lock_timeout: 5_000,
    idle_in_transaction_session_timeout: 30_000,
  };
}

/** Has the transaction wait for nothing longer than this. */
export async function boundTransaction(tx: Db, ms: number): Promise<void> {
  const limit = String(ms);
  await tx.execute(
    sql`select set_config('lock_timeout', ${limit}, true), set_config('statement_timeout', ${limit}, true)`,
  );
}
