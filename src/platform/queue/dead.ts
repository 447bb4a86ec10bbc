import type { Db as Executor } from 'pg-boss';
import { deadLetterName } from './declarations.ts';

/** A job that failed for good and is kept aside. */
export interface DeadLetter {
  id: string;
  /** The name of the job that it was. */
  name: string;
  data: unknown;
  /** What the last try failed with; secrets are taken out before it is stored. */
  error: string;
  attempts: number;
  diedAt: Date;
}

const columns = `id, source_name as name, data, created_on as "diedAt", coalesce(source_retry_count, 0) + 1 as attempts,
  coalesce(source_output->>'message', source_output->'value'->>'message', output->>'message', '') as error`;

/** Those of these names, newest first, and how many there are. */
export async function listDead(
  db: Executor,
  names: readonly string[],
  { offset, limit }: { offset: number; limit: number },
): Promise<{ letters: DeadLetter[]; total: number }> {
  const queues = names.map(deadLetterName);
  const where = `from pgboss.job where name = any($1::text[]) and state < 'active'`;
  const { rows } = await db.executeSql(
    `select ${columns} ${where} order by created_on desc, id offset $2 limit $3`,
    [queues, offset, limit],
  );
  const counted = await db.executeSql(`select count(*)::int as total ${where}`, [queues]);
  const total = (counted.rows as { total: number }[])[0]?.total ?? 0;
  return { letters: rows as DeadLetter[], total };
}

/** The name of the job that a dead letter was; undefined when there is none of this id any more. */
export async function findDead(
  db: Executor,
  names: readonly string[],
  id: string,
): Promise<string | undefined> {
  const { rows } = await db.executeSql(
    `select source_name as name from pgboss.job where name = any($1::text[]) and id::text = $2 and state < 'active'`,
    [names.map(deadLetterName), id],
  );
  return (rows as { name: string }[])[0]?.name;
}
