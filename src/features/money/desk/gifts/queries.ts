import { and, eq, isNotNull } from 'drizzle-orm';
import type { Db } from '../../../../platform/db.ts';
import { orders } from '../../orders/tables.ts';
import { grants } from '../../../subscriptions/tables.ts';

/** How many orders somebody has ever paid. */
export async function countPurchases(db: Db, userId: number): Promise<number> {
  return await db.$count(orders, and(eq(orders.userId, userId), isNotNull(orders.paidAt)));
}

/** How often staff have given somebody access by hand. */
export async function countGifts(db: Db, userId: number): Promise<number> {
  return await db.$count(grants, and(eq(grants.userId, userId), eq(grants.source, 'admin')));
}
