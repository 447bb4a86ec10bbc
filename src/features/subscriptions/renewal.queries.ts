import { eq } from 'drizzle-orm';
import { noteChange } from '../../platform/changes.ts';
import { copyName } from '../../platform/copies.ts';
import type { Db } from '../../platform/db.ts';
import { subscriptions } from './tables.ts';

/** Who pays by themselves again is reminded of the end again. */
export async function writeAutoRenew(
  tx: Db,
  { userId, autoRenew, now }: { userId: number; autoRenew: boolean; now: Date },
): Promise<void> {
  await tx.update(subscriptions).set({ autoRenew, remindAt: now }).where(eq(subscriptions.userId, userId));
  await noteChange(tx, [copyName(subscriptions, userId)]);
}
