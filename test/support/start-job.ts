import { sql } from 'drizzle-orm';
import type { FreshDatabase } from './postgres.ts';

/** Puts a job into the queue and has it announced, as the queue itself does: without a word it would be found a second later. */
export async function startJob(
  { db }: Pick<FreshDatabase, 'db'>,
  job: { name: string; data?: object; key?: string },
): Promise<void> {
  const { name, data = {}, key = null } = job;
  await db.execute(sql`
    with added as (insert into pgboss.job (name, data, singleton_key) values (${name}, ${JSON.stringify(data)}, ${key}) returning name)
    select pg_notify('pgboss_' || left(encode(sha224('pgboss'::bytea), 'hex'), 24), name) from added`);
}
