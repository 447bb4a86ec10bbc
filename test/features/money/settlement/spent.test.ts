import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'drizzle-orm';
import type { Money } from '../../../../src/platform/money.ts';
import type { ProviderTruth } from '../../../../src/features/money/providers/truth.ts';
import { adminId } from '../../../support/environment.ts';
import { createFakeProvider } from '../../../support/fake-provider.ts';
import { codeOf, openShop, type Shop } from '../../../support/shop.ts';

const card = createFakeProvider();
const stars = createFakeProvider('stars');
let shop: Shop;
beforeAll(async () => {
  shop = await openShop({}, [card, stars]);
});
afterAll(() => shop.stop());
afterEach(() => shop.demandOrder());

const owes = async (userId: number) => {
  const account = `receivable:${userId}`;
  const { rows } = await shop.database.db.execute<{ sum: string }>(
    sql`select coalesce(sum(case when debit = ${account} then amount_minor else -amount_minor end), 0) as sum
        from ledger_entries where ${account} in (debit, credit)`,
  );
  return Number(rows[0]?.sum);
};
const active = async (userId: number) =>
  (await shop.grants(userId)).filter(({ revoked }) => !revoked).map(({ days }) => days);

/** Somebody who paid one order twice, and so has the price of a month on the balance. */
async function paidTwice() {
  const userId = (await shop.person()).telegramId;
  const { order } = await shop.buy(userId);
  const first = card.pay(order.id);
  await shop.payments.lookAt('stripe', first.objectId);
  const second: ProviderTruth = { ...first, objectId: `${first.objectId}_again`, refunds: [] };
  await shop.payments.hear(card, second);
  expect(await shop.ledger.balance(userId, 'USD')).toBe(399);
  return { userId, second };
}

const refundOf = ({ objectId }: ProviderTruth, state: 'succeeded' | 'failed') => ({
  refunds: [{ objectId: `re_${objectId}`, amountMinor: 399, state }],
});

describe('a second payment of an order that goes back at the provider', () => {
  it('is taken from the balance that it became', async () => {
    const { userId, second } = await paidTwice();
    await shop.payments.hear(card, { ...second, ...refundOf(second, 'succeeded') });
    expect([await shop.ledger.balance(userId, 'USD'), await owes(userId)]).toEqual([0, 0]);
    // What was bought with the first one stays.
    expect(await active(userId)).toEqual([30]);
  });

  it('after it was spent is booked all the same: what is missing is owed, and admins are told once', async () => {
    const { userId, second } = await paidTwice();
    await shop.buy(userId, { way: 'balance', plan: 'weekly' });
    const truth = { ...second, ...refundOf(second, 'succeeded') };
    await Promise.all([1, 2, 3].map(() => shop.payments.hear(card, truth)));
    expect([await shop.ledger.balance(userId, 'USD'), await owes(userId)]).toEqual([0, 149]);
    expect((await shop.notices(adminId)).filter((what) => what === 'owed')).toHaveLength(1);
    expect(await active(userId)).toEqual([30, 7]);
  });

  it('and fails on its way is on the balance again, and nothing is owed', async () => {
    const { userId, second } = await paidTwice();
    await shop.buy(userId, { way: 'balance', plan: 'weekly' });
    await shop.payments.hear(card, { ...second, ...refundOf(second, 'succeeded') });
    await shop.payments.hear(card, { ...second, ...refundOf(second, 'failed') });
    expect([await shop.ledger.balance(userId, 'USD'), await owes(userId)]).toEqual([250, 0]);
  });

  it('by a dispute at the bank is taken from the balance too, and won comes back there', async () => {
    const { userId, second } = await paidTwice();
    await shop.payments.hear(card, { ...second, dispute: 'open' });
    expect(await shop.ledger.balance(userId, 'USD')).toBe(0);
    await shop.payments.hear(card, { ...second, dispute: 'won' });
    expect(await shop.ledger.balance(userId, 'USD')).toBe(399);
  });

  it('while the balance is being spent leaves nobody below nothing', async () => {
    for (let round = 0; round < 5; round++) {
      const { userId, second } = await paidTwice();
      const refunded = shop.payments.hear(card, { ...second, ...refundOf(second, 'succeeded') });
      const [, bought] = await Promise.allSettled([
        refunded,
        shop.buy(userId, { way: 'balance', plan: 'weekly' }),
      ]);
      await refunded;
      expect(await shop.ledger.balance(userId, 'USD')).toBe(0);
      // Whoever looks when the money has gone is offered the card.
      const isSpent = bought.status === 'fulfilled' && bought.value.order.status === 'paid';
      expect(await owes(userId)).toBe(isSpent ? 149 : 0);
    }
  });
});

