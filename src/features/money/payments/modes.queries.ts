import { and, eq, isNotNull } from 'drizzle-orm';
import type { Db } from '../../../platform/db.ts';
import { payments } from './tables.ts';

/** How many payments came as real money here and how many as test money, as far as is known. */
export async function countByMode(db: Db): Promise<{ live: number; test: number }> {
  const paidIn = (isLive: boolean) =>
    db.$count(payments, and(isNotNull(payments.paidAt), eq(payments.isLive, isLive)));
  const [live, test] = await Promise.all([paidIn(true), paidIn(false)]);
  return { live, test };
}
