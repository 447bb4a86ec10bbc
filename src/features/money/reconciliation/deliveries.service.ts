import { createBatcher } from '../../../platform/batcher.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/db.ts';
import { storeDone } from '../../../platform/inbox/deliveries.ts';
import type { Queue } from '../../../platform/queue.ts';
import type { ProviderName } from '../providers/registry.ts';
import { hearJob } from '../payments/jobs.ts';

/** One delivery of a provider, its signature checked. */
export interface Delivery {
  provider: ProviderName;
  /** The provider's name for this delivery: a repeat has the same. */
  eventId: string;
  kind: string;
  raw: Buffer;
  /** What to ask the provider about; undefined for what is only kept. */
  objectId: string | undefined;
}

export interface Deliveries {
  /** Keeps the bytes and has the provider asked about it, in one transaction; answers whether it is new. */
  accept(delivery: Delivery): Promise<'stored' | 'duplicate'>;
}

/**
 * What arrives while a commit is under way shares the next one. A question to the provider that waits already does for a
 * further delivery too: it will hear what is true when it is asked.
 */
export function createDeliveries({
  db,
  clock,
  queue,
}: {
  db: Database;
  clock: Clock;
  queue: Pick<Queue, 'enqueueMissing'>;
}): Deliveries {
  const batcher = createBatcher<Delivery, boolean>({ maxSize: 100, maxFlights: 2, run: store });

  async function store(deliveries: readonly Delivery[]): Promise<boolean[]> {
    return await db.transaction(async (tx) => {
      const rows = deliveries.map(({ provider, eventId, kind, raw, objectId }) => ({
        source: provider,
        externalId: eventId,
        kind,
        subject: objectId,
        payload: raw,
      }));
      const isNew = await storeDone(tx, rows, clock.now());
      const questions = deliveries.flatMap(({ provider, objectId }, index) =>
        isNew[index] === true && objectId !== undefined ? [hearJob({ provider, objectId })] : [],
      );
      await queue.enqueueMissing(tx, questions);
      return isNew;
    });
  }

  return {
    accept: async (delivery) => ((await batcher.add(delivery)) ? 'stored' : 'duplicate'),
  };
}
