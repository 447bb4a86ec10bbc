import { and, eq, isNull } from 'drizzle-orm';
import type { Db } from '../../../platform/db.ts';
import { plans } from '../../plans/tables.ts';
import { subscriptions } from '../../subscriptions/tables.ts';

/** The panels that take those who have this plan; undefined: those that take everybody. */
export async function findGroup(db: Db, planCode: string | null): Promise<string | undefined> {
  if (planCode === null) return undefined;
  const [row] = await db.select({ group: plans.panelGroup }).from(plans).where(eq(plans.code, planCode));
  return row?.group;
}

/** Gives the account a panel, unless it got one meanwhile. */
export async function writePanel(db: Db, { id, panelId }: { id: number; panelId: number }): Promise<void> {
  await db
    .update(subscriptions)
    .set({ panelId })
    .where(and(eq(subscriptions.id, id), isNull(subscriptions.panelId)));
}
