import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { offerScreen } from '../../../../src/features/money/orders/screens.ts';
import { effectsOf } from '../../../../src/features/money/promo-codes/effects.rules.ts';
import { createVoices } from '../../../../src/texts/voice.ts';
import { createFakeProvider } from '../../../support/fake-provider.ts';
import { adminId } from '../../../support/environment.ts';
import { codeOf, openShop, type Shop } from '../../../support/shop.ts';

const { ru } = createVoices('Europe/Moscow');
let shop: Shop;
beforeAll(async () => {
  const others = [createFakeProvider('stars'), createFakeProvider('crypto-pay')];
  shop = await openShop({ PAYMENT_CURRENCY: 'RUB' }, others);
  const weekly = await weeklyPlan();
  const change = { field: 'price', currency: 'RUB', value: 14_900 } as const;
  await shop.plans.change(shop.cause(adminId), weekly.id, change);
});
afterAll(() => shop.stop());

async function weeklyPlan() {
  const plan = (await shop.plans.onSale()).find(({ code }) => code === 'weekly');
  if (plan === undefined) throw new Error('no week');
  return plan;
}

async function offerWith(value: number) {
  const { telegramId: userId } = await shop.person();
  const promo = await shop.promo({ kind: 'percent', value });
  const { id: planId } = await weeklyPlan();
  const offer = await shop.orders.offer(userId, { planId, promoId: promo.id, renews: false });
  return { userId, promo, planId, offer };
}

describe('a discount that leaves less than one way of paying charges', () => {
  it('makes nothing free: that way is not offered and says so, the others are', async () => {
    const { offer } = await offerWith(70);
    expect(offer.ways.map(({ way, quote }) => [way, quote.totalMinor])).toEqual([
      ['stars', expect.any(Number)],
      ['crypto', 4_470],
    ]);
    expect(offerScreen(ru, offer).text.html).toContain('сумма слишком мала: картой');
  });

  it('cannot be bought that way by an old button either', async () => {
    const { userId, promo, planId } = await offerWith(70);
    const choice = { planId, promoId: promo.id, way: 'card', renews: false, shownMinor: 4_470 } as const;
    expect(await codeOf(shop.orders.place(shop.cause(userId), choice))).toBe('order.way-gone');
    const free = { ...choice, way: 'free', shownMinor: 0 } as const;
    expect(await codeOf(shop.orders.place(shop.cause(userId), free))).toBe('order.way-gone');
  });

  it('is free only when it is the whole price', async () => {
    const { offer } = await offerWith(100);
    expect(offer.ways.map(({ way }) => way)).toEqual(['free']);
  });

  it('is seen by the admin who makes the code', async () => {
    const { promo } = await offerWith(70);
    const at = { ways: ['card', 'stars', 'crypto'], shop: 'RUB' } as const;
    const plan = await weeklyPlan();
    expect(effectsOf(promo, [plan], at)).toEqual([
      {
        plan,
        dropped: {
          way: 'card',
          left: { minor: 4_470, currency: 'RUB' },
          least: { minor: 5_000, currency: 'RUB' },
        },
      },
    ]);
    expect(effectsOf({ ...promo, value: 100 }, [plan], at)).toEqual([{ plan, dropped: undefined }]);
    expect(effectsOf({ ...promo, value: 10 }, [plan], at)).toEqual([]);
  });
});
