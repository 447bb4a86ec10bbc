import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { discountOf } from '../../../../src/features/money/promo-codes/discount.rules.ts';
import { adminId } from '../../../support/environment.ts';
import { codeOf, openShop, type Shop } from '../../../support/shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.stop());
afterEach(() => shop.demandOrder());

const newBuyer = async () => (await shop.person()).telegramId;
const usedOf = async (id: number) => (await shop.promos.view(adminId, id)).used;

describe('the limit of a code', () => {
  it('of ten uses holds under 120 people who buy with it at once', async () => {
    const promo = await shop.promo({ kind: 'percent', value: 50, maxUses: 10 });
    const people = await Promise.all(Array.from({ length: 120 }, newBuyer));
    const outcomes = await Promise.all(people.map((userId) => codeOf(shop.buy(userId, { promo }))));
    const count = (wanted: string) => outcomes.filter((outcome) => outcome === wanted).length;
    expect([count('done'), count('promo.used-up')]).toEqual([10, 110]);
    expect(await usedOf(promo.id)).toBe(10);
  });

  it('of one use a person holds, whatever they do at once', async () => {
    const promo = await shop.promo({ kind: 'days', value: 3 });
    const userId = await newBuyer();
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => codeOf(shop.promos.redeem(shop.cause(userId), promo.id))),
    );
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect(await shop.grants(userId)).toMatchObject([{ days: 3 }]);
  });
});

describe('the use of a code', () => {
  it('is free for others only once its order can never be paid (F27)', async () => {
    const promo = await shop.promo({ kind: 'percent', value: 50, maxUses: 1 });
    const [first, second] = [await newBuyer(), await newBuyer()];
    const { order, payment } = await shop.buy(first, { promo });
    shop.clock.advance(40 * 60_000);
    expect(await codeOf(shop.buy(second, { promo }))).toBe('promo.used-up');
    await shop.payments.look(payment?.id ?? 0);
    const bought = await shop.buy(second, { promo });
    expect(bought.order.totalMinor).toBe(200);
    // The first one's money comes after all: the price stays, and the limit too.
    shop.provider.pay(order.id);
    await shop.payments.lookAt('stripe', shop.provider.objectOf(order.id).objectId);
    expect((await shop.orders.view(first, order.id)).order.status).toBe('paid');
    expect(await usedOf(promo.id)).toBe(1);
  });

  it('moves with a person who chooses another plan', async () => {
    const promo = await shop.promo({ kind: 'percent', value: 10, maxUses: 1 });
    const userId = await newBuyer();
    const before = await shop.buy(userId, { promo });
    const after = await shop.buy(userId, { promo, plan: 'weekly' });
    expect((await shop.orders.view(userId, before.order.id)).order.status).toBe('replaced');
    expect(after.order).toMatchObject({ planCode: 'weekly', discountMinor: 14, status: 'pending' });
    expect(await usedOf(promo.id)).toBe(1);
  });

  it('of the whole price buys at once, without any provider', async () => {
    const promo = await shop.promo({ kind: 'percent', value: 100 });
    const userId = await newBuyer();
    const calls = shop.provider.calls.length;
    const { order } = await shop.buy(userId, { promo });
    expect(order).toMatchObject({ provider: 'free', status: 'paid', totalMinor: 0 });
    expect(await shop.grants(userId)).toMatchObject([{ days: 30 }]);
    expect(shop.provider.calls).toHaveLength(calls);
  });

  it('is refused in its own words', async () => {
    const userId = await newBuyer();
    const find = async (wanted: Parameters<Shop['promo']>[0]) =>
      await codeOf(shop.promos.find(userId, (await shop.promo(wanted)).code.toLowerCase()));
    const soon = new Date(shop.clock.now().getTime() + 1_000);
    const ended = await shop.promo({ kind: 'percent', value: 5, endsAt: soon });
    shop.clock.advance(2_000);
    const future = new Date(shop.clock.now().getTime() + 60_000);
    expect(await codeOf(shop.promos.find(userId, 'nothing'))).toBe('promo.unknown');
    expect(await codeOf(shop.promos.find(userId, "'; drop table"))).toBe('promo.unknown');
    expect(await codeOf(shop.promos.find(userId, ended.code))).toBe('promo.late');
    expect(await find({ kind: 'percent', value: 5, startsAt: future })).toBe('promo.early');
    expect(await find({ kind: 'percent', value: 5 })).toBe('done');
    const yearly = await shop.promo({ kind: 'percent', value: 5, planCodes: ['yearly'] });
    expect(await codeOf(shop.buy(userId, { promo: yearly }))).toBe('promo.not-for-this');
  });
});

