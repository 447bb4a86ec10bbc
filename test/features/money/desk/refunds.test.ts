import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
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

const active = async (userId: number) =>
  (await shop.grants(userId)).filter(({ revoked }) => !revoked).map(({ days }) => days);
const statusOf = async (userId: number, orderId: number) =>
  (await shop.orders.view(userId, orderId)).order.status;

async function paidInCrypto() {
  const userId = (await shop.person()).telegramId;
  const { order, payment } = await shop.buy(userId, { way: 'crypto' });
  await shop.payments.lookAt('crypto-pay', crypto.pay(order.id).objectId);
  return { userId, orderId: order.id, paymentId: payment?.id ?? 0 };
}

const giveBack = (paymentId: number, amountMinor: number) =>
  shop.money.refund(shop.cause(adminId), { paymentId, amountMinor, reason: 'did not work for them' });

describe('money that came by a provider that gives nothing back', () => {
  it('goes to the balance instead, and the access goes as with any refund', async () => {
    const { userId, orderId, paymentId } = await paidInCrypto();
    expect((await shop.money.story(adminId, paymentId)).refundable).toEqual({
      leftMinor: 399,
      to: 'balance',
    });
    await giveBack(paymentId, 399);
    expect(await shop.ledger.balance(userId, 'USD')).toBe(399);
    expect([await statusOf(userId, orderId), await active(userId)]).toEqual(['refunded', []]);
    expect(await shop.notices(userId)).toEqual(['paid', 'moved-to-balance']);
    expect(crypto.calls).not.toContain('refund');
  });

  it('in parts takes parts of the access, and never adds up to more than came in', async () => {
    const { userId, paymentId } = await paidInCrypto();
    await giveBack(paymentId, 133);
    expect(await active(userId)).toEqual([20]);
    expect(await codeOf(giveBack(paymentId, 267))).toBe('refund.too-much');
    await giveBack(paymentId, 266);
    expect(await codeOf(giveBack(paymentId, 1))).toBe('refund.not-there');
    expect([await shop.ledger.balance(userId, 'USD'), await active(userId)]).toEqual([399, []]);
  });

  it('asked for by three admins at once is credited once', async () => {
    const { userId, paymentId } = await paidInCrypto();
    const codes = await Promise.all([1, 2, 3].map(() => codeOf(giveBack(paymentId, 399))));
    expect(codes.toSorted()).toEqual(['done', 'refund.not-there', 'refund.not-there']);
    expect(await shop.ledger.balance(userId, 'USD')).toBe(399);
  });
});

it('a refund without a reason is refused, and nothing is given back', async () => {
  const { userId, paymentId } = await paidInCrypto();
  const wish = { paymentId, amountMinor: 399, reason: '  ' };
  expect(await codeOf(shop.money.refund(shop.cause(adminId), wish))).toBe('reason.missing');
  expect(await active(userId)).toEqual([30]);
});
