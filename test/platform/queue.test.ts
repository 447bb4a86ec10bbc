import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { createQueue, type JobDefinition, type Queue, type QueueOptions } from '../../src/platform/queue.ts';
import type { JobOutcome } from '../../src/platform/queue/attempt.ts';
import { Refusal } from '../../src/platform/refusal.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const logger = pino({ level: 'silent' });
const numbered = z.object({ n: z.number() });

function definition(name: string, more: Partial<JobDefinition> = {}): JobDefinition {
  const retry = { limit: 2, delaySeconds: 0, maxDelaySeconds: 0 };
  return { name, schema: numbered, retry, concurrency: 1, deadLetter: true, ...more };
}

/** A queue that ends with the test, and the outcomes it reported. */
function openQueue(options: Partial<QueueOptions> = {}): { queue: Queue; outcomes: JobOutcome[] } {
  const outcomes: JobOutcome[] = [];
  const onOutcome = (outcome: JobOutcome) => void outcomes.push(outcome);
  const queue = createQueue({ url: database.url, logger, onOutcome, ...options });
  onTestFinished(() => queue.stop(1_000));
  return { queue, outcomes };
}

async function statsOf(queue: Queue, name: string) {
  return (await queue.stats()).find((stats) => stats.name === name);
}

const soon = { timeout: 15_000, interval: 20 };

test('a job enqueued in a transaction runs once the transaction commits', async () => {
  const { queue, outcomes } = openQueue();
  const seen: unknown[] = [];
  queue.declare(definition('commit'));
  queue.work<{ n: number }>('commit', async ({ data, attempt, signal }) => {
    seen.push({ data, attempt, aborted: signal.aborted });
  });
  await queue.start();
  await database.db.transaction((tx) => queue.enqueue(tx, 'commit', { n: 7 }));
  await expect.poll(() => seen, soon).toEqual([{ data: { n: 7 }, attempt: 1, aborted: false }]);
  expect(outcomes).toMatchObject([{ queue: 'commit', result: 'done', attempt: 1 }]);
});

