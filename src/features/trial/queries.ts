import { eq, sql } from 'drizzle-orm';
import { noteChange } from '../../platform/changes.ts';
import { copyName } from '../../platform/copies.ts';
import type { Db } from '../../platform/db.ts';
import { preparedFor } from '../../platform/prepared.ts';
import { trials } from './tables.ts';

/** Records the person's one trial; answers false when they have had it. */
export async function insertTrial(tx: Db, userId: number, now: Date): Promise<boolean> {
  const added = await tx.insert(trials).values({ userId, startedAt: now }).onConflictDoNothing().returning();
  await noteChange(tx, [copyName(trials, userId)]);
  return added.length > 0;
}

const trialOf = preparedFor((db) =>
  db
    .select({ startedAt: trials.startedAt })
    .from(trials)
    .where(eq(trials.userId, sql.placeholder('user')))
    .prepare('trial of user'),
);

/** When the person's one trial began; undefined when they have had none. */
export async function findTrialStart(db: Db, userId: number): Promise<Date | undefined> {
  const [trial] = await trialOf(db).execute({ user: userId });
  return trial?.startedAt;
}
