import { and, desc, eq, sql } from 'drizzle-orm';
import type { Db } from '../../../platform/db.ts';
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

export async function findPendingOrder(db: Db, userId: number): Promise<Order | undefined> {
  const [row] = await db
    .select()
    .from(orders)
    .where(and(eq(orders.userId, userId), eq(orders.status, 'pending')));
  return row;
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

/** One purchase at a time: whoever else buys for this person waits until the transaction ends. */
export async function lockBuyer(tx: Db, userId: number): Promise<void> {
  await tx.execute(sql`select 1 from users where telegram_id = ${userId} for no key update`);
}
