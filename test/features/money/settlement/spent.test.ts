import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'drizzle-orm';
import type { ProviderTruth } from '../../../../src/features/money/providers/truth.ts';
import { adminId } from '../../../support/environment.ts';
import { createFakeProvider } from '../../../support/fake-provider.ts';
import { openShop, type Shop } from '../../../support/shop.ts';

const card = createFakeProvider();
let shop: Shop;
beforeAll(async () => {
  shop = await openShop({}, [card]);
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

describe('what is owed', () => {
  const topUp = (userId: number, minor: number) =>
    shop.money.topUp(shop.cause(adminId), {
      userId,
      money: { minor, currency: 'USD' },
      reason: 'a present',
    });
  /** Somebody who bought a week with what went back at the provider then. */
  async function owing() {
    const { userId, second } = await paidTwice();
    await shop.buy(userId, { way: 'balance', plan: 'weekly' });
    await shop.payments.hear(card, { ...second, ...refundOf(second, 'succeeded') });
    return { userId, second };
  }

  it('is said to whoever owes it and at the desk, and is paid by whatever comes to the balance next', async () => {
    const { userId } = await owing();
    expect(await shop.money.standing(adminId, userId)).toMatchObject({
      balances: [],
      debts: [{ minor: 149, currency: 'USD' }],
    });
    await topUp(userId, 100);
    expect([await shop.ledger.balance(userId, 'USD'), await owes(userId)]).toEqual([0, 49]);
    // Of another currency nothing is owed.
    await shop.money.topUp(shop.cause(adminId), {
      userId,
      money: { minor: 9, currency: 'XTR' },
      reason: 'a present',
    });
    const code = await shop.promo({ kind: 'balance', value: 99 });
    await shop.promos.redeem(shop.cause(userId), code.id);
    expect([await shop.ledger.balance(userId, 'USD'), await owes(userId)]).toEqual([50, 0]);
    expect(await shop.ledger.debts(userId)).toEqual([]);
    const said = (await shop.told(userId)).map(({ what, minor }) => `${what} ${minor}`);
    expect(said.toSorted()).toEqual([
      'credited 399',
      'money 100',
      'money 9',
      'owed 149',
      'paid 399',
      'paid-off 100',
      'paid-off 49',
      'returned 399',
    ]);
  });

  it('is paid once, however many credits come at once, and by one that comes as it arises', async () => {
    for (let round = 0; round < 3; round++) {
      const { userId, second } = await paidTwice();
      await shop.buy(userId, { way: 'balance', plan: 'monthly' });
      const gone = shop.payments.hear(card, { ...second, ...refundOf(second, 'succeeded') });
      await Promise.all([gone, ...[100, 100, 100, 100].map((minor) => topUp(userId, minor))]);
      expect([await shop.ledger.balance(userId, 'USD'), await owes(userId)]).toEqual([1, 0]);
    }
  });

  it('and was paid is its owner’s again when the money comes back', async () => {
    const { userId, second } = await owing();
    await topUp(userId, 100);
    await shop.payments.hear(card, { ...second, ...refundOf(second, 'failed') });
    // 250 were left of the second payment, and the gift is theirs.
    expect([await shop.ledger.balance(userId, 'USD'), await owes(userId)]).toEqual([350, 0]);
  });

  it('is seen by the hourly checks when it stands beside a balance, or was paid twice', async () => {
    const { userId } = await owing();
    const entry = (key: string, debit: string, credit: string, minor: number) =>
      shop.database.db.execute(sql`insert into ledger_entries (key, debit, credit, currency, amount_minor, user_id, at)
        values (${key}, ${debit}, ${credit}, 'USD', ${minor}, ${userId}, now())`);
    await entry('by hand 1', 'gifts', `user:${userId}`, 5);
    expect(await shop.wrongs()).toEqual(['a debt beside a balance that would pay it: 1']);
    await entry('by hand 2', `user:${userId}`, 'gifts', 5);
    expect(await shop.wrongs()).toEqual([]);
    await entry('by hand 3', 'gifts', `receivable:${userId}`, 150);
    expect(await shop.wrongs()).toEqual(['a debt that was paid off more than once: 1']);
    await entry('by hand 4', `receivable:${userId}`, 'gifts', 150);
  });
});

it('what its provider still gives back is not written off as paid out by hand, though nothing is sold for it', async () => {
  const { userId } = await paidTwice();
  await shop.money.topUp(shop.cause(adminId), {
    userId,
    money: { minor: 101, currency: 'USD' },
    reason: 'приз',
  });
  await shop.database.db.execute(sql`update plans set is_visible = not is_visible`);
  try {
    // Of 5.00 the 3.99 of the second payment go back by card.
    expect(await shop.money.standing(adminId, userId)).toMatchObject({
      balances: [{ minor: 500, currency: 'USD' }],
      stuck: [{ minor: 101, currency: 'USD' }],
    });
  } finally {
    await shop.database.db.execute(sql`update plans set is_visible = not is_visible`);
  }
});
