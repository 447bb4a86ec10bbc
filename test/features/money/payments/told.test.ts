import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { orderScreen } from '../../../../src/features/money/orders/history.screens.ts';
import { moneyNotice } from '../../../../src/features/money/payments/notices.ts';
import { createVoices } from '../../../../src/texts/voice.ts';
import { createFakeProvider } from '../../../support/fake-provider.ts';
import { adminId } from '../../../support/environment.ts';
import { openShop, type Shop } from '../../../support/shop.ts';

const crypto = createFakeProvider('crypto-pay');
const { ru } = createVoices('Europe/Moscow');
let shop: Shop;
beforeAll(async () => {
  shop = await openShop({}, [crypto]);
});
afterAll(() => shop.stop());
afterEach(() => shop.demandOrder());

async function buyMonth(userId: number) {
  const { order } = await shop.buy(userId);
  await shop.payments.lookAt('stripe', shop.provider.pay(order.id).objectId);
}

async function paid(plan: string) {
  const userId = (await shop.person()).telegramId;
  const { order } = await shop.buy(userId, { plan });
  const { objectId, money } = shop.provider.pay(order.id);
  await shop.payments.lookAt('stripe', objectId);
  return { userId, orderId: order.id, objectId, money };
}

/** The newest message about money, as the person reads it. */
async function lastTold(userId: number): Promise<string> {
  const details = (await shop.told(userId)).at(-1) ?? {};
  return moneyNotice.show(details, ru, undefined)?.text.html ?? '';
}

const orderText = async (userId: number, orderId: number) =>
  orderScreen(ru, await shop.orders.view(userId, orderId)).text.html;

describe('money for somebody who has access', () => {
  it.each([
    ['that works', sql`0`, 'Доступ продлён до '],
    ['whose traffic is used up', sql`data_limit_bytes`, 'Купленное добавилось'],
  ])('%s promises no other news', async (_what, used, told) => {
    const userId = (await shop.person()).telegramId;
    await buyMonth(userId);
    expect(await lastTold(userId)).toContain('Я напишу, когда всё будет готово');
    await shop.database.db.execute(
      sql`update subscriptions set status = 'active', verified_at = now(), applied_period = period, used_bytes = ${used} where user_id = ${userId}`,
    );
    await buyMonth(userId);
    expect(await lastTold(userId)).toContain(told);
    expect(await lastTold(userId)).not.toContain('напишу');
  });
});

describe('a part of the money that goes back', () => {
  it.each([
    ['monthly', 'стал короче', 'доступ стал короче'],
    ['lifetime', 'Доступ остаётся', 'доступ остаётся'],
  ])('of a %s plan says what became of the access', async (plan, told, shown) => {
    const { userId, orderId, objectId } = await paid(plan);
    shop.provider.giveBack(objectId, { objectId: `re_${plan}`, amountMinor: 100, state: 'succeeded' });
    await shop.payments.lookAt('stripe', objectId);
    expect(await lastTold(userId)).toContain(told);
    expect(await lastTold(userId)).not.toContain('закрыт');
    expect(await orderText(userId, orderId)).toContain(shown);
  });

  it('says that the access is closed once the last part of it went back', async () => {
    const { userId, objectId, money } = await paid('lifetime');
    for (const [name, amountMinor] of [
      ['re_first', 100],
      ['re_rest', money.minor - 100],
    ] as const) {
      shop.provider.giveBack(objectId, { objectId: name, amountMinor, state: 'succeeded' });
      await shop.payments.lookAt('stripe', objectId);
    }
    expect(await lastTold(userId)).toContain('Доступ по этому заказу закрыт');
  });

  it('to the balance leaves a shorter access, and says so', async () => {
    const userId = (await shop.person()).telegramId;
    const { order, payment } = await shop.buy(userId, { way: 'crypto' });
    await shop.payments.lookAt('crypto-pay', crypto.pay(order.id).objectId);
    const wish = { paymentId: payment?.id ?? 0, amountMinor: 100, reason: 'a slow week' };
    await shop.money.refund(shop.cause(adminId), wish);
    expect(await lastTold(userId)).toContain('на вашем балансе');
    expect(await lastTold(userId)).toContain('стал короче');
  });
});

