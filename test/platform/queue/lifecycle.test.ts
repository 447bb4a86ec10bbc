import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createQueue } from '../../../src/platform/queue.ts';
import { timetable, work } from '../../../src/platform/queue/work.ts';
import { emptyDatabase, type FreshDatabase, freshDatabase } from '../../support/postgres.ts';
import { logger, numbered, openQueue, soon, statsOf } from './support.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

test('jobs wait for a process that can run them, and survive a restart', async () => {
  const first = openQueue(database.url).queue;
  const job = numbered('restart');
  first.declare([job]);
  await first.start();
  for (const n of [1, 2, 3]) await first.enqueue(database.db, job({ n }));
  await first.enqueue(database.db, job({ n: 4 }), { startAfterSeconds: 3_600 });
  expect(await statsOf(first, 'restart')).toMatchObject({ queued: 4, active: 0, dead: 0 });
  await first.stop(1_000);

  const second = openQueue(database.url).queue;
  const seen: number[] = [];
  second.work([work(job, async ({ data }) => void seen.push(data.n))], {});
  await second.start();
  await expect.poll(() => seen, soon).toEqual([1, 2, 3]);
  await expect.poll(() => statsOf(second, 'restart'), soon).toMatchObject({ queued: 1, oldestDueSeconds: 0 });
});

test('a job under way when the process has to stop is told so and runs again in the next one', async () => {
  const first = openQueue(database.url).queue;
  const job = numbered('interrupted');
  let aborted = false;
  let running = false;
  const waiting = work(job, ({ signal }) => {
    running = true;
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        aborted = true;
        reject(new Error('stopped'));
      });
    });
  });
  first.work([waiting], {});
  await first.start();
  await first.enqueue(database.db, job({ n: 1 }));
  await expect.poll(() => running, soon).toBe(true);
  await first.stop(0);
  expect(aborted).toBe(true);

  const { queue: second, outcomes } = openQueue(database.url);
  second.work([work(job, async () => {})], {});
  await second.start();
  await expect.poll(() => outcomes, soon).toMatchObject([{ result: 'done', attempt: 2 }]);
});

test('stopping waits for the job under way', async () => {
  const { queue, outcomes } = openQueue(database.url);
  let release = () => {};
  let running = false;
  const job = numbered('drain');
  const held = work(job, () => {
    running = true;
    return new Promise<void>((resolve) => (release = resolve));
  });
  queue.work([held], {});
  await queue.start();
  await queue.enqueue(database.db, job({ n: 1 }));
  await expect.poll(() => running, soon).toBe(true);
  const stopped = queue.stop(10_000);
  release();
  await stopped;
  expect(outcomes).toMatchObject([{ result: 'done' }]);
});

test('a job whose process died is taken over', async () => {
  const dead = openQueue(database.url).queue;
  const job = numbered('orphan');
  dead.declare([job]);
  await dead.start();
  await dead.enqueue(database.db, job({ n: 1 }));
  await dead.stop(1_000);
  // As a killed process leaves it: claimed, and silent for longer than the heartbeat allows.
  await database.db.execute(sql`update pgboss.job set state = 'active', started_on = now() - interval '2 minutes',
    heartbeat_on = now() - interval '1 minute' where name = 'orphan'`);

  const { queue, outcomes } = openQueue(database.url, { superviseSeconds: 1 });
  queue.work([work(job, async () => {})], {});
  await queue.start();
  await expect.poll(() => outcomes, soon).toMatchObject([{ result: 'done', attempt: 2 }]);
});

test('a scheduled job is due at its time, and a schedule taken out of the code is forgotten', async () => {
  const first = openQueue(database.url).queue;
  const nightly = work(numbered('nightly'), async () => {}, {
    times: { cron: '30 3 * * *', timeZone: () => 'Europe/Berlin' },
  });
  const hourly = timetable({ name: 'hourly', cron: '0 * * * *' }, async () => {});
  first.work([nightly, hourly], {});
  await first.start();
  const schedules = () =>
    database.db.execute(sql`select name, cron, timezone from pgboss.schedule order by 1`);
  expect((await schedules()).rows).toEqual([
    { name: 'hourly', cron: '0 * * * *', timezone: 'UTC' },
    { name: 'nightly', cron: '30 3 * * *', timezone: 'Europe/Berlin' },
  ]);
  await first.stop(1_000);
  const second = openQueue(database.url).queue;
  second.work([hourly], {});
  await second.start();
  expect((await schedules()).rows.map((row) => row['name'])).toEqual(['hourly']);
});

test('several processes may start together on an empty database', async () => {
  const empty = await emptyDatabase();
  const queues = [1, 2, 3].map(() => createQueue({ url: empty.url, logger }));
  for (const queue of queues) queue.declare([numbered('together')]);
  await Promise.all(queues.map((queue) => queue.start()));
  for (const queue of queues) expect(await queue.stats()).toHaveLength(1);
  await Promise.all(queues.map((queue) => queue.stop(1_000)));
  await empty.drop();
});

test('a queue that another version opened otherwise is as this one wants it', async () => {
  const before = openQueue(database.url).queue;
  before.declare([numbered('adjusted')]);
  await before.start();
  await before.stop(1_000);
  const after = openQueue(database.url).queue;
  const retry = { limit: 9, delaySeconds: 4, maxDelaySeconds: 60 };
  after.declare([numbered('adjusted', { retry })]);
  await after.start();
  const { rows } = await database.db.execute(
    sql`select retry_limit, retry_delay, retry_delay_max from pgboss.queue where name = 'adjusted'`,
  );
  expect(rows).toEqual([{ retry_limit: 9, retry_delay: 4, retry_delay_max: 60 }]);
});
