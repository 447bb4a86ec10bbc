import { and, desc, eq, lte } from 'drizzle-orm';
import type { Db } from '../../platform/db.ts';
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

/** Ends a pending order whose payment was never begun with anybody. */
export async function writeOrderStatus(
  tx: Db,
  id: number,
  changes: Partial<Order> & { status: Order['status']; updatedAt: Date },
): Promise<void> {
  await tx.update(orders).set(changes).where(eq(orders.id, id));
}

export async function lockOrder(tx: Db, id: number): Promise<Order | undefined> {
  const [row] = await tx.select().from(orders).where(eq(orders.id, id)).for('update');
  return row;
}

/** Pending orders whose offer has ended. */
export async function listOverdue(db: Db, now: Date, limit: number): Promise<Order[]> {
  return await db
    .select()
    .from(orders)
    .where(and(eq(orders.status, 'pending'), lte(orders.expiresAt, now)))
    .limit(limit);
}
