import { adminId } from '../../../support/environment.ts';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openShop, paidByCard, type Shop } from '../../../support/shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.stop());
afterEach(() => shop.demandOrder());

const statusOf = async (userId: number, orderId: number) =>
  (await shop.orders.view(userId, orderId)).order.status;
const active = async (userId: number) =>
  (await shop.grants(userId)).filter(({ revoked }) => !revoked).map(({ days }) => days);

describe('what a bank takes', () => {
  it('a dispute that comes when all had gone back already, and that refund failed, is a dispute', async () => {
    const { userId, orderId, objectId } = await paidByCard(shop);
    shop.provider.giveBack(objectId, { objectId: 're_before', amountMinor: 399, state: 'pending' });
    await shop.payments.lookAt('stripe', objectId);
    const failed = { objectId: 're_before', amountMinor: 399, state: 'failed' } as const;
    shop.provider.change(objectId, { refunds: [failed], dispute: 'open' });
    await shop.payments.lookAt('stripe', objectId);
    expect([await statusOf(userId, orderId), await active(userId)]).toEqual(['disputed', []]);
  });

  it.each([
    ['after it was open', ['open', 'lost'], ['disputed', 'dispute-lost']],
    ['before anybody heard of it', ['lost'], ['dispute-lost']],
    ['whatever an old word of it says later', ['open', 'lost', 'open'], ['disputed', 'dispute-lost']],
    ['and won on appeal after all', ['lost', 'won'], ['dispute-lost', 'dispute-won']],
  ] as const)(
    'a dispute that is lost %s ends, and the person hears of it once',
    async (_when, words, told) => {
      const { userId, orderId, objectId } = await paidByCard(shop);
      for (const dispute of words.flatMap((word) => [word, word])) {
        shop.provider.change(objectId, { dispute });
        await shop.payments.lookAt('stripe', objectId);
      }
      const isWon = words.at(-1) === 'won';
      expect(await statusOf(userId, orderId)).toBe(isWon ? 'paid' : 'refunded');
      expect(await active(userId)).toEqual(isWon ? [30] : []);
      expect(await shop.notices(userId)).toEqual(['paid', ...told]);
      // Admins read which way it went.
      const alarms = (await shop.notices(adminId)).filter((what) => what.startsWith('dispute'));
      expect(alarms.slice(-told.length)).toEqual(
        told.map((what) => (what === 'disputed' ? 'dispute' : what)),
      );
    },
  );
});

describe('the traffic that was used and the days that have run', () => {
  const dayMs = 86_400_000;
  const gigabyte = 1024 ** 3;
  const has = async (userId: number) => {
    const found = await shop.subscriptions.find(userId);
    if (found === undefined) throw new Error('no subscription');
    const { usedBytes, dataLimitBytes, period, startedAt, expiresAt } = found;
    const days = ((expiresAt?.getTime() ?? 0) - (startedAt?.getTime() ?? 0)) / dayMs;
    return {
      used: usedBytes / gigabyte,
      limit: (dataLimitBytes ?? 0) / gigabyte,
      days: Math.round(days),
      period,
    };
  };
  const uses = (userId: number, gigabytes: number) =>
    shop.database.db.execute(
      sql`update subscriptions set used_bytes = ${gigabytes * gigabyte} where user_id = ${userId}`,
    );

  /** Two months two weeks apart, and 48 GB used. */
  async function boughtTwice() {
    const first = await paidByCard(shop);
    await shop.held(first.userId);
    shop.clock.advance(14 * dayMs);
    const { order } = await shop.buy(first.userId);
    const { objectId } = shop.provider.pay(order.id);
    await shop.payments.lookAt('stripe', objectId);
    await uses(first.userId, 48);
    return first;
  }

  it('stay what they were when the older of two purchases is given back', async () => {
    const { userId, objectId } = await boughtTwice();
    const before = await has(userId);
    expect(before).toMatchObject({ used: 48, days: 60 });
    shop.provider.giveBack(objectId, { objectId: `re_${objectId}`, amountMinor: 399, state: 'succeeded' });
    await shop.payments.lookAt('stripe', objectId);
    // 14 days have run of the first; the second begins.
    const after = { ...before, limit: before.limit / 2, days: 44 };
    expect(await has(userId)).toEqual(after);
  });

  it('stay what they were when a dispute comes and goes, whether it ends the access meanwhile or not', async () => {
    for (const bought of [await boughtTwice(), await paidByCard(shop)]) {
      const { userId, objectId } = bought;
      await uses(userId, 48);
      const before = await has(userId);
      for (const dispute of ['open', 'won'] as const) {
        shop.provider.change(objectId, { dispute });
        await shop.payments.lookAt('stripe', objectId);
      }
      expect(await has(userId)).toEqual(before);
    }
  });

  it('has what had not run when a dispute is won five days later', async () => {
    const { userId, objectId } = await paidByCard(shop);
    await shop.held(userId);
    shop.clock.advance(10 * dayMs);
    shop.provider.change(objectId, { dispute: 'open' });
    await shop.payments.lookAt('stripe', objectId);
    shop.clock.advance(5 * dayMs);
    shop.provider.change(objectId, { dispute: 'won' });
    await shop.payments.lookAt('stripe', objectId);
    expect(await has(userId)).toMatchObject({ days: 35 });
  });
});
