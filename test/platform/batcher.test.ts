import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBatcher } from '../../src/platform/batcher.ts';

test('a single item runs at once and gets its own result', async () => {
  const batcher = createBatcher({
    maxSize: 10,
    maxFlights: 1,
    run: async (items: number[]) => items.map((n) => n * 2),
  });
  expect(await batcher.add(21)).toBe(42);
});

test('items that arrive while every flight is under way share the next run', async () => {
  const runs: number[][] = [];
  const gates: (() => void)[] = [];
  const batcher = createBatcher({
    maxSize: 100,
    maxFlights: 1,
    async run(items: number[]) {
      runs.push(items);
      await new Promise<void>((resolve) => gates.push(resolve));
      return items;
    },
  });
  const first = batcher.add(0);
  await expect.poll(() => gates.length).toBe(1);
  const rest = [1, 2, 3].map((item) => batcher.add(item));
  await new Promise(setImmediate);
  expect(runs).toEqual([[0]]);
  gates.shift()?.();
  await first;
  await expect.poll(() => gates.length).toBe(1);
  gates.shift()?.();
  expect(await Promise.all(rest)).toEqual([1, 2, 3]);
  expect(runs).toEqual([[0], [1, 2, 3]]);
});

test('a run that answers another number of results fails its items', async () => {
  const batcher = createBatcher({ maxSize: 10, maxFlights: 1, run: async () => [] as number[] });
  await expect(batcher.add(1)).rejects.toThrow('another number of results');
});

test('whatever fails and however items arrive, each gets its own answer and the limits hold', async () => {
  const plan = fc.record({
    maxSize: fc.integer({ min: 1, max: 5 }),
    maxFlights: fc.integer({ min: 1, max: 3 }),
    poison: fc.uniqueArray(fc.nat(39), { maxLength: 5 }),
    bursts: fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 5 }),
  });
  await fc.assert(
    fc.asyncProperty(plan, async ({ maxSize, maxFlights, poison, bursts }) => {
      const seen = observedRun(new Set(poison));
      const batcher = createBatcher({ maxSize, maxFlights, run: seen.run });
      const answers: (string | Error)[] = [];
      let added = 0;
      for (const burst of bursts) {
        for (let i = 0; i < burst; i++) {
          const item = added++;
          batcher.add(item).then(
            (result) => (answers[item] = result),
            (error: Error) => (answers[item] = error),
          );
        }
        await new Promise(setImmediate);
      }
      await batcher.drain();
      for (let item = 0; item < added; item++) {
        const failed = seen.runs.find((run) => run.includes(item))?.some((other) => poison.includes(other));
        expect(answers[item]).toEqual(failed ? seen.error : `r${item}`);
      }
      expect(seen.runs.flat()).toEqual(Array.from({ length: added }, (_, index) => index));
      expect(Math.max(...seen.runs.map((run) => run.length))).toBeLessThanOrEqual(maxSize);
      expect(seen.most()).toBeLessThanOrEqual(maxFlights);
    }),
  );
});

function observedRun(poison: Set<number>) {
  const runs: number[][] = [];
  const error = new Error('poison');
  let now = 0;
  let most = 0;
  async function run(items: number[]) {
    runs.push(items);
    most = Math.max(most, ++now);
    await new Promise(setImmediate);
    now--;
    if (items.some((item) => poison.has(item))) throw error;
    return items.map((item) => `r${item}`);
  }
  return { runs, error, run, most: () => most };
}
