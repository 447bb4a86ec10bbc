import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { Refusal } from '../../../src/platform/refusal.ts';
import { adminId } from '../../support/environment.ts';
import { type ServiceBench, startServices } from '../../support/services.ts';

let bench: ServiceBench;
beforeAll(async () => {
  bench = await startServices();
});
afterAll(() => bench.stop());

async function answerOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'started';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}
const start = (userId: number, at = bench) => answerOf(at.trial.start(at.cause(userId)));
const grantsOf = async (userId: number) => {
  const { rows } = await bench.database.db.execute(
    sql`select days, traffic_bytes::text as bytes from grants where user_id = ${userId}`,
  );
  return rows;
};

it('ten taps racing give one trial of seven days and five gigabytes', async () => {
  const { telegramId } = await bench.person();
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => start(telegramId)));
  expect(outcomes.sort()).toEqual(['started', ...Array.from({ length: 9 }, () => 'trial.used')]);
  expect(await grantsOf(telegramId)).toEqual([{ days: 7, bytes: String(5 * 1024 ** 3) }]);
});

it('forty people who start at the same moment are all served, although there are fewer connections', async () => {
  const people = await Promise.all(Array.from({ length: 40 }, () => bench.person()));
  const startedAt = performance.now();
  const outcomes = await Promise.all(people.map(({ telegramId }) => start(telegramId)));
  expect(new Set(outcomes)).toEqual(new Set(['started']));
  expect(performance.now() - startedAt).toBeLessThan(4_500);
});

it('the same update twice is one trial and one answer', async () => {
  const { telegramId } = await bench.person();
  const cause = bench.cause(telegramId);
  const both = await Promise.all([bench.trial.start(cause), bench.trial.start(cause)]);
  expect(both).toEqual([
    { days: 7, gigabytes: 5 },
    { days: 7, gigabytes: 5 },
  ]);
  expect(await grantsOf(telegramId)).toHaveLength(1);
});

it('once is for ever: also after it ended and years later', async () => {
  const { telegramId } = await bench.person();
  await start(telegramId);
  bench.clock.advance(3 * 365 * 24 * 60 * 60 * 1000);
  await bench.held(telegramId);
  await bench.subscriptions.lapse();
  expect((await bench.subscriptions.find(telegramId))?.status).toBe('expired');
  expect(await start(telegramId)).toBe('trial.used');
  expect(await bench.trial.offerFor(telegramId)).toBeUndefined();
});

it('is not for outsiders, for the blocked, nor for those who have access for ever', async () => {
  const outsider = await bench.person({ outside: true });
  expect(await start(outsider.telegramId)).toBe('not-admitted');
  const blocked = await bench.person();
  await bench.users.block(bench.cause(adminId), blocked.telegramId);
  expect(await start(blocked.telegramId)).toBe('not-allowed');
  const permanent = await bench.person();
  const invite = await bench.invites.create(bench.cause(adminId), {
    maxUses: 1,
    expiresAt: null,
    grant: { kind: 'permanent', trafficBytes: null },
  });
  await bench.invites.redeem(bench.cause(permanent.telegramId), invite.code);
  expect(await start(permanent.telegramId)).toBe('trial.needless');
  expect(await answerOf(bench.trial.start(bench.cause(999_999)))).toBe('user.unknown');
});

it('can be switched off', async () => {
  const off = await startServices({ TRIAL_DAYS: '0' });
  onTestFinished(() => off.stop());
  const { telegramId } = await off.person();
  expect(await off.trial.offerFor(telegramId)).toBeUndefined();
  expect(await start(telegramId, off)).toBe('trial.off');
});
