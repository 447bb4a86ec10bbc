import {
  and,
  asc,
  desc,
  eq,
  gt,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  max,
  ne,
  notInArray,
  or,
  sql,
} from 'drizzle-orm';
import type { Db } from '../../../platform/db.ts';
import { orders } from '../orders/tables.ts';
import { payments } from '../payments/tables.ts';
import { subscriptions } from '../../subscriptions/tables.ts';
import { users } from '../../users/tables.ts';
import { chargedByUs } from '../providers/registry.ts';
import { findNamed } from '../providers/named.queries.ts';
import { renewals } from './tables.ts';

export type Renewal = typeof renewals.$inferSelect;

/** It renews, or tries to. */
const isLive = inArray(renewals.status, ['active', 'failing']);

export async function insertRenewal(tx: Db, renewal: typeof renewals.$inferInsert): Promise<Renewal> {
  const [row] = await tx.insert(renewals).values(renewal).returning();
  if (row === undefined) throw new Error('A renewal was not stored');
  return row;
}

export async function findRenewal(db: Db, id: number): Promise<Renewal | undefined> {
  const [row] = await db.select().from(renewals).where(eq(renewals.id, id));
  return row;
}

/**
 * Locked together with whatever else of the person has not ended, in one order for everybody: whoever ends another one
 * later has it already, and nobody waits in a circle.
 */
export async function lockRenewal(tx: Db, id: number): Promise<Renewal> {
  const owner = tx.select({ userId: renewals.userId }).from(renewals).where(eq(renewals.id, id));
  const rows = await tx
    .select()
    .from(renewals)
    .where(and(inArray(renewals.userId, owner), or(ne(renewals.status, 'stopped'), eq(renewals.id, id))))
    .orderBy(asc(renewals.id))
    .for('update');
  const row = rows.find((each) => each.id === id);
  if (row === undefined) throw new Error('A renewal vanished while it was locked');
  return row;
}

export async function writeRenewal(tx: Db, id: number, changes: Partial<Renewal>): Promise<Renewal> {
  const [row] = await tx.update(renewals).set(changes).where(eq(renewals.id, id)).returning();
  if (row === undefined) throw new Error('A renewal vanished while it was written');
  return row;
}

/** The person's live one, else the newest that has begun, whatever became of it. */
export async function findLatest(db: Db, userId: number): Promise<Renewal | undefined> {
  const [row] = await db
    .select()
    .from(renewals)
    .where(and(eq(renewals.userId, userId), ne(renewals.status, 'starting')))
    .orderBy(desc(isLive), desc(renewals.id))
    .limit(1);
  return row;
}

/** The provider's name for the person, from the newest that knows one. */
export async function findCustomer(
  db: Db,
  { userId, provider }: Pick<Renewal, 'userId' | 'provider'>,
): Promise<string | null> {
  const [row] = await db
    .select({ customerRef: renewals.customerRef })
    .from(renewals)
    .where(and(eq(renewals.userId, userId), eq(renewals.provider, provider), isNotNull(renewals.customerRef)))
    .orderBy(desc(renewals.id))
    .limit(1);
  return row?.customerRef ?? null;
}

/** The live ones of a person beside this one, which is locked. */
export async function listOthers(tx: Db, { userId, id }: Pick<Renewal, 'userId' | 'id'>): Promise<Renewal[]> {
  return await tx
    .select()
    .from(renewals)
    .where(and(eq(renewals.userId, userId), isLive, ne(renewals.id, id)));
}

export async function listLive(db: Db, userId: number): Promise<number[]> {
  const rows = await db
    .select({ id: renewals.id })
    .from(renewals)
    .where(and(eq(renewals.userId, userId), isLive));
  return rows.map(({ id }) => id);
}

/** Whether anything of the person renews itself. */
export async function hasLive(db: Db, userId: number): Promise<boolean> {
  return (await db.$count(renewals, and(eq(renewals.userId, userId), isLive))) > 0;
}

/** By the provider's name for it, or by that of the payment that began it. */
export async function findTold(
  db: Db,
  told: { provider: string; ref: string | undefined; reference: string | undefined },
): Promise<Renewal | undefined> {
  const { provider, ref, reference } = told;
  const [byRef] =
    ref === undefined
      ? []
      : await db
          .select()
          .from(renewals)
          .where(and(eq(renewals.provider, provider), eq(renewals.ref, ref)));
  if (byRef !== undefined || reference === undefined) return byRef;
  const { orderId } = (await findNamed(db, provider, reference)) ?? {};
  if (orderId === undefined || orderId === null) return undefined;
  const [begun] = await db
    .select({ renewal: renewals })
    .from(renewals)
    .innerJoin(orders, eq(orders.renewalId, renewals.id))
    .where(and(eq(orders.id, orderId), eq(renewals.provider, provider)));
  return begun?.renewal;
}

