import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UnnamedStart } from '../../../src/platform/queue/running.ts';
import { work } from '../../../src/platform/queue/work.ts';
import { type FreshDatabase, freshDatabase } from '../../support/postgres.ts';
import { numbered, openQueue, soon } from './support.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

test('a job that starts another one without naming it is noticed, and starts it all the same', async () => {
  const unnamed: UnnamedStart[] = [];
  const onUnnamedStart = (start: UnnamedStart) => void unnamed.push(start);
  const { queue } = openQueue(database.url, { onUnnamedStart });
  const [first, named, other] = [numbered('first'), numbered('named'), numbered('other')];
  const done: string[] = [];
  const starting = work(
    first,
    async ({ data }) => {
      await queue.enqueue(database.db, named(data));
      await queue.enqueue(database.db, other(data));
    },
    { starts: ['named'] },
  );
  const doing = [
    work(named, async () => void done.push('named')),
    work(other, async () => void done.push('other')),
  ];
  queue.work([starting, ...doing], {});
  await queue.start();
  await queue.enqueue(database.db, first({ n: 1 }));
  await expect.poll(() => done.toSorted(), soon).toEqual(['named', 'other']);
  expect(unnamed).toEqual([{ by: 'first', started: 'other' }]);
});
