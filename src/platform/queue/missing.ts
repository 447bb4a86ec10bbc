import type { Db as Executor } from 'pg-boss';

/** Which of these keys have a job of the name that waits for its first try. */
export async function findWaiting(db: Executor, name: string, keys: readonly string[]): Promise<Set<string>> {
  const result = await db.executeSql(
    `select singleton_key as key from pgboss.job
     where name = $1 and state = 'created' and singleton_key = any($2)`,
    [name, keys],
  );
  return new Set((result.rows as { key: string }[]).map(({ key }) => key));
}
