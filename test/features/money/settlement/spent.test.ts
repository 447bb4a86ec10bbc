import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'drizzle-orm';
import type { ProviderTruth } from '../../../../src/features/money/providers/truth.ts';
import { adminId } from '../../../support/environment.ts';
import { openShop, type Shop } from '../../../support/shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
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
  const first = shop.provider.pay(order.id);
  await shop.payments.lookAt('stripe', first.objectId);
  const second: ProviderTruth = { ...first, objectId: `${first.objectId}_again`, refunds: [] };
  await shop.payments.hear(shop.provider, second);
  expect(await shop.ledger.balance(userId, 'USD')).toBe(399);
  return { userId, second };
}

const refundOf = ({ objectId }: ProviderTruth, state: 'succeeded' | 'failed') => ({
  refunds: [{ objectId: `re_${objectId}`, amountMinor: 399, state }],
});

describe('a second payment of an order that goes back at the provider', () => {
  it('is taken from the balance that it became', async () => {
    const { userId, second } = await paidTwice();
    await shop.payments.hear(shop.provider, { ...second, ...refundOf(second, 'succeeded') });
    expect([await shop.ledger.balance(userId, 'USD'), await owes(userId)]).toEqual([0, 0]);
    // What was bought with the first one stays.
    expect(await active(userId)).toEqual([30]);
  });

  it('after it was spent is booked all the same: what is missing is owed, and admins are told once', async () => {
    const { userId, second } = await paidTwice();
    await shop.buy(userId, { way: 'balance', plan: 'weekly' });
    const truth = { ...second, ...refundOf(second, 'succeeded') };
    await Promise.all([1, 2, 3].map(() => shop.payments.hear(shop.provider, truth)));
    expect([await shop.ledger.balance(userId, 'USD'), await owes(userId)]).toEqual([0, 149]);
    expect((await shop.notices(adminId)).filter((what) => what === 'owed')).toHaveLength(1);
    expect(await active(userId)).toEqual([30, 7]);
  });

  it('and fails on its way is on the balance again, and nothing is owed', async () => {
    const { userId, second } = await paidTwice();
    await shop.buy(userId, { way: 'balance', plan: 'weekly' });
    await shop.payments.hear(shop.provider, { ...second, ...refundOf(second, 'succeeded') });
    await shop.payments.hear(shop.provider, { ...second, ...refundOf(second, 'failed') });
    expect([await shop.ledger.balance(userId, 'USD'), await owes(userId)]).toEqual([250, 0]);
  });

  it('by a dispute at the bank is taken from the balance too, and won comes back there', async () => {
    const { userId, second } = await paidTwice();
    await shop.payments.hear(shop.provider, { ...second, dispute: 'open' });
    expect(await shop.ledger.balance(userId, 'USD')).toBe(0);
    await shop.payments.hear(shop.provider, { ...second, dispute: 'won' });
    expect(await shop.ledger.balance(userId, 'USD')).toBe(399);
  });

  it('while the balance is being spent leaves nobody below nothing', async () => {
    for (let round = 0; round < 5; round++) {
      const { userId, second } = await paidTwice();
      const refunded = shop.payments.hear(shop.provider, { ...second, ...refundOf(second, 'succeeded') });
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
