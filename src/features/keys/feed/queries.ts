import type { Db } from '../../../platform/db.ts';
import { feedChoice } from './tables.ts';

export async function findFeedChoice(db: Db): Promise<boolean> {
  const [row] = await db.select().from(feedChoice);
  return row?.isOwn ?? false;
}

export async function writeFeedChoice(tx: Db, isOwn: boolean): Promise<void> {
  await tx.insert(feedChoice).values({ isOwn }).onConflictDoUpdate({ target: feedChoice.id, set: { isOwn } });
}
