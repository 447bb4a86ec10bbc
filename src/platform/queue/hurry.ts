import type { Db as Executor } from 'pg-boss';

/** Makes the retries of a name due now. The engine has no call for it; the columns are those `stats.ts` reads. */
export async function hurryRetries(db: Executor, name: string): Promise<number> {
  const result = await db.executeSql(
    `update pgboss.job set start_after = now()
     where name = $1 and state = 'retry' and start_after > now() returning id`,
    [name],
  );
  return (result.rows as unknown[]).length;
}
