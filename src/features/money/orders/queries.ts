import { and, desc, eq, gt, inArray, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../../platform/db.ts';
import { promoCodes } from '../promo-codes/tables.ts';
import { orders } from './tables.ts';

export type Order = typeof orders.$inferSelect;

export async function insertOrder(tx: Db, order: typeof orders.$inferInsert): Promise<Order> {
  const [row] = await tx.insert(orders).values(order).returning();
  if (row === undefined) throw new Error('An order was not stored');
  return row;
}

export async function findOrder(db: Db, id: number): Promise<Order | undefined> {
  const [row] = await db.select().from(orders).where(eq(orders.id, id));
  return row;
}

export async function findOrderByPage(db: Db, pageId: string): Promise<Order | undefined> {
  const [row] = await db.select().from(orders).where(eq(orders.pageId, pageId));
  return row;
}

/** The promo code that made an order cheaper, as it is written. */
export async function findCodeOf(db: Db, { promoId }: Pick<Order, 'promoId'>): Promise<string | undefined> {
  if (promoId === null) return undefined;
  const [row] = await db.select({ code: promoCodes.code }).from(promoCodes).where(eq(promoCodes.id, promoId));
  return row?.code;
}

export async function findPendingOrder(db: Db, userId: number): Promise<Order | undefined> {
  const [row] = await db
    .select()
    .from(orders)
    .where(and(eq(orders.userId, userId), eq(orders.status, 'pending')));
  return row;
}

/** The orders of somebody that were not paid and whose offer has not ended long ago. */
export async function listUnpaid(db: Db, userId: number, now: Date): Promise<Order[]> {
  const lately = new Date(now.getTime() - 24 * 60 * 60_000);
  return await db
    .select()
    .from(orders)
    .where(and(eq(orders.userId, userId), isNull(orders.paidAt), gt(orders.expiresAt, lately)))
    .orderBy(desc(orders.id));
}

/** The newest first. */
export async function listOrders(
  db: Db,
  { userId, offset, limit }: { userId: number; offset: number; limit: number },
): Promise<Order[]> {
  return await db
    .select()
    .from(orders)
    .where(eq(orders.userId, userId))
    .orderBy(desc(orders.id))
    .offset(offset)
    .limit(limit);
}

export async function countOrders(db: Db, userId: number): Promise<number> {
  return await db.$count(orders, eq(orders.userId, userId));
}

export async function lockOrder(tx: Db, id: number): Promise<Order | undefined> {
  const [row] = await tx.select().from(orders).where(eq(orders.id, id)).for('update');
  return row;
}

export async function writeOrder(tx: Db, id: number, changes: Partial<Order>): Promise<Order> {
  const [row] = await tx.update(orders).set(changes).where(eq(orders.id, id)).returning();
  if (row === undefined) throw new Error('An order vanished while it was written');
  return row;
}

/** What somebody paid for last and still has. */
export async function findLastBought(db: Db, userId: number): Promise<Order | undefined> {
  const [row] = await db
    .select()
    .from(orders)
    .where(and(eq(orders.userId, userId), inArray(orders.status, ['paid', 'partially_refunded'])))
    .orderBy(desc(orders.id))
    .limit(1);
  return row;
}

/** The order somebody most likely means to pay: the pending one, or else the newest that was not paid. */
export async function findOpenOrderOf(db: Db, userId: number): Promise<Order | undefined> {
  const [row] = await db
    .select()
    .from(orders)
    .where(and(eq(orders.userId, userId), isNull(orders.paidAt)))
    .orderBy(sql`${orders.status} = 'pending' desc`, desc(orders.id))
    .limit(1);
  return row;
}

export async function listOrdersBy(db: Db, ids: readonly number[]): Promise<Order[]> {
  if (ids.length === 0) return [];
  return await db
    .select()
    .from(orders)
    .where(inArray(orders.id, [...ids]))
    .orderBy(desc(orders.id));
}
