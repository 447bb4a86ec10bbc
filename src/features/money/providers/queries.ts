import { eq } from 'drizzle-orm';
import type { Db } from '../../../platform/db.ts';
import { providerCursors, providerWebhooks } from './tables.ts';

export async function findCursor(db: Db, provider: string) {
  const [row] = await db.select().from(providerCursors).where(eq(providerCursors.provider, provider));
  return row;
}

export async function writeCursor(db: Db, read: typeof providerCursors.$inferInsert): Promise<void> {
  await db
    .insert(providerCursors)
    .values(read)
    .onConflictDoUpdate({
      target: providerCursors.provider,
      set: { cursor: read.cursor, readAt: read.readAt },
    });
}

export async function findWebhook(db: Db, provider: string) {
  const [row] = await db.select().from(providerWebhooks).where(eq(providerWebhooks.provider, provider));
  return row;
}

export async function writeWebhook(db: Db, made: typeof providerWebhooks.$inferInsert): Promise<void> {
  await db
    .insert(providerWebhooks)
    .values(made)
    .onConflictDoUpdate({ target: providerWebhooks.provider, set: made });
}