describe('a refund that could not arrive', () => {
  it('says that the access is back', async () => {
    const { userId, objectId, money } = await paid('monthly');
    for (const state of ['pending', 'failed'] as const) {
      shop.provider.change(objectId, { refunds: [{ objectId: 're_1', amountMinor: money.minor, state }] });
      await shop.payments.lookAt('stripe', objectId);
    }
    expect(await lastTold(userId)).toContain('снова ваш');
  });

  it('does not promise an access that a bank’s dispute holds', async () => {
    const { userId, objectId } = await paid('monthly');
    const refunds = (state: 'pending' | 'failed') => [{ objectId: 're_2', amountMinor: 100, state }];
    shop.provider.change(objectId, { refunds: refunds('pending') });
    await shop.payments.lookAt('stripe', objectId);
    shop.provider.change(objectId, {
      dispute: 'open',
      disputes: [{ objectId: 'du_1', state: 'open', money: { minor: 299, currency: 'USD' } }],
    });
    await shop.payments.lookAt('stripe', objectId);
    shop.provider.change(objectId, { refunds: refunds('failed') });
    await shop.payments.lookAt('stripe', objectId);
    expect(await lastTold(userId)).toContain('не получилось');
    expect(await lastTold(userId)).not.toContain('снова ваш');
  });

  it('that never began is not told of to whoever never heard that it had', async () => {
    const { userId, objectId } = await paid('monthly');
    shop.provider.giveBack(objectId, { objectId: 're_3', amountMinor: 100, state: 'failed' });
    await shop.payments.lookAt('stripe', objectId);
    expect(await shop.notices(userId)).toEqual(['paid']);
  });
});

describe('a dispute that is lost', () => {
  it('waits for nobody on the screen of the order', async () => {
    const { userId, orderId, objectId } = await paid('monthly');
    shop.provider.change(objectId, { dispute: 'open' });
    await shop.payments.lookAt('stripe', objectId);
    expect(await orderText(userId, orderId)).toContain('До решения доступ');
    shop.provider.change(objectId, { dispute: 'lost' });
    await shop.payments.lookAt('stripe', objectId);
    expect(await orderText(userId, orderId)).toContain('по спору');
    expect(await orderText(userId, orderId)).not.toContain('До решения');
  });
});

describe('money that is put aside', () => {
  const stray = (payerId: number, objectId: string) => ({
    objectId,
    reference: undefined,
    isOurs: true,
    state: 'paid' as const,
    isLive: true,
    money: { minor: 500, currency: 'USD' },
    payerId,
  });

  it('is said to whoever paid, once', async () => {
    const userId = (await shop.person()).telegramId;
    const { order } = await shop.buy(userId);
    const { objectId } = shop.provider.pay(order.id, { money: { minor: 300, currency: 'USD' } });
    await shop.payments.lookAt('stripe', objectId);
    await shop.payments.lookAt('stripe', objectId);
    expect(await shop.notices(userId)).toEqual(['put-aside']);
    expect(await lastTold(userId)).toContain('человек разбирается и ответит');
  });

  it('for somebody else’s order is said to the payer, with no way into that order', async () => {
    const [userId, payerId] = [(await shop.person()).telegramId, (await shop.person()).telegramId];
    const { order } = await shop.buy(userId);
    const { objectId } = shop.provider.pay(order.id, { payerId });
    await shop.payments.lookAt('stripe', objectId);
    expect([await shop.notices(userId), await shop.notices(payerId)]).toEqual([[], ['put-aside']]);
    expect((await shop.told(payerId))[0]).not.toHaveProperty('order');
  });

  it('and names no order is said to the payer where that is one of our people', async () => {
    const userId = (await shop.person()).telegramId;
    await shop.payments.hear(shop.provider, stray(userId, 'cs_stray_ours'));
    await shop.payments.hear(shop.provider, stray(userId, 'cs_stray_ours'));
    expect(await shop.notices(userId)).toEqual(['put-aside']);
    await shop.payments.hear(shop.provider, stray(987_654_321, 'cs_stray_unknown'));
    expect(await shop.notices(987_654_321)).toEqual([]);
  });

  it('of a test in a real shop is no money, and nobody is told that we have it', async () => {
    const userId = (await shop.person()).telegramId;
    const { order } = await shop.buy(userId);
    const { objectId } = shop.provider.pay(order.id, { isLive: false });
    await shop.payments.lookAt('stripe', objectId);
    expect(await shop.notices(userId)).toEqual([]);
  });
});
