import type { Db } from '../db.ts';
import { inbox } from './tables.ts';

/**
 * Keeps a webhook's body whose work is a job of the same transaction, so that nothing waits for a lane; answers false
 * for one that is there already.
 */
export async function storeDone(
  tx: Db,
  delivery: { source: string; externalId: string; kind: string; payload: Buffer; now: Date },
): Promise<boolean> {
  const { source, externalId, kind, payload, now } = delivery;
  const stored = await tx
    .insert(inbox)
    .values({
      source,
      account: source,
      externalId,
      kind,
      lane: `${source} ${externalId}`,
      position: 0,
      payload,
      receivedAt: now,
      status: 'done',
      processedAt: now,
    })
    .onConflictDoNothing()
    .returning({ id: inbox.id });
  return stored.length > 0;
}