/** The order of the first period. */
export async function firstOrder(tx: Db, renewalId: number): Promise<number | undefined> {
  const [row] = await tx
    .select({ id: orders.id })
    .from(orders)
    .where(and(eq(orders.renewalId, renewalId), eq(orders.period, 1)));
  return row?.id;
}

/** Its newest payment, for whoever has to look at it. */
export async function paidLast(tx: Db, renewalId: number): Promise<{ paymentId?: number }> {
  const [row] = await tx
    .select({ paymentId: max(payments.id) })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(eq(orders.renewalId, renewalId));
  return { ...(typeof row?.paymentId === 'number' && { paymentId: row.paymentId }) };
}

/** The newest period that has an order. */
export async function lastPeriod(tx: Db, renewalId: number): Promise<number> {
  const [row] = await tx
    .select({ period: max(orders.period) })
    .from(orders)
    .where(eq(orders.renewalId, renewalId));
  return row?.period ?? 0;
}

/** Whose next charge is not further away than `before` and who was not reminded of it. */
export async function listToRemind(db: Db, { now, before }: { now: Date; before: Date }): Promise<number[]> {
  const rows = await db
    .select({ id: renewals.id })
    .from(renewals)
    .where(
      and(
        eq(renewals.status, 'active'),
        gt(renewals.nextChargeAt, now),
        lte(renewals.nextChargeAt, before),
        or(isNull(renewals.remindedOf), sql`${renewals.remindedOf} <> ${renewals.nextChargeAt}`),
      ),
    )
    .orderBy(asc(renewals.nextChargeAt))
    .limit(200);
  return rows.map(({ id }) => id);
}

/**
 * Those that are to be charged by us or asked about now. A provider is asked once an hour, and every day where it does not
 * say when it tries again.
 */
export async function listDue(
  db: Db,
  { now, askedBefore, silentSince }: { now: Date; askedBefore: Date; silentSince: Date },
): Promise<Pick<Renewal, 'id' | 'provider'>[]> {
  const isSilent = and(isNull(renewals.nextTryAt), lte(renewals.updatedAt, silentSince));
  const isAskable = and(
    notInArray(renewals.provider, [...chargedByUs]),
    lte(renewals.updatedAt, askedBefore),
  );
  return await db
    .select({ id: renewals.id, provider: renewals.provider })
    .from(renewals)
    .where(
      and(
        isLive,
        or(lte(renewals.nextTryAt, now), isSilent),
        or(inArray(renewals.provider, [...chargedByUs]), isAskable),
      ),
    )
    .orderBy(asc(renewals.nextTryAt))
    .limit(200);
}

/**
 * Provider's renewals whose access ends before `before` though their charge is due about then: nobody shall be cut off
 * while the money is on its way.
 */
export async function listToKeepUp(
  db: Db,
  { since, before, chargedBefore }: { since: Date; before: Date; chargedBefore: Date },
): Promise<number[]> {
  const rows = await db
    .select({ id: renewals.id })
    .from(renewals)
    .innerJoin(subscriptions, eq(subscriptions.userId, renewals.userId))
    .where(
      and(
        isLive,
        notInArray(renewals.provider, [...chargedByUs]),
        lt(renewals.nextChargeAt, chargedBefore),
        gt(subscriptions.expiresAt, since),
        lte(subscriptions.expiresAt, before),
        or(isNull(renewals.gracePeriod), sql`${renewals.gracePeriod} <= ${renewals.periods}`),
      ),
    )
    .limit(200);
  return rows.map(({ id }) => id);
}

/** The live ones of people who are blocked, or whose access has no end that could be put off. */
export async function listToEnd(db: Db): Promise<number[]> {
  const rows = await db
    .select({ id: renewals.id })
    .from(renewals)
    .innerJoin(users, eq(users.telegramId, renewals.userId))
    .innerJoin(subscriptions, eq(subscriptions.userId, renewals.userId))
    .where(and(isLive, or(isNotNull(users.blockedAt), isNull(subscriptions.expiresAt))))
    .limit(200);
  return rows.map(({ id }) => id);
}

/** Those that are ours to charge and whose charge is not so long before the end of access as it should be. */
export async function listMoved(db: Db, { now, aheadMs }: { now: Date; aheadMs: number }): Promise<number[]> {
  const dueAt = sql`${subscriptions.expiresAt} - ${aheadMs} * interval '1 millisecond'`;
  const rows = await db
    .select({ id: renewals.id })
    .from(renewals)
    .innerJoin(subscriptions, eq(subscriptions.userId, renewals.userId))
    .where(
      and(
        isLive,
        inArray(renewals.provider, [...chargedByUs]),
        sql`${renewals.nextChargeAt} <> ${dueAt}`,
        // A charge that was refused keeps its schedule while it is due.
        or(eq(renewals.status, 'active'), sql`${dueAt} > ${now.toISOString()}::timestamptz`),
      ),
    )
    .limit(200);
  return rows.map(({ id }) => id);
}
