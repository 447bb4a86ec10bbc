import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'drizzle-orm';
import { rangeOf } from '../../../../src/features/money/desk/reports/periods.rules.ts';
import { createFakeProvider } from '../../../support/fake-provider.ts';
import { adminId } from '../../../support/environment.ts';
import { codeOf, openShop, type Shop } from '../../../support/shop.ts';

const crypto = createFakeProvider('crypto-pay');
let shop: Shop;
beforeAll(async () => {
  shop = await openShop({}, [crypto]);
});
afterAll(() => shop.stop());
afterEach(() => shop.demandOrder());

async function paid(plan = 'monthly', id?: number) {
  const userId = id ?? (await shop.person()).telegramId;
  const { order, payment } = await shop.buy(userId, { plan });
  const { objectId } = shop.provider.pay(order.id);
  await shop.payments.lookAt('stripe', objectId);
  return { userId, orderId: order.id, paymentId: payment?.id ?? 0, objectId };
}

const idsOf = async (filter: 'all' | 'attention' | 'paid' | 'refunded' | 'disputed') =>
  (await shop.money.list(adminId, { filter, offset: 0, limit: 100 })).rows.map(({ id }) => id);
const found = async (query: string) => (await shop.money.search(adminId, query)).map(({ id }) => id);

describe('the list of payments', () => {
  it('has what is paid, refunded, disputed and undecided under filters of their own', async () => {
    const kept = await paid();
    const refunded = await paid();
    shop.provider.giveBack(refunded.objectId, { objectId: 're_1', amountMinor: 399, state: 'succeeded' });
    await shop.payments.lookAt('stripe', refunded.objectId);
    const disputed = await paid();
    shop.provider.change(disputed.objectId, { dispute: 'open' });
    await shop.payments.lookAt('stripe', disputed.objectId);
    const { order, payment } = await shop.buy((await shop.person()).telegramId);
    const odd = shop.provider.pay(order.id, { money: { minor: 1, currency: 'USD' } });
    await shop.payments.lookAt('stripe', odd.objectId);
    expect(await idsOf('paid')).toEqual(expect.arrayContaining([kept.paymentId, disputed.paymentId]));
    expect(await idsOf('paid')).not.toContain(payment?.id);
    expect(await idsOf('refunded')).toEqual([refunded.paymentId]);
    expect(await idsOf('disputed')).toEqual([disputed.paymentId]);
    expect(await idsOf('attention')).toEqual([payment?.id]);
    expect((await shop.money.list(adminId, { offset: 0, limit: 1 })).waiting).toBe(1);
    expect(await idsOf('all')).toHaveLength(4);
  });

  it('calls for attention when a refund has failed, until another one goes through', async () => {
    const { paymentId, objectId } = await paid();
    const refund = { objectId: 're_fails', amountMinor: 399 };
    shop.provider.giveBack(objectId, { ...refund, state: 'pending' });
    await shop.payments.lookAt('stripe', objectId);
    shop.provider.change(objectId, { refunds: [{ ...refund, state: 'failed' }] });
    await shop.payments.lookAt('stripe', objectId);
    expect(await idsOf('attention')).toContain(paymentId);
    shop.provider.giveBack(objectId, { objectId: 're_works', amountMinor: 399, state: 'succeeded' });
    await shop.payments.lookAt('stripe', objectId);
    expect(await idsOf('attention')).not.toContain(paymentId);
  });
});

