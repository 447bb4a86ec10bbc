import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openShop, type Shop } from '../../../support/shop.ts';

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

/** Somebody whose month by card is paid. */
async function paid() {
  const { telegramId: userId } = await shop.person();
  const { order } = await shop.buy(userId);
  const { objectId } = shop.provider.pay(order.id);
  await shop.payments.lookAt('stripe', objectId);
  return { userId, orderId: order.id, objectId };
}

describe('what a bank takes', () => {
  it('a dispute that comes when all had gone back already, and that refund failed, is a dispute', async () => {
    const { userId, orderId, objectId } = await paid();
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
      const { userId, orderId, objectId } = await paid();
      for (const dispute of words.flatMap((word) => [word, word])) {
        shop.provider.change(objectId, { dispute });
        await shop.payments.lookAt('stripe', objectId);
      }
      const isWon = words.at(-1) === 'won';
      expect(await statusOf(userId, orderId)).toBe(isWon ? 'paid' : 'refunded');
      expect(await active(userId)).toEqual(isWon ? [30] : []);
      expect(await shop.notices(userId)).toEqual(['paid', ...told]);
    },
  );
});
