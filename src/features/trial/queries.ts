import { eq, sql } from 'drizzle-orm';
import type { Db } from '../../platform/db.ts';
import { preparedFor } from '../../platform/prepared.ts';
import { trials } from './tables.ts';

/** Records the person's one trial; answers false when they have had it. */
export async function insertTrial(tx: Db, userId: number, now: Date): Promise<boolean> {
  const added = await tx.insert(trials).values({ userId, startedAt: now }).onConflictDoNothing().returning();
  return added.length > 0;
}

const trialOf = preparedFor((db) =>
  db
    .select({ userId: trials.userId })
    .from(trials)
    .where(eq(trials.userId, sql.placeholder('user')))
    .prepare('trial of user'),
);

export async function hasHadTrial(db: Db, userId: number): Promise<boolean> {
  return (await trialOf(db).execute({ user: userId })).length > 0;
}