it('a payment is found by any number or name that anybody has for it', async () => {
  const { telegramId: userId } = await shop.person({ id: 7_000_001 });
  await shop.database.db.execute(sql`update users set username = 'Payer_One' where telegram_id = ${userId}`);
  const { order, payment } = await shop.buy(userId);
  const { objectId } = shop.provider.pay(order.id, { chargeRef: 'pi_find_me' });
  await shop.payments.lookAt('stripe', objectId);
  shop.provider.giveBack(objectId, { objectId: 're_find_me', amountMinor: 1, state: 'succeeded' });
  await shop.payments.lookAt('stripe', objectId);
  const ways = [
    String(payment?.id),
    String(order.id),
    String(userId),
    '@payer_one',
    objectId,
    'pi_find_me',
    're_find_me',
  ];
  for (const way of ways)
    expect([way, await found(way)]).toEqual([way, expect.arrayContaining([payment?.id])]);
  for (const nothing of ['', '@', 'payerXone', '%', 'cs_', '\0'.repeat(3), '9'.repeat(40)])
    expect([nothing, await found(nothing)]).toEqual([nothing, []]);
});

it('what one person bought is theirs alone, with their balance', async () => {
  const { userId, paymentId, orderId } = await paid();
  await paid();
  await shop.money.topUp(shop.cause(adminId), { userId, money: { minor: 5, currency: 'USD' }, reason: 'x' });
  const seen = await shop.money.purchases(adminId, userId, { offset: 0, limit: 8 });
  expect(seen.rows.map(({ id }) => id)).toEqual([paymentId]);
  expect(seen.orders.map(({ id }) => id)).toEqual([orderId]);
  expect(seen.balances).toEqual([{ minor: 5, currency: 'USD' }]);
});

describe('a payment’s story', () => {
  it('has everything from the order to the refund, in the order in which it happened', async () => {
    const userId = (await shop.person()).telegramId;
    const { order, payment } = await shop.buy(userId);
    const { objectId } = shop.provider.pay(order.id);
    shop.clock.advance(60_000);
    const delivery = {
      provider: 'stripe',
      kind: 'checkout.session.completed',
      raw: Buffer.from('{}'),
    } as const;
    await shop.deliveries.accept({ ...delivery, eventId: 'evt_story', objectId });
    shop.clock.advance(60_000);
    await shop.payments.lookAt('stripe', objectId);
    const paymentId = payment?.id ?? 0;
    shop.clock.advance(60_000);
    await shop.money.refund(shop.cause(adminId), { paymentId, amountMinor: 399, reason: 'slow' });
    const { refunds } = await shop.money.story(adminId, paymentId);
    shop.clock.advance(60_000);
    await shop.money.carryOut(refunds[0]?.id ?? 0);
    const { events } = await shop.money.story(adminId, paymentId);
    // What happens in one moment has no order of its own.
    const all = events.map(({ what }) => what);
    const phases = [all.slice(0, 2), all.slice(2, 3), all.slice(3, 6), all.slice(6, 7), all.slice(7)];
    expect(phases.map((phase) => phase.toSorted().join(' '))).toEqual([
      'asked ordered',
      'heard',
      'given moved paid',
      'staff',
      'moved refund taken-back',
    ]);
    expect(events.find(({ what }) => what === 'staff')).toMatchObject({ actorId: adminId, reason: 'slow' });
    expect(events.find(({ what }) => what === 'moved')).toMatchObject({
      debit: 'clearing:stripe',
      credit: 'revenue',
    });
  });

  it('says that access became shorter when it did, not when it was bought', async () => {
    const { objectId } = await paid();
    const [paymentId = 0] = await found(objectId);
    shop.clock.advance(60_000);
    await shop.money.refund(shop.cause(adminId), { paymentId, amountMinor: 133, reason: 'slow' });
    const { refunds } = await shop.money.story(adminId, paymentId);
    await shop.money.carryOut(refunds[0]?.id ?? 0);
    const { events } = await shop.money.story(adminId, paymentId);
    const given = events.flatMap((event) => (event.what === 'given' ? [event] : []));
    expect(given.map(({ days }) => days)).toEqual([30, 20]);
    expect((given[1]?.at.getTime() ?? 0) - (given[0]?.at.getTime() ?? 0)).toBeGreaterThanOrEqual(60_000);
  });

  it('of a second payment of the same order is its own', async () => {
    const first = await paid();
    const second = { ...shop.provider.objectOf(first.orderId), objectId: 'cs_story_second' };
    await shop.payments.hear(shop.provider, second);
    const [paymentId = 0] = await found('cs_story_second');
    const { events } = await shop.money.story(adminId, paymentId);
    expect(events.filter(({ what }) => what === 'moved')).toMatchObject([{ credit: `user:${first.userId}` }]);
  });
});

