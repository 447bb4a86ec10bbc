import { and, count, desc, eq, isNotNull, isNull, like, notExists, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Db } from '../../../../platform/db.ts';
import type { Currency } from '../../../../platform/money.ts';
import { grants } from '../../../subscriptions/tables.ts';
import { ledgerEntries } from '../../ledger/tables.ts';
import { orders } from '../../orders/tables.ts';

/** Something that staff gave by hand and that was not taken back: `reason` names it among grants or movements. */
export type GivenGift = { id: number; userId: number; reason: string; at: Date } & (
  | { what: 'access'; days: number | null; trafficBytes: number | null }
  | { what: 'money'; minor: number; currency: Currency }
);

/** One of them, or somebody's last. */
type Wanted = { id: number } | { userId: number };

/** How many orders somebody has ever paid. */
export async function countPurchases(db: Db, userId: number): Promise<number> {
  return await db.$count(orders, and(eq(orders.userId, userId), isNotNull(orders.paidAt)));
}

/** How often staff have given somebody access or money by hand, and not taken it back. */
export async function countGifts(db: Db, userId: number): Promise<number> {
  const [access, money] = await Promise.all([
    db.$count(grants, isGivenAccess({ userId })),
    db.select({ gifts: count() }).from(ledgerEntries).where(isGivenMoney(db, { userId })),
  ]);
  return access + (money[0]?.gifts ?? 0);
}

/** What was adopted from a panel was given by nobody here. */
function isGivenAccess(wanted: Wanted): SQL | undefined {
  return and(
    'id' in wanted ? eq(grants.id, wanted.id) : eq(grants.userId, wanted.userId),
    eq(grants.source, 'admin'),
    like(grants.reason, 'given in %'),
    isNull(grants.revokedAt),
  );
}

function isGivenMoney(db: Db, wanted: Wanted): SQL | undefined {
  const taken = alias(ledgerEntries, 'taken');
  const takenBack = db
    .select({ id: taken.id })
    .from(taken)
    .where(eq(taken.key, sql`${ledgerEntries.key} || ' taken back'`));
  return and(
    'id' in wanted ? eq(ledgerEntries.id, wanted.id) : eq(ledgerEntries.userId, wanted.userId),
    eq(ledgerEntries.debit, 'gifts'),
    like(ledgerEntries.key, 'top up in %'),
    notExists(takenBack),
  );
}

/** Access that was given by hand and is still there: the last of somebody's, or one by its id. */
export async function findGivenAccess(db: Db, wanted: Wanted): Promise<GivenGift | undefined> {
  const { id, userId, reason, days, trafficBytes, grantedAt: at } = grants;
  const [row] = await db
    .select({ id, userId, reason, days, trafficBytes, at })
    .from(grants)
    .where(isGivenAccess(wanted))
    .orderBy(desc(grants.id))
    .limit(1);
  return row && { what: 'access', ...row };
}

/** Money that was given by hand and not taken back: the last of somebody's, or one by its id. */
export async function findGivenMoney(db: Db, wanted: Wanted): Promise<GivenGift | undefined> {
  const [row] = await db
    .select({
      id: ledgerEntries.id,
      userId: sql<number>`${ledgerEntries.userId}`.mapWith(Number),
      reason: ledgerEntries.key,
      minor: ledgerEntries.amountMinor,
      currency: ledgerEntries.currency,
      at: ledgerEntries.at,
    })
    .from(ledgerEntries)
    .where(isGivenMoney(db, wanted))
    .orderBy(desc(ledgerEntries.id))
    .limit(1);
  return row && { what: 'money', ...row };
}
