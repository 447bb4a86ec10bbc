import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Entry } from '../../../src/platform/inbox/queries.ts';
import { eventually } from '../../support/eventually.ts';
import { arrival, type Bench, openBench } from './bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

interface Step {
  lane: string;
  /** Who is told of the arrival; the other one has to find it. */
  told: number;
  /** Turns of the event loop that the work takes. */
  turns: number;
  failures: number;
}

const steps = fc.array(
  fc.record({
    lane: fc.constantFrom('a', 'b', 'c'),
    told: fc.nat({ max: 2 }),
    turns: fc.nat({ max: 30 }),
    failures: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 3 })),
  }),
  { minLength: 1, maxLength: 25 },
);

/** Watches handlers: nobody may begin in a lane where somebody is at work. */
function createWatch(plan: ReadonlyMap<string, Step>) {
  const atWork = new Set<string>();
  const failed = new Map<string, number>();
  const overlaps: string[] = [];
  const finished: string[] = [];
  async function handle({ lane, externalId }: Entry): Promise<void> {
    if (atWork.has(lane)) overlaps.push(`${lane} ${externalId}`);
    atWork.add(lane);
    const { turns = 0, failures = 0 } = plan.get(externalId) ?? {};
    for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
    atWork.delete(lane);
    const before = failed.get(externalId) ?? 0;
    failed.set(externalId, before + 1);
    if (before < failures) throw new Error('not yet');
    finished.push(externalId);
  }
  return { handle, overlaps, finished };
}

it('two replicas never work on one lane at the same time, lose nothing, repeat nothing and keep the order', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (given) => {
      await bench.pool.query('truncate inbox, lanes');
      const arrivals = given.map((step) => arrival(step.lane));
      const plan = new Map(arrivals.map(({ externalId }, at) => [externalId, given[at] as Step]));
      const watch = createWatch(plan);
      const replicas = [bench.replica({ handle: watch.handle }), bench.replica({ handle: watch.handle })];
      for (const replica of replicas) replica.start();
      for (const [at, one] of arrivals.entries()) {
        await bench.store(one);
        replicas[given[at]?.told ?? 2]?.wake(one.lane);
      }
      await eventually(async () => {
        expect((await bench.entries()).filter(({ status }) => status === 'pending')).toEqual([]);
      });
      await Promise.all(replicas.map((replica) => replica.stop(2_000)));
      expect(watch.overlaps).toEqual([]);
      for (const lane of ['a', 'b', 'c']) {
        const ids = arrivals.filter((one) => one.lane === lane).map(({ externalId }) => externalId);
        expect(watch.finished.filter((id) => ids.includes(id))).toEqual(ids);
      }
    }),
    { numRuns: 12, endOnFailure: true },
  );
});
