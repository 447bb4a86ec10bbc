import { eq, max } from 'drizzle-orm';
import type { Db } from '../db.ts';
import { inbox } from './tables.ts';

/** A webhook's body whose work is a job of the same transaction, so that nothing waits for a lane. */
export interface DoneDelivery {
  source: string;
  /** The source's name for it: a repeat has the same. */
  externalId: string;
  kind: string;
  payload: Buffer;
}

/** Keeps them all with one statement; answers for each whether it is new. Of repeats among them only the first is. */
export async function storeDone(tx: Db, deliveries: readonly DoneDelivery[], now: Date): Promise<boolean[]> {
  const stored = await tx
    .insert(inbox)
    .values(
      deliveries.map(({ source, externalId, kind, payload }) => ({
        source,
        account: source,
        externalId,
        kind,
        lane: laneOf({ source, externalId }),
        position: 0,
        payload,
        receivedAt: now,
        status: 'done' as const,
        processedAt: now,
      })),
    )
    .onConflictDoNothing()
    .returning({ source: inbox.source, externalId: inbox.externalId });
  const fresh = new Set(stored.map(laneOf));
  return deliveries.map((delivery) => fresh.delete(laneOf(delivery)));
}

function laneOf({ source, externalId }: { source: string; externalId: string }): string {
  return `${source} ${externalId}`;
}

/** When this source delivered for the last time, as far as is remembered. */
export async function lastDeliveryAt(db: Db, source: string): Promise<Date | undefined> {
  const [row] = await db
    .select({ at: max(inbox.receivedAt) })
    .from(inbox)
    .where(eq(inbox.source, source));
  return row?.at ?? undefined;
}
