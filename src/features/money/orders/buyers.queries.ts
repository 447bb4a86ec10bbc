import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { Db } from '../../../platform/db.ts';
import { users } from '../../users/tables.ts';

/** One change at a time of what a person buys or has renewed: whoever else begins one waits until the transaction ends. */
export async function lockBuyer(tx: Db, userId: number): Promise<void> {
  await tx.execute(sql`select 1 from users where telegram_id = ${userId} for no key update`);
}

/** Whether somebody is blocked now. */
export async function isBlocked(db: Db, userId: number): Promise<boolean> {
  return (await db.$count(users, and(eq(users.telegramId, userId), isNotNull(users.blockedAt)))) > 0;
}

/** Whether this is one of our people, who can be written to. */
export async function isKnown(db: Db, userId: number): Promise<boolean> {
  return (await db.$count(users, eq(users.telegramId, userId))) > 0;
}

/** Whether anybody could be told of what needs an admin. */
export async function hasAdmin(db: Db): Promise<boolean> {
  return (await db.$count(users, eq(users.role, 'admin'))) > 0;
}
