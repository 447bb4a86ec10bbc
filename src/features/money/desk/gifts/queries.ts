import { and, desc, eq, isNotNull, isNull, like, notExists, sql } from 'drizzle-orm';
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

/** How often staff have given somebody access by hand, and not taken it back. */
export async function countGifts(db: Db, userId: number): Promise<number> {
  const isAdmins = eq(grants.source, 'admin');
  return await db.$count(grants, and(eq(grants.userId, userId), isAdmins, isNull(grants.revokedAt)));
}

/** What was adopted from a panel was given by nobody here. */
export async function findGivenAccess(db: Db, wanted: Wanted): Promise<GivenGift | undefined> {
  const { id, userId, reason, days, trafficBytes, grantedAt: at } = grants;
  const [row] = await db
    .select({ id, userId, reason, days, trafficBytes, at })
    .from(grants)
    .where(
      and(
        'id' in wanted ? eq(id, wanted.id) : eq(userId, wanted.userId),
        eq(grants.source, 'admin'),
        like(reason, 'given in %'),
        isNull(grants.revokedAt),
      ),
    )
    .orderBy(desc(grants.id))
    .limit(1);
  return row && { what: 'access', ...row };
}

export async function findGivenMoney(db: Db, wanted: Wanted): Promise<GivenGift | undefined> {
  const taken = alias(ledgerEntries, 'taken');
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
    .where(
      and(
        'id' in wanted ? eq(ledgerEntries.id, wanted.id) : eq(ledgerEntries.userId, wanted.userId),
        eq(ledgerEntries.debit, 'gifts'),
        like(ledgerEntries.key, 'top up in %'),
        notExists(
          db
            .select({ id: taken.id })
            .from(taken)
            .where(eq(taken.key, sql`${ledgerEntries.key} || ' taken back'`)),
        ),
      ),
    )
    .orderBy(desc(ledgerEntries.id))
    .limit(1);
  return row && { what: 'money', ...row };
}
