import { and, desc, eq, gte, inArray, isNotNull, isNull, like, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../../../platform/db.ts';
import type { Currency } from '../../../../platform/money.ts';
import { ledgerEntries } from '../../ledger/tables.ts';
import { type MoneyReport, moneyReports } from './tables.ts';
import { payments } from '../../payments/tables.ts';

/** One payment as our books have it. */
export interface Booked {
  objectId: string;
  minor: number;
  currency: Currency;
  at: Date;
}

/** The payments that came in from a provider since then, and what of these came in at any time. */
export async function listBooked(
  db: Db,
  { provider, since, objectIds }: { provider: string; since: Date; objectIds: readonly string[] },
): Promise<Booked[]> {
  const prefix = `${provider}:`;
  const keys = objectIds.map((id) => `${prefix}${id}:settled`);
  const recent = and(gte(ledgerEntries.at, since), like(ledgerEntries.key, `${prefix}%:settled`));
  const known = keys.length === 0 ? [] : await entriesWhere(db, inArray(ledgerEntries.key, keys));
  const rows = [...known, ...(await entriesWhere(db, recent))];
  const byKey = new Map(rows.map((row) => [row.key, row]));
  return [...byKey.values()].map(({ key, minor, currency, at }) => {
    return { objectId: key.slice(prefix.length, -':settled'.length), minor, currency, at };
  });
}

async function entriesWhere(db: Db, condition: SQL | undefined) {
  const { key, amountMinor: minor, currency, at } = ledgerEntries;
  return await db.select({ key, minor, currency, at }).from(ledgerEntries).where(condition);
}

/**
 * Of these, the payments that are known and rightly on one side alone: paid in another mode than the provider is in now, or in an
 * unknown currency, and those that an admin has decided about.
 */
export async function listExcused(
  db: Db,
  { name: provider, isLive }: { name: string; isLive: boolean },
  objectIds: readonly string[],
): Promise<string[]> {
  if (objectIds.length === 0) return [];
  const rows = await db
    .select({ objectId: payments.objectId })
    .from(payments)
    .where(
      and(
        eq(payments.provider, provider),
        inArray(payments.objectId, [...objectIds]),
        or(
          isNotNull(payments.decision),
          eq(payments.isLive, !isLive),
          and(isNull(payments.paidAt), eq(payments.status, 'review')),
        ),
      ),
    );
  return rows.map(({ objectId }) => objectId).filter((id) => id !== null);
}

/** How many payments since then came in without any word from their provider. */
export async function countUntold(db: Db, providers: readonly string[], since: Date): Promise<number> {
  if (providers.length === 0) return 0;
  return await db.$count(
    payments,
    and(
      gte(payments.paidAt, since),
      inArray(payments.provider, [...providers]),
      sql`not exists (select 1 from inbox i where i.source = ${payments.provider}
        and i.subject in (${payments.objectId}, ${payments.chargeRef}))`,
    ),
  );
}

export async function findReport(db: Db, occasion: string): Promise<MoneyReport | undefined> {
  const [row] = await db.select().from(moneyReports).where(eq(moneyReports.occasion, occasion));
  return row;
}

export async function findLastReport(db: Db): Promise<MoneyReport | undefined> {
  const [row] = await db.select().from(moneyReports).orderBy(desc(moneyReports.id)).limit(1);
  return row;
}

/** Answers nothing when one was stored for this occasion before. */
export async function insertReport(
  tx: Db,
  report: typeof moneyReports.$inferInsert,
): Promise<MoneyReport | undefined> {
  const [row] = await tx
    .insert(moneyReports)
    .values(report)
    .onConflictDoNothing({ target: moneyReports.occasion })
    .returning();
  return row;
}
