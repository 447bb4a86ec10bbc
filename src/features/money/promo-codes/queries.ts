import { and, desc, eq, inArray, isNotNull, isNull, lt, lte, or, sql } from 'drizzle-orm';
import type { Db } from '../../../platform/db.ts';
import { orders } from '../orders/tables.ts';
import { promoCodes, promoUsage } from './tables.ts';

export type Promo = typeof promoCodes.$inferSelect;

export async function findByCode(db: Db, code: string): Promise<Promo | undefined> {
  const [row] = await db.select().from(promoCodes).where(eq(promoCodes.code, code));
  return row;
}

/** The first of these that there is. */
export async function findByCodes(db: Db, codes: readonly string[]): Promise<Promo | undefined> {
  const rows = await db
    .select()
    .from(promoCodes)
    .where(inArray(promoCodes.code, [...codes]));
  return codes.flatMap((code) => rows.find((row) => row.code === code) ?? [])[0];
}

export async function findPromo(db: Db, id: number): Promise<Promo | undefined> {
  const [row] = await db.select().from(promoCodes).where(eq(promoCodes.id, id));
  return row;
}

/** Answers nothing when the code is taken. */
export async function insertPromo(tx: Db, promo: typeof promoCodes.$inferInsert): Promise<Promo | undefined> {
  const [row] = await tx.insert(promoCodes).values(promo).onConflictDoNothing().returning();
  return row;
}

/** Newest first. */
export async function listPromos(db: Db, page: { offset: number; limit: number }): Promise<Promo[]> {
  return await db
    .select()
    .from(promoCodes)
    .orderBy(desc(promoCodes.id))
    .offset(page.offset)
    .limit(page.limit);
}

export async function countPromos(db: Db): Promise<number> {
  return await db.$count(promoCodes);
}

/** Switches the code; answers whether it was on before, or nothing when there is none. */
export async function writeActive(tx: Db, id: number, isActive: boolean): Promise<boolean | undefined> {
  const [before] = await tx.select().from(promoCodes).where(eq(promoCodes.id, id)).for('update');
  await tx.update(promoCodes).set({ isActive }).where(eq(promoCodes.id, id));
  return before?.isActive;
}

/**
 * Takes one use, in one statement that the limit guards; undefined when there is none left or the code does not hold
 * now. Its row stays locked, so that what a person has used can be counted exactly after it.
 */
export async function takeUse(tx: Db, id: number, now: Date): Promise<Promo | undefined> {
  const [row] = await tx
    .update(promoCodes)
    .set({ used: sql`${promoCodes.used} + 1` })
    .where(
      and(
        eq(promoCodes.id, id),
        eq(promoCodes.isActive, true),
        or(isNull(promoCodes.maxUses), lt(promoCodes.used, promoCodes.maxUses)),
        or(isNull(promoCodes.startsAt), lte(promoCodes.startsAt, now)),
        or(isNull(promoCodes.endsAt), sql`${promoCodes.endsAt} > ${now.toISOString()}::timestamptz`),
      ),
    )
    .returning();
  return row;
}

/** Takes a use for money that came late: beyond the window, but never beyond the limit; answers whether it was there. */
export async function takeLateUse(tx: Db, id: number): Promise<boolean> {
  const taken = await tx
    .update(promoCodes)
    .set({ used: sql`${promoCodes.used} + 1` })
    .where(
      and(eq(promoCodes.id, id), or(isNull(promoCodes.maxUses), lt(promoCodes.used, promoCodes.maxUses))),
    )
    .returning({ id: promoCodes.id });
  return taken.length > 0;
}

export async function giveUseBack(tx: Db, id: number): Promise<void> {
  await tx
    .update(promoCodes)
    .set({ used: sql`${promoCodes.used} - 1` })
    .where(eq(promoCodes.id, id));
}

/** How often a person has used a code, in these states. */
export async function countUsesBy(
  db: Db,
  { promoId, userId, states }: { promoId: number; userId: number; states: ('reserved' | 'used')[] },
): Promise<number> {
  return await db.$count(
    promoUsage,
    and(eq(promoUsage.promoId, promoId), eq(promoUsage.userId, userId), inArray(promoUsage.state, states)),
  );
}

/** The uses of a code that unpaid orders of a person hold: of one that waits, and of such as are under way or not dead yet. */
export async function countHeldBy(
  db: Db,
  { promoId, userId }: { promoId: number; userId: number },
): Promise<{ waiting: number; busy: number }> {
  const rows = await db
    .select({ status: orders.status })
    .from(promoUsage)
    .innerJoin(orders, eq(orders.id, promoUsage.orderId))
    .where(
      and(eq(promoUsage.promoId, promoId), eq(promoUsage.userId, userId), eq(promoUsage.state, 'reserved')),
    );
  const waiting = rows.filter(({ status }) => status === 'pending').length;
  return { waiting, busy: rows.length - waiting };
}

/** How many uses are held by orders that are not paid yet. */
export async function countReserved(db: Db, promoId: number): Promise<number> {
  return await db.$count(promoUsage, and(eq(promoUsage.promoId, promoId), eq(promoUsage.state, 'reserved')));
}

/** Whether a person has bought before, or is about to have: money that is under way counts. */
export async function hasEverBought(db: Db, userId: number): Promise<boolean> {
  const isBought = or(isNotNull(orders.paidAt), eq(orders.status, 'processing'));
  return (await db.$count(orders, and(eq(orders.userId, userId), isBought))) > 0;
}

export async function insertUsage(tx: Db, usage: typeof promoUsage.$inferInsert): Promise<number> {
  const [row] = await tx.insert(promoUsage).values(usage).returning({ id: promoUsage.id });
  if (row === undefined) throw new Error('A use of a code was not stored');
  return row.id;
}

/** The order's use of a code, locked until the transaction ends. */
export async function lockUsageOf(tx: Db, orderId: number) {
  const [row] = await tx.select().from(promoUsage).where(eq(promoUsage.orderId, orderId)).for('update');
  return row;
}

export async function writeUsage(
  tx: Db,
  id: number,
  changes: { state: 'reserved' | 'used' | 'released'; updatedAt: Date },
): Promise<void> {
  await tx.update(promoUsage).set(changes).where(eq(promoUsage.id, id));
}
