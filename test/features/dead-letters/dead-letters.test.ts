import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createDeadLetters, type DeadLetters } from '../../../src/features/dead-letters/service.ts';
import { createAudit } from '../../../src/features/audit/service.ts';
import { createLogger } from '../../../src/platform/logger.ts';
import { createOnce } from '../../../src/platform/once.ts';
import { createQueue, type Queue } from '../../../src/platform/queue.ts';
import { defineJob } from '../../../src/platform/queue/job.ts';
import { work } from '../../../src/platform/queue/work.ts';
import { eventually } from '../../support/eventually.ts';
import { adminId } from '../../support/environment.ts';
import { type ServiceBench, startServices } from '../../support/services.ts';
import { codeOf } from '../../support/shop.ts';

const kinds = { refund: kindOf('refund'), notice: kindOf('notice') };
let bench: ServiceBench;
let queue: Queue;
let letters: DeadLetters;
let isBroken = true;
let done: number[] = [];
beforeAll(async () => {
  bench = await startServices();
  const { database, clock, users } = bench;
  queue = createQueue({ url: database.url, logger: createLogger('silent') });
  const failing = Object.values(kinds).map((job) =>
    work(job, async ({ data }) => {
      if (isBroken)
        throw new Error(`no answer from postgres://bot:hunter2@db/x for sk_live_0123456789abcdef`);
      done.push(data.refundId);
    }),
  );
  queue.work(failing, {});
  await queue.start();
  const once = createOnce(database.db, clock);
  letters = createDeadLetters({ db: database.db, once, audit: createAudit(clock), users, queue });
});
afterAll(async () => {
  await queue.stop(1_000);
  await bench.stop();
});
beforeEach(async () => {
  await bench.database.db.execute(sql`delete from pgboss.job where name like '%.dead'`);
  done = [];
});

/** A kind of job that is tried once. */
function kindOf(name: string) {
  return defineJob({
    name,
    schema: z.object({ refundId: z.number() }),
    retry: { limit: 0, delaySeconds: 0, maxDelaySeconds: 0 },
    concurrency: 4,
    key: ({ refundId }) => `${name} ${refundId}`,
    deadLetter: true,
  });
}

/** Has so many jobs of a name fail for good. */
async function fail(name: keyof typeof kinds, count: number): Promise<void> {
  isBroken = true;
  for (let refundId = 1; refundId <= count; refundId++)
    await queue.enqueue(bench.database.db, kinds[name]({ refundId }));
  await eventually(async () => {
    const { kinds } = await seen();
    expect(kinds).toContainEqual({ name, count });
  });
  isBroken = false;
}

const seen = () => letters.list(adminId, { offset: 0, limit: 10 });

describe('jobs that were given up', () => {
  it('are shown with what they were for and why, without secrets', async () => {
    await fail('refund', 1);
    const { letters: found, total } = await seen();
    expect(total).toBe(1);
    expect(found).toMatchObject([{ name: 'refund', data: { refundId: 1 }, attempts: 1 }]);
    expect(found[0]?.error).toContain('no answer from');
    expect(found[0]?.error).not.toMatch(/hunter2|sk_live_/);
  });

  it('one by one get another life once, however many admins ask at once', async () => {
    await fail('refund', 2);
    const [letter] = (await seen()).letters;
    const id = letter?.id ?? '';
    const codes = await Promise.all([1, 2, 3].map(() => codeOf(letters.retry(bench.cause(adminId), id))));
    expect(codes.toSorted()).toEqual(['done', 'letter.gone', 'letter.gone']);
    await eventually(() => expect(done).toHaveLength(1));
    expect((await seen()).total).toBe(1);
  });

  it('of one kind all get another life, and those of another kind stay', async () => {
    await fail('refund', 3);
    await fail('notice', 1);
    const cause = bench.cause(adminId);
    expect(await letters.retryAll(cause, 'refund')).toBe(3);
    // The same tap once more answers the same, and does nothing.
    expect(await letters.retryAll(cause, 'refund')).toBe(3);
    await eventually(() => expect(done.toSorted((one, other) => one - other)).toEqual([1, 2, 3]));
    expect((await seen()).kinds).toEqual([{ name: 'notice', count: 1 }]);
    const { rows } = await bench.database.db.execute(
      sql`select after from audit_log where subject = 'job refund'`,
    );
    expect(rows).toContainEqual({ after: { name: 'refund', count: 3 } });
  });

  it('are refused to be retried when there are none, or somebody else asks', async () => {
    const person = (await bench.person()).telegramId;
    expect(await codeOf(letters.retryAll(bench.cause(adminId), 'no-such-kind'))).toBe('letter.gone');
    expect(await codeOf(letters.retry(bench.cause(adminId), "'; drop table users"))).toBe('letter.gone');
    expect(await codeOf(letters.retryAll(bench.cause(person), 'refund'))).toBe('not-allowed');
    expect(await codeOf(letters.list(person, { offset: 0, limit: 1 }))).toBe('not-allowed');
  });
});

it('updates that nobody could handle are counted', async () => {
  await bench.database.db.execute(
    sql`insert into inbox (source, account, external_id, kind, lane, position, payload, status)
        values ('telegram', '1', '1', 'message', 'x', 1, '', 'dead')`,
  );
  expect((await seen()).updates).toBe(1);
});