test('a transaction rolled back leaves no job', async () => {
  const { queue } = openQueue();
  queue.declare(definition('rollback'));
  await queue.start();
  const failing = database.db.transaction(async (tx) => {
    await queue.enqueue(tx, 'rollback', { n: 1 });
    await queue.enqueue(tx, 'rollback', { n: 2 }, { key: 'k', singleton: true });
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  const jobs = await database.db.execute(sql`select 1 from pgboss.job where name = 'rollback'`);
  expect(jobs.rows).toEqual([]);
});

test('a job that fails is tried again, and after its limit is kept aside and can be redriven', async () => {
  const { queue, outcomes } = openQueue();
  queue.declare(definition('fails'));
  let broken = true;
  queue.work('fails', async ({ attempt }) => {
    if (broken) throw new Error(`boom ${attempt} postgres://user:hunter2@db/x`);
  });
  await queue.start();
  await queue.enqueue(database.db, 'fails', { n: 1 });
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
  const { queue, outcomes } = openQueue();
  queue.declare(definition('refused'));
  queue.work('refused', async () => {
    throw new Refusal('conflict', 'already_used');
  });
  await queue.start();
  await queue.enqueue(database.db, 'refused', { n: 1 });
  const stored = () =>
    database.db.execute(sql`select state::text, output from pgboss.job where name = 'refused'`);
  const output = { result: 'refused', kind: 'conflict', code: 'already_used' };
  await expect.poll(async () => (await stored()).rows, soon).toEqual([{ state: 'completed', output }]);
  expect(outcomes).toMatchObject([{ result: 'refused', attempt: 1 }]);
});

test('a failed job waits longer before every further try', async () => {
  const { queue } = openQueue();
  const starts: number[] = [];
  queue.declare(definition('backoff', { retry: { limit: 2, delaySeconds: 1, maxDelaySeconds: 2 } }));
  queue.work('backoff', async () => {
    starts.push(performance.now());
    throw new Error('later');
  });
  await queue.start();
  await queue.enqueue(database.db, 'backoff', { n: 1 });
  await expect.poll(() => statsOf(queue, 'backoff'), soon).toMatchObject({ failed: 1, dead: 0 });
  await expect.poll(() => starts.length, soon).toBe(3);
  expect((starts[1] ?? 0) - (starts[0] ?? 0)).toBeGreaterThanOrEqual(490);
});

test('data that does not fit the job is refused before it is stored', async () => {
  const { queue } = openQueue();
  queue.declare(definition('schema'));
  await queue.start();
  await expect(queue.enqueue(database.db, 'schema', { n: 'seven' })).rejects.toThrow(z.ZodError);
  await expect(queue.enqueue(database.db, 'unheard', { n: 1 })).rejects.toThrow('No job is called "unheard"');
  expect(await statsOf(queue, 'schema')).toMatchObject({ queued: 0 });
});

test('jobs wait for a process that can run them, and survive a restart', async () => {
  const first = openQueue().queue;
  first.declare(definition('restart'));
  await first.start();
  for (const n of [1, 2, 3]) await first.enqueue(database.db, 'restart', { n });
  await first.enqueue(database.db, 'restart', { n: 4 }, { startAfterSeconds: 3_600 });
  expect(await statsOf(first, 'restart')).toMatchObject({ queued: 4, active: 0, dead: 0 });
  await first.stop(1_000);

  const second = openQueue().queue;
  const seen: number[] = [];
  second.declare(definition('restart'));
  second.work<{ n: number }>('restart', async ({ data }) => void seen.push(data.n));
  await second.start();
  await expect.poll(() => seen, soon).toEqual([1, 2, 3]);
  await expect.poll(() => statsOf(second, 'restart'), soon).toMatchObject({ queued: 1, oldestDueSeconds: 0 });
});

test('a job under way when the process has to stop is told so and runs again in the next one', async () => {
  const first = openQueue().queue;
  first.declare(definition('interrupted'));
  let aborted = false;
  let running = false;
  first.work('interrupted', ({ signal }) => {
    running = true;
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        aborted = true;
        reject(new Error('stopped'));
      });
    });
  });
  await first.start();
  await first.enqueue(database.db, 'interrupted', { n: 1 });
  await expect.poll(() => running, soon).toBe(true);
  await first.stop(0);
  expect(aborted).toBe(true);

  const { queue: second, outcomes } = openQueue();
  second.declare(definition('interrupted'));
  second.work('interrupted', async () => {});
  await second.start();
  await expect.poll(() => outcomes, soon).toMatchObject([{ result: 'done', attempt: 2 }]);
});

test('stopping waits for the job under way', async () => {
  const { queue, outcomes } = openQueue();
  let release = () => {};
  let running = false;
  queue.declare(definition('drain'));
  queue.work('drain', () => {
    running = true;
    return new Promise<void>((resolve) => (release = resolve));
  });
  await queue.start();
  await queue.enqueue(database.db, 'drain', { n: 1 });
  await expect.poll(() => running, soon).toBe(true);
  const stopped = queue.stop(10_000);
  release();
  await stopped;
  expect(outcomes).toMatchObject([{ result: 'done' }]);
});

test('a job whose process died is taken over', async () => {
  const dead = openQueue().queue;
  dead.declare(definition('orphan'));
  await dead.start();
  await dead.enqueue(database.db, 'orphan', { n: 1 });
  await dead.stop(1_000);
  // As a killed process leaves it: claimed, and silent for longer than the heartbeat allows.
  await database.db.execute(sql`update pgboss.job set state = 'active', started_on = now() - interval '2 minutes',
    heartbeat_on = now() - interval '1 minute' where name = 'orphan'`);

  const { queue, outcomes } = openQueue({ superviseSeconds: 1 });
  queue.declare(definition('orphan'));
  queue.work('orphan', async () => {});
  await queue.start();
  await expect.poll(() => outcomes, soon).toMatchObject([{ result: 'done', attempt: 2 }]);
});

