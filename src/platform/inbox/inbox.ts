import type pg from 'pg';
import { createBatcher } from '../batcher.ts';
import { type Arrival, isAnotherBody, storeArrivals } from './queries.ts';

export interface Inbox {
  /**
   * Resolves once the body is committed; answers whether it is new, or, under the name of one that is there, another body, which
   * is not kept. Rejects when it could not be stored.
   */
  accept(arrival: Arrival): Promise<'stored' | 'duplicate' | 'another'>;
  drain(): Promise<void>;
}

export interface InboxOptions {
  pool: pg.Pool;
  /** Told of each lane that has something new. */
  onStored: (lane: string) => void;
}

/**
 * The durable way in. Bodies that arrive while a commit is under way share the next one: the flush of the
 * write-ahead log is what an accept costs, and it costs the same for one row as for two hundred.
 */
export function createInbox({ pool, onStored }: InboxOptions): Inbox {
  const batcher = createBatcher<Arrival, boolean>({
    maxSize: 200,
    maxFlights: 2,
    run: (arrivals) => storeArrivals(pool, arrivals),
  });

  async function accept(arrival: Arrival): Promise<'stored' | 'duplicate' | 'another'> {
    const isNew = await batcher.add(arrival);
    if (!isNew) return (await isAnotherBody(pool, arrival)) ? 'another' : 'duplicate';
    onStored(arrival.lane);
    return 'stored';
  }

  return { accept, drain: () => batcher.drain() };
}