describe('revenue', () => {
  it('counts what came in, went back and was disputed, by provider, and first purchases apart', async () => {
    const before = await sums();
    const { userId, objectId } = await paid();
    await paid('weekly', userId);
    shop.provider.giveBack(objectId, { objectId: 're_revenue', amountMinor: 100, state: 'succeeded' });
    await shop.payments.lookAt('stripe', objectId);
    const { order, payment } = await shop.buy((await shop.person()).telegramId, { way: 'crypto' });
    await shop.payments.lookAt('crypto-pay', crypto.pay(order.id).objectId);
    await shop.money.refund(shop.cause(adminId), {
      paymentId: payment?.id ?? 0,
      amountMinor: 399,
      reason: 'x',
    });
    const after = await sums();
    expect(minus(after['stripe'], before['stripe'])).toEqual([399 + 149, 100, 0, 2, 1]);
    // What went to the balance was crypto's sale, and is taken from it.
    expect(minus(after['crypto-pay'], before['crypto-pay'])).toEqual([399, 399, 0, 1, 1]);
  });

  it('of an accepted payment belongs to the provider that took it, and a won dispute is no loss', async () => {
    const before = await sums();
    const { order, payment } = await shop.buy((await shop.person()).telegramId);
    const { objectId } = shop.provider.pay(order.id, { money: { minor: 300, currency: 'USD' } });
    await shop.payments.lookAt('stripe', objectId);
    const verdict = { paymentId: payment?.id ?? 0, decision: 'accepted', reason: 'x' } as const;
    await shop.money.decide(shop.cause(adminId), verdict);
    shop.provider.change(objectId, { dispute: 'open' });
    await shop.payments.lookAt('stripe', objectId);
    expect(minus((await sums())['stripe'], before['stripe'])).toEqual([300, 0, 300, 1, 1]);
    shop.provider.change(objectId, { dispute: 'won' });
    await shop.payments.lookAt('stripe', objectId);
    expect(minus((await sums())['stripe'], before['stripe'])).toEqual([300, 0, 0, 1, 1]);
  });

  it('is for calendar days and months of the service’s time zone', () => {
    // Half past eleven at night in London is the next day in Moscow.
    const now = new Date('2026-03-31T22:30:00Z');
    const range = (period: Parameters<typeof rangeOf>[0]) => {
      const { from, to } = rangeOf(period, now, 'Europe/Moscow');
      return [from.toISOString(), to.toISOString()];
    };
    expect(range('today')).toEqual(['2026-03-31T21:00:00.000Z', '2026-04-01T21:00:00.000Z']);
    expect(range('week')).toEqual(['2026-03-25T21:00:00.000Z', '2026-04-01T21:00:00.000Z']);
    expect(range('this-month')).toEqual(['2026-03-31T21:00:00.000Z', '2026-04-01T21:00:00.000Z']);
    expect(range('last-month')).toEqual(['2026-02-28T21:00:00.000Z', '2026-03-31T21:00:00.000Z']);
  });

  async function sums(): Promise<Record<string, number[]>> {
    const { rows } = await shop.money.revenue(adminId, 'week');
    return Object.fromEntries(
      rows.map((row) => [
        row.provider,
        [row.inMinor, row.backMinor, row.disputedMinor, row.sales, row.firstSales],
      ]),
    );
  }

  function minus(after: number[] = [], before: number[] = []): number[] {
    return after.map((value, index) => value - (before[index] ?? 0));
  }
});

it('nothing of it is for anybody but admins', async () => {
  const { userId } = await paid();
  expect(await codeOf(shop.money.search(userId, '1'))).toBe('not-allowed');
});
