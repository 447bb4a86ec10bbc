import { eq } from 'drizzle-orm';
import type { Db } from '../../platform/db.ts';
import { subscriptions } from './tables.ts';

export async function writeAutoRenew(tx: Db, userId: number, autoRenew: boolean): Promise<void> {
  await tx.update(subscriptions).set({ autoRenew }).where(eq(subscriptions.userId, userId));
}