test('as many jobs run at once as the definition allows, and no more', async () => {
  const { queue } = openQueue();
  let now = 0;
  const highs: number[] = [];
  const gates: (() => void)[] = [];
  queue.declare(definition('parallel', { concurrency: 3 }));
  queue.work('parallel', async () => {
    highs.push(++now);
    await new Promise<void>((resolve) => gates.push(resolve));
    now--;
  });
  await queue.start();
  await database.db.transaction(async (tx) => {
    for (let n = 0; n < 7; n++) await queue.enqueue(tx, 'parallel', { n });
  });
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
  const work = async ({ data }: { data: { key: string } }) => {
    if (running.has(data.key)) clashes.push(data.key);
    running.add(data.key);
    await new Promise((resolve) => setTimeout(resolve, 15));
    running.delete(data.key);
    finished++;
  };
  const schema = z.object({ key: z.string() });
  const queues = [openQueue().queue, openQueue().queue];
  for (const queue of queues) {
    queue.declare(definition('keyed', { schema, concurrency: 3 }));
    queue.work<{ key: string }>('keyed', work);
    await queue.start();
  }
  for (const key of keys) await queues[0]?.enqueue(database.db, 'keyed', { key }, { key });
  await expect.poll(() => finished, soon).toBe(keys.length);
  expect(clashes).toEqual([]);
});

test('a singleton job waits once, with the newest data', async () => {
  const { queue } = openQueue();
  queue.declare(definition('single'));
  await queue.start();
  const enqueue = (n: number) => queue.enqueue(database.db, 'single', { n }, { key: 'x', singleton: true });
  await Promise.all([1, 2, 3, 4, 5].map(enqueue));
  await enqueue(6);
  await queue.enqueue(database.db, 'single', { n: 7 }, { key: 'y', singleton: true });
  const stored = await database.db.execute(sql`select data from pgboss.job where name = 'single' order by 1`);
  expect(stored.rows.map((row) => row['data'])).toEqual([{ n: 6 }, { n: 7 }]);
});

test('a change made together with a singleton job is always seen by a run that comes after it', async () => {
  await database.db.execute(sql`create table wanted as select 0 as n`);
  const { queue } = openQueue();
  let seen = -1;
  const readWanted = async () =>
    (await database.db.execute<{ n: number }>(sql`select n from wanted`)).rows[0]?.n ?? -1;
  queue.declare(definition('latest'));
  queue.work('latest', async () => {
    seen = await readWanted();
  });
  await queue.start();
  for (let n = 1; n <= 60; n++) {
    await database.db.transaction(async (tx) => {
      await queue.enqueue(tx, 'latest', { n }, { key: 'x', singleton: true });
      await tx.execute(sql`update wanted set n = ${n}`);
      // Long enough for a worker to come by before the change is committed.
      if (n % 3 === 0) await tx.execute(sql`select pg_sleep(0.02)`);
    });
  }
  await expect.poll(() => seen, soon).toBe(60);
});

test('a scheduled job is due at its time, and a schedule taken out of the code is forgotten', async () => {
  const first = openQueue().queue;
  for (const name of ['nightly', 'hourly']) first.declare(definition(name, { schema: z.object({}) }));
  first.schedule('nightly', '30 3 * * *', 'Europe/Berlin');
  first.schedule('hourly', '0 * * * *');
  await first.start();
  const schedules = () =>
    database.db.execute(sql`select name, cron, timezone from pgboss.schedule order by 1`);
  expect((await schedules()).rows).toEqual([
    { name: 'hourly', cron: '0 * * * *', timezone: 'UTC' },
    { name: 'nightly', cron: '30 3 * * *', timezone: 'Europe/Berlin' },
  ]);
  await first.stop(1_000);
  const second = openQueue().queue;
  second.declare(definition('hourly', { schema: z.object({}) }));
  second.schedule('hourly', '0 * * * *');
  await second.start();
  expect((await schedules()).rows.map((row) => row['name'])).toEqual(['hourly']);
});

test('two processes may start together on an empty database', async () => {
  const empty = await freshDatabase();
  const queues = [1, 2, 3].map(() => createQueue({ url: empty.url, logger }));
  for (const queue of queues) queue.declare(definition('together'));
  await Promise.all(queues.map((queue) => queue.start()));
  await Promise.all(queues.map((queue) => queue.stop(1_000)));
  await empty.drop();
});