it('codes that give something at once give it: money, traffic, a longer trial', async () => {
  const userId = await newBuyer();
  const redeem = async (wanted: Parameters<Shop['promo']>[0]) =>
    await codeOf(shop.promos.redeem(shop.cause(userId), (await shop.promo(wanted)).id));
  expect(await redeem({ kind: 'traffic', value: 1024 ** 3 })).toBe('promo.needs-access');
  expect(await redeem({ kind: 'percent', value: 10 })).toBe('promo.for-buying');
  expect(await redeem({ kind: 'balance', value: 500 })).toBe('done');
  expect(await shop.ledger.balances(userId)).toEqual([{ minor: 500, currency: 'USD' }]);
  expect(await redeem({ kind: 'trial', value: 14 })).toBe('done');
  expect(await redeem({ kind: 'traffic', value: 1024 ** 3 })).toBe('done');
  expect(await shop.grants(userId)).toMatchObject([{ days: 14 }, { days: 0 }]);
  expect(await codeOf(shop.trial.start(shop.cause(userId)))).toBe('trial.used');
  // It is over by the clock, though nobody has written that down yet: the code is not lost.
  await shop.held(userId);
  shop.clock.advance(14 * 24 * 60 * 60 * 1000);
  expect(await shop.subscriptions.find(userId)).toMatchObject({ status: 'active' });
  const late = await shop.promo({ kind: 'traffic', value: 1024 ** 3 });
  expect(await codeOf(shop.promos.redeem(shop.cause(userId), late.id))).toBe('promo.needs-access');
  expect((await shop.promos.find(userId, late.code)).id).toBe(late.id);
});

it('only admins make codes, and only possible ones', async () => {
  const userId = await newBuyer();
  const wanted = {
    code: 'SPRING',
    kind: 'percent',
    value: 10,
    currency: null,
    maxUses: null,
    endsAt: null,
  } as const;
  expect(await codeOf(shop.promos.create(shop.cause(userId), wanted))).toBe('not-allowed');
  const admin = () => shop.cause(adminId);
  expect(await codeOf(shop.promos.create(admin(), { ...wanted, value: 101 }))).toBe('promo.bad-value');
  expect(await codeOf(shop.promos.create(admin(), { ...wanted, code: 'a b' }))).toBe('promo.bad-code');
  expect(await codeOf(shop.promos.create(admin(), wanted))).toBe('done');
  expect(await codeOf(shop.promos.create(admin(), { ...wanted, code: 'spring' }))).toBe('promo.taken');
  expect(await codeOf(shop.promos.list(userId, { offset: 0, limit: 5 }))).toBe('not-allowed');
});

it('no code takes off more than the price', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.constantFrom('percent', 'fixed'),
      fc.integer({ min: 1, max: 100 }),
      (minor, kind, value) => {
        const promo = { kind, value, currency: 'USD', planCodes: null };
        const discount = discountOf(promo, 'monthly', { minor, currency: 'USD' }) ?? 0;
        const left = minor - discount;
        expect(left).toBeGreaterThanOrEqual(0);
        expect(discount).toBeGreaterThanOrEqual(0);
      },
    ),
  );
});

describe('a code whose purchase is under way', () => {
  async function underWay(terms: { isFirstPurchaseOnly?: boolean } = {}) {
    const promo = await shop.promo({ kind: 'percent', value: 50, ...terms });
    const userId = (await shop.person()).telegramId;
    const { order } = await shop.buy(userId, { promo });
    const { objectId } = shop.provider.pay(order.id, { state: 'processing' });
    await shop.payments.lookAt('stripe', objectId);
    return { promo, userId, objectId };
  }

  it('is said to be held instead of offered and then refused, and is free when nothing comes of it', async () => {
    const { promo, userId, objectId } = await underWay();
    expect(await codeOf(shop.promos.find(userId, promo.code))).toBe('promo.held');
    expect(await codeOf(shop.buy(userId, { promo }))).toBe('promo.held');
    shop.provider.change(objectId, { state: 'failed' });
    await shop.payments.lookAt('stripe', objectId);
    expect(await codeOf(shop.buy(userId, { promo }))).toBe('done');
  });

  it('counts as the first purchase for every other code that is for the first alone', async () => {
    const { userId } = await underWay({ isFirstPurchaseOnly: true });
    const other = await shop.promo({ kind: 'percent', value: 50, isFirstPurchaseOnly: true });
    expect(await codeOf(shop.promos.find(userId, other.code))).toBe('promo.first-only');
    expect(await codeOf(shop.buy(userId, { promo: other }))).toBe('promo.first-only');
  });
});
