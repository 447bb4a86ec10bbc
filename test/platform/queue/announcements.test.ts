import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { createAnnouncements } from '../../../src/platform/queue/announcements.ts';
import { createCrew } from '../../../src/platform/queue/crew.ts';
import { work } from '../../../src/platform/queue/work.ts';
import { type FreshDatabase, freshDatabase } from '../../support/postgres.ts';
import { logger, numbered, openQueue, soon } from './support.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

test('a new job is heard of when its transaction commits, also after the connection was lost', async () => {
  const { queue } = openQueue(database.url);
  const heardJob = numbered<string>('heard', { key: (_data, key) => key });
  queue.declare([heardJob]);
  await queue.start();
  const heard: string[] = [];
  let connected = 0;
  const announcements = createAnnouncements({
    url: database.url,
    logger,
    onJob: (name) => heard.push(name),
    onConnected: () => connected++,
  });
  onTestFinished(() => announcements.stop());
  await announcements.start();
  expect(connected).toBe(1);

  await database.db.transaction(async (tx) => {
    await queue.enqueueMissing(tx, [heardJob({ n: 1 }, 'one')]);
  });
  await expect.poll(() => heard, soon).toEqual(['heard']);
  await queue.enqueue(database.db, heardJob({ n: 2 }, 'two'), { startAfterSeconds: 3_600 });

  await database.db.execute(
    sql`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'queue announcements' and datname = current_database()`,
  );
  await expect.poll(() => connected, soon).toBe(2);
  await queue.enqueue(database.db, heardJob({ n: 3 }, 'three'));
  await expect.poll(() => heard, soon).toEqual(['heard', 'heard']);
});

test('a worker that starts looks for a job once, and then when there is one', async () => {
  const queries = vi.spyOn(pg.Client.prototype, 'query');
  onTestFinished(() => queries.mockRestore());
  const looks = () => queries.mock.calls.filter(([asked]) => /next AS[^]+'looking-\d'/.test(String(asked)));
  const { queue } = openQueue(database.url);
  const kinds = ['1', '2', '3', '4', '5'].map((each) => numbered(`looking-${each}`));
  let looksOfAll = 0;
  const done: number[] = [];
  const note = async ({ data }: { data: { n: number } }) => {
    done.push(data.n);
    if (done.length === kinds.length) looksOfAll = looks().length;
  };
  queue.work(
    kinds.map((kind) => work(kind, note)),
    {},
  );
  await queue.start();
  await expect.poll(() => looks().length, soon).toBeGreaterThanOrEqual(kinds.length);
  for (const kind of kinds) await queue.enqueue(database.db, kind({ n: 1 }));
  await expect.poll(() => done.length, soon).toBe(kinds.length);
  // The third look is the one after the job, which the last of them has not come to.
  expect(looksOfAll).toBeLessThan(3 * kinds.length);
});

test('each announcement wakes one idle worker, and another one each time', () => {
  const woken: string[] = [];
  const crew = createCrew({ notifyWorker: (id) => void woken.push(id) });
  for (const id of ['a', 'b', 'c']) crew.join(id);
  crew.wakeOne();
  crew.wakeOne();
  expect(woken).toEqual(['a', 'b']);
  crew.begin('c');
  crew.wakeOne();
  crew.wakeOne();
  expect(woken).toEqual(['a', 'b', 'a', 'b']);
});

test('a worker that finds a further job by itself has another one help', () => {
  const woken: string[] = [];
  const crew = createCrew({ notifyWorker: (id) => void woken.push(id) });
  for (const id of ['a', 'b']) crew.join(id);
  crew.wakeOne();
  crew.begin('a');
  expect(woken).toEqual(['a']);
  crew.end('a');
  crew.begin('a');
  expect(woken).toEqual(['a', 'a', 'b']);
  crew.begin('b');
  crew.wakeOne();
  expect(woken).toEqual(['a', 'a', 'b']);
});
