import { and, asc, desc, eq, gt, inArray, or, sql } from 'drizzle-orm';
import type { Db } from '../../../platform/db.ts';
import type { Currency, Money } from '../../../platform/money.ts';
import { ledgerBalances, ledgerEntries } from './tables.ts';

/** Adds an entry; answers false when one of this key is there. */
export async function insertEntry(tx: Db, entry: typeof ledgerEntries.$inferInsert): Promise<boolean> {
  const added = await tx
    .insert(ledgerEntries)
    .values(entry)
    .onConflictDoNothing({ target: ledgerEntries.key })
    .returning({ id: ledgerEntries.id });
  return added.length > 0;
}

export async function findBalance(db: Db, account: string, currency: Currency): Promise<number> {
  const [row] = await db
    .select({ minor: ledgerBalances.balanceMinor })
    .from(ledgerBalances)
    .where(and(eq(ledgerBalances.account, account), eq(ledgerBalances.currency, currency)));
  return row?.minor ?? 0;
}

/**
 * Has whoever else puts money on this account, takes from it, or has its owner owe wait until the transaction ends: where
 * nothing ever was there is no row that could be locked.
 */
export async function lockAccount(tx: Db, account: string, currency: Currency): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`ledger ${account} ${currency}`}, 0))`,
  );
}

/** What somebody owes in each currency, by the entries of their debt. */
export async function listDebts(db: Db, userId: number): Promise<Money[]> {
  const account = `receivable:${userId}`;
  const { debit, credit, currency, amountMinor } = ledgerEntries;
  const minor = sql<string>`sum(case when ${debit} = ${account} then ${amountMinor} else -${amountMinor} end)`;
  const rows = await db
    .select({ minor: minor.mapWith(Number), currency })
    .from(ledgerEntries)
    .where(and(eq(ledgerEntries.userId, userId), or(eq(debit, account), eq(credit, account))))
    .groupBy(currency)
    .having(sql`${minor} > 0`)
    .orderBy(asc(currency));
  return rows;
}

/** The same, locked until the transaction ends. */
export async function lockBalance(tx: Db, account: string, currency: Currency): Promise<number> {
  const [row] = await tx
    .select({ minor: ledgerBalances.balanceMinor })
    .from(ledgerBalances)
    .where(and(eq(ledgerBalances.account, account), eq(ledgerBalances.currency, currency)))
    .for('update');
  return row?.minor ?? 0;
}

export async function findEntries(db: Db, keys: readonly string[]) {
  return await db
    .select()
    .from(ledgerEntries)
    .where(inArray(ledgerEntries.key, [...keys]))
    .orderBy(asc(ledgerEntries.id));
}

export async function listBalances(db: Db, account: string): Promise<Money[]> {
  return await db
    .select({ minor: ledgerBalances.balanceMinor, currency: ledgerBalances.currency })
    .from(ledgerBalances)
    .where(and(eq(ledgerBalances.account, account), gt(ledgerBalances.balanceMinor, 0)))
    .orderBy(asc(ledgerBalances.currency));
}

/** Newest first. */
export async function listEntries(db: Db, userId: number, limit: number) {
  return await db
    .select()
    .from(ledgerEntries)
    .where(eq(ledgerEntries.userId, userId))
    .orderBy(desc(ledgerEntries.id))
    .limit(limit);
}
