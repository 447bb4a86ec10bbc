import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db.ts';
import { storeDone } from '../../platform/inbox/deliveries.ts';
import type { Queue } from '../../platform/queue.ts';
import { hearJob } from './jobs.ts';
import type { ProviderName } from './provider.ts';

/** What a provider delivered, its signature checked. */
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

export function createDeliveries({
  db,
  clock,
  queue,
}: {
  db: Database;
  clock: Clock;
  queue: Pick<Queue, 'enqueue'>;
}): Deliveries {
  return {
    async accept({ provider, eventId, kind, raw, objectId }) {
      return await db.transaction(async (tx) => {
        const isNew = await storeDone(tx, {
          source: provider,
          externalId: eventId,
          kind,
          payload: raw,
          now: clock.now(),
        });
        if (!isNew) return 'duplicate';
        if (objectId !== undefined)
          await queue.enqueue(
            tx,
            hearJob.name,
            { provider, objectId },
            { key: `${provider} ${objectId}`, singleton: true },
          );
        return 'stored';
      });
    },
  };
}
