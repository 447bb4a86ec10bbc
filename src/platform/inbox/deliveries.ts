import { and, asc, eq, inArray, max } from 'drizzle-orm';
import type { Db } from '../db.ts';
import { inbox } from './tables.ts';

/** A webhook's body whose work is a job of the same transaction, so that nothing waits for a lane. */
export interface DoneDelivery {
  source: string;
  /** The source's name for it: a repeat has the same. */
  externalId: string;
  kind: string;
  /** What it is about, by the source's name for it. */
  subject: string | undefined;
  payload: Buffer;
}

/** Keeps them all with one statement; answers for each whether it is new. Of repeats among them only the first is. */
export async function storeDone(tx: Db, deliveries: readonly DoneDelivery[], now: Date): Promise<boolean[]> {
  const stored = await tx
    .insert(inbox)
    .values(
      deliveries.map(({ source, externalId, kind, subject, payload }) => ({
        source,
        account: source,
        externalId,
        kind,
        subject: subject ?? null,
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

/** How many stored bodies were given up. */
export async function countDeadUpdates(db: Db): Promise<number> {
  return await db.$count(inbox, eq(inbox.status, 'dead'));
}

/** A delivery as it came in, without its content, which is not kept for long. */
export interface Arrived {
  kind: string;
  receivedAt: Date;
}

/** The deliveries by which a source has told of these, oldest first; deliveries are forgotten after two weeks. */
export async function listArrived(db: Db, source: string, subjects: readonly string[]): Promise<Arrived[]> {
  if (subjects.length === 0) return [];
  return await db
    .select({ kind: inbox.kind, receivedAt: inbox.receivedAt })
    .from(inbox)
    .where(and(eq(inbox.source, source), inArray(inbox.subject, [...subjects])))
    .orderBy(asc(inbox.id))
    .limit(20);
}
