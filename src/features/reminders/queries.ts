import { and, eq, lt, ne, sql } from 'drizzle-orm';
import { noteChange } from '../../platform/changes.ts';
import { copyName } from '../../platform/copies.ts';
import type { Db } from '../../platform/db.ts';
import { panels } from '../panels/tables.ts';
import { subscriptions } from '../subscriptions/tables.ts';
import { users } from '../users/tables.ts';
import type { Reminder } from './due.rules.ts';
import type { ReminderKind } from './kinds.rules.ts';
import { reminderChoices, reminders } from './tables.ts';

/** Whose subscription is to be looked at: something is due, or their traffic has passed a mark or begun anew. The longest due first. */
export async function listDue(db: Db, now: Date, limit: number): Promise<number[]> {
  const { rows } = await db.execute<{ user_id: string }>(sql`
    (select ${subscriptions.userId} from ${subscriptions}
      where ${subscriptions.remindAt} <= ${now.toISOString()}::timestamptz order by ${subscriptions.remindAt} limit ${limit})
    union
    (select ${subscriptions.userId} from ${subscriptions}
      where ${subscriptions.usageLevel} <> ${subscriptions.heardLevel} limit ${limit})`);
  return rows.map(({ user_id: userId }) => Number(userId));
}

/** Somebody's subscription and what belongs to it, locked until the transaction ends. */
export async function lockSubject(tx: Db, userId: number) {
  const [subscription] = await tx
    .select()
    .from(subscriptions)
    .where(eq(subscriptions.userId, userId))
    .for('update');
  if (subscription === undefined) return undefined;
  const [person] = await tx
    .select({
      blockedAt: users.blockedAt,
      unreachableAt: users.unreachableAt,
      timeZone: users.timeZone,
      muted: reminderChoices.muted,
      syncedAt: panels.syncedAt,
    })
    .from(users)
    .leftJoin(reminderChoices, eq(reminderChoices.userId, users.telegramId))
    .leftJoin(panels, subscription.panelId === null ? sql`false` : eq(panels.id, subscription.panelId))
    .where(eq(users.telegramId, userId));
  if (person === undefined) return undefined;
  return { subscription, ...person };
}

/** Of what somebody was reminded, or not any more. */
export async function listSettled(db: Db, userId: number): Promise<(typeof reminders.$inferSelect)[]> {
  return await db.select().from(reminders).where(eq(reminders.userId, userId));
}

/** Notes what is settled; answers how many were not before. */
export async function settle(
  tx: Db,
  settled: { userId: number; outcome: 'told' | 'passed' | 'muted'; now: Date },
  list: readonly Reminder[],
): Promise<number> {
  if (list.length === 0) return 0;
  const { userId, outcome, now } = settled;
  const added = await tx
    .insert(reminders)
    .values(list.map((one) => ({ ...one, userId, outcome, settledAt: now })))
    .onConflictDoNothing()
    .returning({ step: reminders.step });
  return added.length;
}

/** All but what is talked about now: traffic that is for ever may be reminded of over years. */
export async function forgetSettled(
  tx: Db,
  userId: number,
  { before, except }: { before: Date; except: string },
): Promise<void> {
  await tx
    .delete(reminders)
    .where(and(eq(reminders.userId, userId), lt(reminders.settledAt, before), ne(reminders.basis, except)));
}

/** When to look next. What the traffic is now has been heard. */
export async function writeNext(tx: Db, userId: number, remindAt: Date | null): Promise<void> {
  await tx
    .update(subscriptions)
    .set({ remindAt, heardLevel: sql`${subscriptions.usageLevel}` })
    .where(eq(subscriptions.userId, userId));
  await noteChange(tx, [copyName(subscriptions, userId)]);
}

export async function findMuted(db: Db, userId: number): Promise<ReminderKind[]> {
  const [row] = await db.select().from(reminderChoices).where(eq(reminderChoices.userId, userId));
  return row?.muted ?? [];
}

export async function writeMuted(tx: Db, userId: number, muted: ReminderKind[]): Promise<void> {
  await tx
    .insert(reminderChoices)
    .values({ userId, muted })
    .onConflictDoUpdate({ target: reminderChoices.userId, set: { muted } });
}
