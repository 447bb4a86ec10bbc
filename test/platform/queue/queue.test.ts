import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { Refusal } from '../../../src/platform/refusal.ts';
import { work } from '../../../src/platform/queue/work.ts';
import { type FreshDatabase, freshDatabase } from '../../support/postgres.ts';
import { numbered, openQueue, soon, statsOf } from './support.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

test('a job enqueued in a transaction runs once the transaction commits', async () => {
  const { queue, outcomes } = openQueue(database.url);
  const seen: unknown[] = [];
  const job = numbered('commit');
  const done = work(job, async ({ data, attempt, signal }) => {
    seen.push({ data, attempt, aborted: signal.aborted });
  });
  queue.work([done], {});
  await queue.start();
  await database.db.transaction((tx) => queue.enqueue(tx, job({ n: 7 })));
  await expect.poll(() => seen, soon).toEqual([{ data: { n: 7 }, attempt: 1, aborted: false }]);
  expect(outcomes).toMatchObject([{ queue: 'commit', result: 'done', attempt: 1 }]);
});

test('a transaction rolled back leaves no job', async () => {
  const { queue } = openQueue(database.url);
  const job = numbered('rollback');
  const keyed = numbered('rollback', { key: () => 'k', isCoalesced: true });
  queue.declare([job]);
  await queue.start();
  const failing = database.db.transaction(async (tx) => {
    await queue.enqueue(tx, job({ n: 1 }));
    await queue.enqueue(tx, keyed({ n: 2 }));
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  const jobs = await database.db.execute(sql`select 1 from pgboss.job where name = 'rollback'`);
  expect(jobs.rows).toEqual([]);
});

test('a job that fails is tried again, and after its limit is kept aside and can be redriven', async () => {
  const { queue, outcomes } = openQueue(database.url);
  const job = numbered('fails');
  let broken = true;
  const failing = work(job, async ({ attempt }) => {
    if (broken) throw new Error(`boom ${attempt} postgres://user:hunter2@db/x`);
  });
  queue.work([failing], {});
  await queue.start();
  await queue.enqueue(database.db, job({ n: 1 }));
  await expect
    .poll(() => statsOf(queue, 'fails'), soon)
    .toMatchObject({ dead: 1, queued: 0, failed: 0, active: 0 });
  expect(outcomes.map((outcome) => [outcome.result, outcome.attempt])).toEqual([
    ['retried', 1],
    ['retried', 2],
    ['dead', 3],
  ]);
  const stored = await database.db.execute(
    sql`select output::text as output from pgboss.job where name like 'fails%'`,
  );
  expect(JSON.stringify(stored.rows)).toContain('boom');
  expect(JSON.stringify(stored.rows)).not.toContain('hunter2');

  broken = false;
  expect(await queue.redrive('fails')).toBe(1);
  await expect.poll(() => outcomes.at(-1)?.result, soon).toBe('done');
  expect(await statsOf(queue, 'fails')).toMatchObject({ dead: 0 });
});

test('a refusal ends the job without another try', async () => {
  const { queue, outcomes } = openQueue(database.url);
  const job = numbered('refused');
  const refusing = work(job, async () => {
    throw new Refusal('conflict', 'try-later');
  });
  queue.work([refusing], {});
  await queue.start();
  await queue.enqueue(database.db, job({ n: 1 }));
  const stored = () =>
    database.db.execute(sql`select state::text, output from pgboss.job where name = 'refused'`);
  const output = { result: 'refused', kind: 'conflict', code: 'try-later' };
  await expect.poll(async () => (await stored()).rows, soon).toEqual([{ state: 'completed', output }]);
  expect(outcomes).toMatchObject([{ result: 'refused', attempt: 1 }]);
});

test('a failed job waits longer before every further try', async () => {
  const { queue } = openQueue(database.url);
  const starts: number[] = [];
  const job = numbered('backoff', { retry: { limit: 2, delaySeconds: 1, maxDelaySeconds: 2 } });
  const failing = work(job, async () => {
    starts.push(performance.now());
    throw new Error('later');
  });
  queue.work([failing], {});
  await queue.start();
  await queue.enqueue(database.db, job({ n: 1 }));
  await expect.poll(() => statsOf(queue, 'backoff'), soon).toMatchObject({ failed: 1, dead: 0 });
  await expect.poll(() => starts.length, soon).toBe(3);
  expect((starts[1] ?? 0) - (starts[0] ?? 0)).toBeGreaterThanOrEqual(490);
});

test('data that does not fit the job is refused before it is stored', async () => {
  const { queue } = openQueue(database.url);
  const job = numbered('schema');
  queue.declare([job]);
  await queue.start();
  await expect(queue.enqueue(database.db, job({ n: Number.NaN }))).rejects.toThrow(z.ZodError);
  await expect(queue.enqueue(database.db, numbered('unheard')({ n: 1 }))).rejects.toThrow(
    'No job is called "unheard"',
  );
  expect(await statsOf(queue, 'schema')).toMatchObject({ queued: 0 });
});
