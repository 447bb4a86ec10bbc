import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { defineJob } from '../../../src/platform/queue/job.ts';
import { work } from '../../../src/platform/queue/work.ts';
import { type FreshDatabase, freshDatabase } from '../../support/postgres.ts';
import { numbered, openQueue, soon, statsOf } from './support.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

test('as many jobs run at once as the definition allows, and no more', async () => {
  const { queue } = openQueue(database.url);
  let now = 0;
  const highs: number[] = [];
  const gates: (() => void)[] = [];
  const job = numbered('parallel', { concurrency: 3 });
  const counted = work(job, async () => {
    highs.push(++now);
    await new Promise<void>((resolve) => gates.push(resolve));
    now--;
  });
  queue.work([counted], {});
  await queue.start();
  await database.db.transaction(async (tx) => {
    for (let n = 0; n < 7; n++) await queue.enqueue(tx, job({ n }));
  });
  await expect.poll(() => gates.length, soon).toBe(3);
  for (let n = 1; n <= 7; n++) {
    await expect.poll(() => gates.length, soon).toBeGreaterThan(0);
    gates.shift()?.();
  }
  await expect.poll(() => highs.length === 7 && now === 0, soon).toBe(true);
  expect(Math.max(...highs)).toBe(3);
});

test('jobs of one key never run at the same time, in any process', async () => {
  const keys = ['a', 'b', 'a', 'b', 'a', 'b', 'a', 'b'];
  const running = new Set<string>();
  const clashes: string[] = [];
  let finished = 0;
  const job = defineJob({
    ...numbered('keyed', { concurrency: 3 }).definition,
    schema: z.object({ key: z.string() }),
    key: ({ key }) => key,
  });
  const watched = work(job, async ({ data }) => {
    if (running.has(data.key)) clashes.push(data.key);
    running.add(data.key);
    await new Promise((resolve) => setTimeout(resolve, 15));
    running.delete(data.key);
    finished++;
  });
  const queues = [openQueue(database.url).queue, openQueue(database.url).queue];
  for (const queue of queues) {
    queue.work([watched], {});
    await queue.start();
  }
  for (const key of keys) await queues[0]?.enqueue(database.db, job({ key }));
  await expect.poll(() => finished, soon).toBe(keys.length);
  expect(clashes).toEqual([]);
});

test('a singleton job waits once, with the newest data', async () => {
  const { queue } = openQueue(database.url);
  const job = numbered<string>('single', { key: (_data, key) => key, isCoalesced: true });
  queue.declare([job]);
  await queue.start();
  const enqueue = (n: number) => queue.enqueue(database.db, job({ n }, 'x'));
  await Promise.all([1, 2, 3, 4, 5].map(enqueue));
  await enqueue(6);
  await queue.enqueue(database.db, job({ n: 7 }, 'y'));
  const stored = await database.db.execute(sql`select data from pgboss.job where name = 'single' order by 1`);
  expect(stored.rows.map((row) => row['data'])).toEqual([{ n: 6 }, { n: 7 }]);
});

test('a change made together with a singleton job is seen by a run that comes after it', async () => {
  await database.db.execute(sql`create table wanted as select 0 as n`);
  const { queue: sender } = openQueue(database.url);
  const { queue: worker } = openQueue(database.url);
  const seen: unknown[] = [];
  let marked = 0;
  const latest = numbered('latest', { key: () => 'x', isCoalesced: true });
  const marker = numbered('marker');
  sender.declare([latest, marker]);
  const looking = work(latest, async () => {
    seen.push((await database.db.execute(sql`select n from wanted`)).rows[0]?.['n']);
  });
  worker.work([looking, work(marker, async () => void marked++)], {});
  await sender.start();
  await sender.enqueue(database.db, latest({ n: 0 }));
  await database.db.transaction(async (tx) => {
    await sender.enqueue(tx, latest({ n: 1 }));
    await worker.start();
    // Twice round, so that the worker has certainly looked for the job that waits.
    for (const n of [1, 2]) {
      await sender.enqueue(database.db, marker({ n }));
      await expect.poll(() => marked, soon).toBe(n);
    }
    await tx.execute(sql`update wanted set n = 1`);
  });
  await expect.poll(() => seen.at(-1), soon).toBe(1);
});

test('many jobs are added at once, leaving out those of whose key one waits already', async () => {
  const { queue } = openQueue(database.url);
  const job = numbered<string>('missing', { key: (_data, key) => key });
  queue.declare([job]);
  await queue.start();
  await queue.enqueue(database.db, job({ n: 1 }, 'one'));
  const jobs = ['one', 'two', 'two', 'three'].map((key, n) => job({ n }, key));
  await database.db.transaction((tx) => queue.enqueueMissing(tx, jobs));
  expect(await statsOf(queue, 'missing')).toMatchObject({ queued: 3 });

  const undone = database.db.transaction(async (tx) => {
    await queue.enqueueMissing(tx, [job({ n: 4 }, 'four')]);
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  await expect(queue.enqueueMissing(database.db, [job({ n: Number.NaN }, 'five')])).rejects.toThrow(/n/);
  expect(await statsOf(queue, 'missing')).toMatchObject({ queued: 3 });
});
