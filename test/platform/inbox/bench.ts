import { openDatabase } from '../../../src/platform/db.ts';
import { type Arrival, type Entry, storeArrivals } from '../../../src/platform/inbox/queries.ts';
import {
  createLanes,
  type Lanes,
  type LanesOptions,
  type EntryHandler,
} from '../../../src/platform/inbox/lanes.ts';
import { createLogger } from '../../../src/platform/logger.ts';
import { freshDatabase } from '../../support/postgres.ts';

let serial = 0;

export function arrival(lane: string, changes: Partial<Arrival> = {}): Arrival {
  const id = ++serial;
  const from = { source: 'test', account: '1', kind: 'message', payload: Buffer.from('{}') };
  return { ...from, externalId: String(id), lane, position: id, ...changes };
}

/** Lanes that know what works on their entries. */
type Replica = Omit<Lanes, 'start'> & { start(): void };

/** A database with an inbox, and as many replicas of the lanes as a test wants. */
export async function openBench() {
  const database = await freshDatabase();
  const { pool, close } = openDatabase(database.url, { max: 8 });
  const running: Lanes[] = [];
  return {
    pool,
    store: (...arrivals: Arrival[]) => storeArrivals(pool, arrivals),
    /** One replica, not started. */
    replica({ handle, ...options }: Partial<LanesOptions> & { handle: EntryHandler }): Replica {
      const lanes = createLanes({
        pool,
        logger: createLogger('silent'),
        onDead: async () => {},
        retryDelaysMs: [0, 0, 0],
        pollMs: 20,
        ...options,
      });
      running.push(lanes);
      return { ...lanes, start: () => lanes.start(handle) };
    },
    /** Every entry as it stands, in the order of its lane. */
    async entries(): Promise<{ lane: string; id: string; status: string; attempts: number }[]> {
      const { rows } = await pool.query<{ lane: string; id: string; status: string; attempts: number }>(
        'select lane, external_id as id, status, attempts from inbox order by lane, position',
      );
      return rows;
    },
    /** What happens to the lease of a process that stands still for too long. */
    async expireLease(lane: string): Promise<void> {
      await pool.query(`update lanes set leased_until = now() - interval '1 second' where lane = $1`, [lane]);
    },
    async close() {
      await Promise.all(running.map((lanes) => lanes.stop(2_000)));
      await close();
      await database.drop();
    },
  };
}

export type Bench = Awaited<ReturnType<typeof openBench>>;

/** A handler that waits at each entry until the test lets it go on. */
export function createGate() {
  const waiting = new Map<string, () => void>();
  const seen: string[] = [];
  return {
    /** External ids in the order in which their handling began. */
    seen,
    async handle(entry: Entry): Promise<void> {
      seen.push(entry.externalId);
      await new Promise<void>((resolve) => waiting.set(entry.externalId, resolve));
    },
    open(id: string): void {
      waiting.get(id)?.();
      waiting.delete(id);
    },
  };
}
