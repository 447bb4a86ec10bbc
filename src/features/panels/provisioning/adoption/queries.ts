import { and, inArray, sql } from 'drizzle-orm';
import type { Db } from '../../../../platform/db.ts';
import { users } from '../../../users/tables.ts';
import { subscriptions } from '../../../subscriptions/tables.ts';

/** Of these Telegram ids those of people whom the bot has met and who have no account on any panel. */
export async function listKnownPeople(db: Db, ids: readonly number[]): Promise<number[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select({ id: users.telegramId })
    .from(users)
    .where(
      and(
        inArray(users.telegramId, [...ids]),
        sql`not exists (select 1 from ${subscriptions} s where s.user_id = ${users.telegramId} and s.applied_version > 0)`,
      ),
    );
  return rows.map((row) => row.id);
}
