import { and, eq } from 'drizzle-orm';
import type { Db } from '../../../platform/db.ts';
import type { Currency } from '../../../platform/money.ts';
import { planPrices, plans } from '../../plans/tables.ts';

/** Whether anything on sale has a price in this currency. */
export async function isSoldIn(db: Db, currency: Currency): Promise<boolean> {
  const [row] = await db
    .select({ id: plans.id })
    .from(plans)
    .innerJoin(planPrices, and(eq(planPrices.planId, plans.id), eq(planPrices.currency, currency)))
    .where(eq(plans.isVisible, true))
    .limit(1);
  return row !== undefined;
}
