import { eq } from 'drizzle-orm';
import type { Db } from '../../platform/db.ts';
import { trials } from './tables.ts';

/** Records the person's one trial; answers false when they have had it. */
export async function insertTrial(tx: Db, userId: number, now: Date): Promise<boolean> {
  const added = await tx.insert(trials).values({ userId, startedAt: now }).onConflictDoNothing().returning();
  return added.length > 0;
}

export async function hasHadTrial(db: Db, userId: number): Promise<boolean> {
  const rows = await db.select({ userId: trials.userId }).from(trials).where(eq(trials.userId, userId));
  return rows.length > 0;
}
