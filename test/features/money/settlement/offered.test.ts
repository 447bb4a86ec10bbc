import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { adminId } from '../../../support/environment.ts';
import { codeOf, openShop, type Shop } from '../../../support/shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.stop());
afterEach(() => shop.demandOrder());

const newBuyer = async () => (await shop.person()).telegramId;
const statusOf = async (userId: number, orderId: number) =>
  (await shop.orders.view(userId, orderId)).order.status;
const active = async (userId: number) =>
  (await shop.grants(userId)).filter(({ revoked }) => !revoked).map(({ days }) => days);

/** Somebody with an order that the provider knows. */
async function ordered(plan = 'monthly') {
  const userId = await newBuyer();
  const { order, payment } = await shop.buy(userId, { plan });
  return { userId, order, orderId: order.id, payment: payment as NonNullable<typeof payment> };
}

describe('between the offer and the money', () => {
  const block = (userId: number) => shop.users.block(shop.cause(adminId), userId);
  const asked = async (userId: number) =>
    await shop.database.db.$count(
      sql`(select 1 from pgboss.job where name = 'purchases-end' and (data->>'userId')::bigint = ${userId}) as asked`,
    );

  it('a plan that is hidden and dearer, and a code that is off, change nothing of what was offered', async () => {
    const promo = await shop.promo({ kind: 'percent', value: 50 });
    const userId = await newBuyer();
    const { order } = await shop.buy(userId, { plan: 'yearly', promo });
    const { planId, totalMinor } = order;
    const dearer = { field: 'price', currency: 'USD', value: 99_900 } as const;
    await shop.plans.change(shop.cause(adminId), planId, { field: 'isVisible', value: false });
    await shop.plans.change(shop.cause(adminId), planId, dearer);
    await shop.promos.setActive(shop.cause(adminId), promo.id, false);
    const { objectId, money } = shop.provider.pay(order.id);
    await shop.payments.lookAt('stripe', objectId);
    expect(money.minor).toBe(totalMinor);
    expect(await statusOf(userId, order.id)).toBe('paid');
    expect(await active(userId)).toEqual([365]);
  });

  it('a block closes the page, once its provider can be reached, and gives the use of a code back', async () => {
    const promo = await shop.promo({ kind: 'percent', value: 50, maxUses: 1 });
    const userId = await newBuyer();
    const { order } = await shop.buy(userId, { promo });
    await block(userId);
    expect(await asked(userId)).toBe(1);
    shop.provider.faults.push({ call: 'close', when: 'before' });
    await expect(shop.orders.endAll(userId)).rejects.toThrow('could not be closed');
    await shop.orders.endAll(userId);
    expect(shop.provider.objectOf(order.id).state).toBe('expired');
    expect(await statusOf(userId, order.id)).not.toBe('pending');
    expect((await shop.promos.card(adminId, promo.id)).promo.used).toBe(0);
  });

  it('a block is no end for whoever was unblocked before it was carried out', async () => {
    const { userId, orderId } = await ordered();
    await block(userId);
    await shop.users.unblock(shop.cause(adminId), userId);
    await shop.orders.endAll(userId);
    expect(await statusOf(userId, orderId)).toBe('pending');
  });

  it('money of somebody blocked that comes all the same is put aside with an alarm, and can be given back', async () => {
    const { userId, orderId } = await ordered();
    await block(userId);
    const { objectId } = shop.provider.pay(orderId);
    await shop.payments.lookAt('stripe', objectId);
    const { order, payment } = await shop.orders.view(userId, orderId);
    expect(payment).toMatchObject({ status: 'review', reason: 'blocked' });
    expect(order.paidAt).toBeNull();
    expect(await active(userId)).toEqual([]);
    expect(await shop.notices(adminId)).toContain('blocked');
    const paymentId = payment?.id ?? 0;
    await shop.money.decide(shop.cause(adminId), { paymentId, decision: 'returned', reason: 'blocked' });
    const { rows } = await shop.database.db.execute(
      sql`select amount_minor from refunds where payment_id = ${paymentId}`,
    );
    expect(rows).toEqual([{ amount_minor: '399' }]);
  });
});

describe('an open page', () => {
  /** Asks for the month in place of what is open, with something about it that is not so. */
  async function asksFor(userId: number, changes: Partial<Parameters<Shop['orders']['place']>[1]>) {
    const planId = (await shop.plans.onSale()).find(({ code }) => code === 'monthly')?.id ?? 0;
    const choice = { planId, promoId: undefined, way: 'card', renews: false, shownMinor: 399 } as const;
    return await shop.orders.place(shop.cause(userId), { ...choice, ...changes });
  }

  it.each([
    ['a price of yesterday', { shownMinor: 398 }, 'order.price-changed'],
    ['a plan that is not sold', { planId: 1, shownMinor: 1 }, 'plan.unknown'],
    ['a code that nobody knows', { promoId: 999_999 }, 'promo.unknown'],
    ['a way that is closed', { way: 'stars', shownMinor: 1 }, 'order.way-gone'],
    ['what the balance does not cover', { way: 'balance' }, 'balance.too-little'],
  ] as const)('outlives the wish for %s', async (_what, changes, code) => {
    const { userId, orderId } = await ordered('weekly');
    expect(await codeOf(asksFor(userId, changes))).toBe(code);
    expect(await statusOf(userId, orderId)).toBe('pending');
    expect(shop.provider.objectOf(orderId).state).toBe('open');
  });

  it('that makes room is called replaced, one that is given up cancelled, one whose time is over expired', async () => {
    const { userId, orderId } = await ordered('weekly');
    const second = await asksFor(userId, {});
    expect(await statusOf(userId, orderId)).toBe('replaced');
    await shop.orders.cancel(userId, second.order.id);
    expect(await statusOf(userId, second.order.id)).toBe('cancelled');
    const third = await asksFor(userId, {});
    shop.clock.advance(40 * 60_000);
    await shop.payments.look(third.payment?.id ?? 0);
    expect(await statusOf(userId, third.order.id)).toBe('expired');
    expect([orderId, second.order.id, third.order.id].map((id) => shop.provider.objectOf(id).state)).toEqual([
      'expired',
      'expired',
      'expired',
    ]);
  });

  it('that could not be closed is closed when its provider is there again, and paid before that it is honoured', async () => {
    const { userId, orderId, payment } = await ordered('weekly');
    shop.provider.faults.push({ call: 'close', when: 'before' });
    const { order } = await asksFor(userId, {});
    expect([await statusOf(userId, orderId), shop.provider.objectOf(orderId).state]).toEqual([
      'replaced',
      'open',
    ]);
    shop.clock.advance(80_000);
    await shop.payments.look(payment.id);
    expect(shop.provider.objectOf(orderId).state).toBe('expired');
    const { objectId } = shop.provider.pay(orderId);
    await shop.payments.lookAt('stripe', objectId);
    expect(await statusOf(userId, orderId)).toBe('paid');
    expect(await statusOf(userId, order.id)).toBe('pending');
  });
});
