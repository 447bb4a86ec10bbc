import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'drizzle-orm';
import type { Money } from '../../../../src/platform/money.ts';
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

const active = async (userId: number) =>
  (await shop.grants(userId)).filter(({ revoked }) => !revoked).map(({ days }) => days);

describe('a second payment given back from the desk', () => {
  const again = async (changes: { way?: 'stars' } = {}) => {
    const provider = changes.way === undefined ? card : stars;
    const userId = (await shop.person()).telegramId;
    const { order } = await shop.buy(userId, changes);
    const first = provider.pay(order.id);
    await shop.payments.hear(provider, first);
    const second = { ...first, objectId: `${first.objectId}_again`, refunds: [] };
    provider.objects.set(second.objectId, second);
    await shop.payments.hear(provider, second);
    const found = await shop.money.search(adminId, second.objectId);
    return { userId, provider, paymentId: found[0]?.id ?? 0 };
  };
  const giveBack = (paymentId: number, amountMinor: number) =>
    shop.money.refund(shop.cause(adminId), { paymentId, amountMinor, reason: 'paid twice' });
  const refundable = async (paymentId: number) => (await shop.money.story(adminId, paymentId)).refundable;
  const carryOut = async (paymentId: number) => {
    const [refund] = (await shop.money.story(adminId, paymentId)).refunds.slice(-1);
    await shop.money.carryOut(refund?.id ?? 0);
  };

  it('leaves the balance at once, so that nobody spends it meanwhile, and what was bought stays', async () => {
    const { userId, paymentId } = await again({ way: 'stars' });
    expect(await refundable(paymentId)).toEqual({ leftMinor: 250, to: 'payer' });
    await giveBack(paymentId, 250);
    expect(await shop.ledger.balance(userId, 'XTR')).toBe(0);
    expect(await shop.wrongs()).toEqual([]);
    await carryOut(paymentId);
    expect([await shop.ledger.balance(userId, 'XTR'), await shop.ledger.debts(userId)]).toEqual([0, []]);
    expect(await active(userId)).toEqual([30]);
    expect(await shop.notices(userId)).toEqual(['paid', 'credited', 'returned']);
    expect(await codeOf(giveBack(paymentId, 250))).toBe('refund.not-there');
  });

  it('is what of it is still there, and whole where its provider gives back nothing else', async () => {
    const spent = await again();
    await shop.buy(spent.userId, { way: 'balance', plan: 'weekly' });
    expect(await refundable(spent.paymentId)).toEqual({ leftMinor: 250, to: 'payer' });
    expect(await codeOf(giveBack(spent.paymentId, 251))).toBe('refund.too-much');
    const codes = await Promise.all([1, 2, 3].map(() => codeOf(giveBack(spent.paymentId, 250))));
    expect(codes.toSorted()).toEqual(['done', 'refund.not-there', 'refund.not-there']);
    await carryOut(spent.paymentId);
    expect(await shop.ledger.balance(spent.userId, 'USD')).toBe(0);
    expect(await shop.ledger.debts(spent.userId)).toEqual([]);

    const whole = await again({ way: 'stars' });
    await shop.buy(whole.userId, { way: 'balance', plan: 'weekly', currency: 'XTR' });
    expect(await refundable(whole.paymentId)).toEqual({ leftMinor: 0, to: 'payer' });
    expect(await codeOf(giveBack(whole.paymentId, 150))).toBe('refund.not-there');
  });

  it('is on the balance again when its provider refuses, and can be given back once more', async () => {
    const { userId, provider, paymentId } = await again();
    await giveBack(paymentId, 399);
    provider.faults.push({ call: 'refund', when: 'refused' });
    await carryOut(paymentId);
    expect(await shop.ledger.balance(userId, 'USD')).toBe(399);
    expect(await shop.wrongs()).toEqual([]);
    expect((await shop.money.story(adminId, paymentId)).events).toContainEqual(
      expect.objectContaining({
        what: 'refund',
        state: 'failed',
        why: 'account_invalid · line_items · req_fake',
      }),
    );
    await giveBack(paymentId, 399);
    await carryOut(paymentId);
    expect(await shop.ledger.balance(userId, 'USD')).toBe(0);
  });

  it('is seen by the hourly checks when what is held belongs to no refund', async () => {
    const { userId, paymentId } = await again();
    await giveBack(paymentId, 399);
    const state = (to: string) =>
      shop.database.db.execute(sql`update refunds set status = ${to} where payment_id = ${paymentId}`);
    await state('failed');
    expect(await shop.wrongs()).toContain('money held for refunds that no refund explains: 1');
    await state('requested');
    await carryOut(paymentId);
    expect(await shop.ledger.balance(userId, 'USD')).toBe(0);
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
