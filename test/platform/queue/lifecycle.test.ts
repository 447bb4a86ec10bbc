import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createQueue } from '../../../src/platform/queue.ts';
import { type FreshDatabase, freshDatabase } from '../../support/postgres.ts';
import { definition, logger, openQueue, soon, statsOf } from './support.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

test('jobs wait for a process that can run them, and survive a restart', async () => {
  const first = openQueue(database.url).queue;
  first.declare(definition('restart'));
  await first.start();
  for (const n of [1, 2, 3]) await first.enqueue(database.db, 'restart', { n });
  await first.enqueue(database.db, 'restart', { n: 4 }, { startAfterSeconds: 3_600 });
  expect(await statsOf(first, 'restart')).toMatchObject({ queued: 4, active: 0, dead: 0 });
  await first.stop(1_000);

  const second = openQueue(database.url).queue;
  const seen: number[] = [];
  second.declare(definition('restart'));
  second.work<{ n: number }>('restart', async ({ data }) => void seen.push(data.n));
  await second.start();
  await expect.poll(() => seen, soon).toEqual([1, 2, 3]);
  await expect.poll(() => statsOf(second, 'restart'), soon).toMatchObject({ queued: 1, oldestDueSeconds: 0 });
});

test('a job under way when the process has to stop is told so and runs again in the next one', async () => {
  const first = openQueue(database.url).queue;
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

  const { queue: second, outcomes } = openQueue(database.url);
  second.declare(definition('interrupted'));
  second.work('interrupted', async () => {});
  await second.start();
  await expect.poll(() => outcomes, soon).toMatchObject([{ result: 'done', attempt: 2 }]);
});

test('stopping waits for the job under way', async () => {
  const { queue, outcomes } = openQueue(database.url);
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
  const dead = openQueue(database.url).queue;
  dead.declare(definition('orphan'));
  await dead.start();
  await dead.enqueue(database.db, 'orphan', { n: 1 });
  await dead.stop(1_000);
  // As a killed process leaves it: claimed, and silent for longer than the heartbeat allows.
  await database.db.execute(sql`update pgboss.job set state = 'active', started_on = now() - interval '2 minutes',
    heartbeat_on = now() - interval '1 minute' where name = 'orphan'`);

  const { queue, outcomes } = openQueue(database.url, { superviseSeconds: 1 });
  queue.declare(definition('orphan'));
  queue.work('orphan', async () => {});
  await queue.start();
  await expect.poll(() => outcomes, soon).toMatchObject([{ result: 'done', attempt: 2 }]);
});

test('a scheduled job is due at its time, and a schedule taken out of the code is forgotten', async () => {
  const first = openQueue(database.url).queue;
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
  const second = openQueue(database.url).queue;
  second.declare(definition('hourly', { schema: z.object({}) }));
  second.schedule('hourly', '0 * * * *');
  await second.start();
  expect((await schedules()).rows.map((row) => row['name'])).toEqual(['hourly']);
});

test('several processes may start together on an empty database', async () => {
  const empty = await freshDatabase();
  const queues = [1, 2, 3].map(() => createQueue({ url: empty.url, logger }));
  for (const queue of queues) queue.declare(definition('together'));
  await Promise.all(queues.map((queue) => queue.start()));
  for (const queue of queues) expect(await queue.stats()).toHaveLength(1);
  await Promise.all(queues.map((queue) => queue.stop(1_000)));
  await empty.drop();
});
