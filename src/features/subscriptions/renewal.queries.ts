import { eq } from 'drizzle-orm';
import { noteChange } from '../../platform/changes.ts';
import { copyName } from '../../platform/copies.ts';
import type { Db } from '../../platform/db.ts';
import { subscriptions } from './tables.ts';

export async function writeAutoRenew(tx: Db, userId: number, autoRenew: boolean): Promise<void> {
  await tx.update(subscriptions).set({ autoRenew }).where(eq(subscriptions.userId, userId));
  await noteChange(tx, [copyName(subscriptions, userId)]);
}