describe('money with us in another currency than ours of today', () => {
  const credit = async (...amounts: Money[]) => {
    const userId = (await shop.person()).telegramId;
    for (const money of amounts)
      await shop.money.topUp(shop.cause(adminId), { userId, money, reason: 'paid twice' });
    return userId;
  };
  const balanceWays = async (userId: number, wanted: { renews?: boolean; promoId?: number } = {}) => {
    const planId = (await shop.plans.onSale()).find(({ code }) => code === 'monthly')?.id ?? 0;
    const { renews = false, promoId } = wanted;
    const { ways } = await shop.orders.offer(userId, { planId, promoId, renews });
    return ways.flatMap(({ way, quote }) => (way === 'balance' ? [[quote.totalMinor, quote.currency]] : []));
  };

  it('buys at a price of its own currency, and each is taken from where it is', async () => {
    const userId = await credit(
      { minor: 399, currency: 'USD' },
      { minor: 250, currency: 'XTR' },
      { minor: 39_900, currency: 'RUB' },
      { minor: 398, currency: 'EUR' },
    );
    expect(await balanceWays(userId)).toEqual([
      [399, 'USD'],
      [39_900, 'RUB'],
      [250, 'XTR'],
    ]);
    const { order } = await shop.buy(userId, { way: 'balance', currency: 'XTR' });
    expect(order).toMatchObject({ status: 'paid', totalMinor: 250, currency: 'XTR' });
    await shop.buy(userId, { way: 'balance', currency: 'RUB' });
    expect(await shop.ledger.balances(userId)).toEqual([
      { minor: 398, currency: 'EUR' },
      { minor: 399, currency: 'USD' },
    ]);
    expect(await active(userId)).toEqual([30, 30]);
  });

  it('is never taken for a price of another, does not renew, and makes nothing free', async () => {
    const userId = await credit({ minor: 250, currency: 'XTR' }, { minor: 39_900, currency: 'RUB' });
    expect(await balanceWays(userId, { renews: true })).toEqual([]);
    const planId = (await shop.plans.onSale()).find(({ code }) => code === 'monthly')?.id ?? 0;
    const choice = { planId, promoId: undefined, renews: false, way: 'balance' as const, shownMinor: 399 };
    const place = (changes: object) =>
      codeOf(shop.orders.place(shop.cause(userId), { ...choice, ...changes }));
    expect(await place({})).toBe('balance.too-little');
    expect(await place({ currency: 'XTR' })).toBe('order.price-changed');
    expect(await place({ currency: 'EUR' })).toBe('balance.too-little');
    expect(await place({ currency: 'XTR', shownMinor: 250, renews: true })).toBe('order.way-gone');
    expect(await place({ currency: 'XTR', shownMinor: 250, way: 'card' })).toBe('order.way-gone');
    const all = await shop.promo({ kind: 'fixed', value: 39_900, currency: 'RUB' });
    expect(await codeOf(balanceWays(userId, { promoId: all.id }))).toBe('promo.not-for-this');
    const some = await shop.promo({ kind: 'percent', value: 10 });
    expect(await balanceWays(userId, { promoId: some.id })).toEqual([
      [35_910, 'RUB'],
      [225, 'XTR'],
    ]);
  });

  it('that was paid in addition is said to buy something only where it does', async () => {
    const shown = (isVisible: boolean) =>
      shop.database.db.execute(sql`update plans set is_visible = ${isVisible}`);
    const said: unknown[] = [];
    for (const isSold of [true, false]) {
      const userId = (await shop.person()).telegramId;
      const { order } = await shop.buy(userId, { way: 'stars' });
      const first = stars.pay(order.id);
      await shop.payments.hear(stars, first);
      await shown(isSold);
      await shop.payments.hear(stars, { ...first, objectId: `${first.objectId}_again`, refunds: [] });
      await shown(true);
      said.push((await shop.told(userId)).find(({ what }) => what === 'credited'));
    }
    expect(said).toEqual([
      { what: 'credited', order: expect.any(String), minor: '250', currency: 'XTR' },
      { what: 'credited', order: expect.any(String), minor: '250', currency: 'XTR', spends: 'no' },
    ]);
  });
});
