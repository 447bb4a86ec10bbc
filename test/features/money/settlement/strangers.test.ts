import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { idIn } from '@hiddify-vpn-bot/sandbox/stripe/state.ts';
import { isWell } from '../../../../src/features/money/desk/reports/rules.ts';
import { type Accounts, openAccounts, type SharedShop } from '../../../support/accounts.ts';
import { adminId } from '../../../support/environment.ts';

let accounts: Accounts;
let shop: SharedShop;
beforeAll(async () => {
  accounts = await openAccounts();
  shop = await accounts.open({ installation: 'one shop' });
});
afterAll(() => accounts.stop());
afterEach(() => shop.demandOrder());

/** A sale of another app on the same account, paid. */
async function paidElsewhere(change: object, minor: number): Promise<string> {
  const { id } = await accounts.otherApp.stripe.createCheckout(
    {
      mode: 'payment',
      line_items: [
        {
          quantity: 1,
          price_data: { currency: 'usd', unit_amount: minor, product_data: { name: 'A book' } },
        },
      ],
      success_url: 'https://books.example.com',
      ...change,
    },
    crypto.randomUUID(),
  );
  accounts.stripe.act.pay(id);
  return id;
}

const namesOf = async (at: SharedShop = shop) =>
  (await at.rows<{ object_id: string }>(sql`select object_id from payments`)).map((row) => row.object_id);

describe('money of another app on the same account', () => {
  it.each([
    ['by the number of our order alone', (id: string) => ({ client_reference_id: id })],
    ['with metadata like ours', (id: string) => ({ metadata: { order_id: id, env: 'books.example.com' } })],
    ['with a reference that is none', () => ({ metadata: { reference: 'anything', shop: 'books' } })],
    ['with nothing at all', () => ({})],
  ])('named %s settles nothing, is not booked, and alarms nobody', async (_how, marks) => {
    const mine = await shop.ordered();
    const objectId = await paidElsewhere(marks(String(mine.orderId)), mine.minor);
    const found = await shop.hearOf('stripe', objectId);
    expect(await shop.statusOf(mine)).toBe('pending');
    expect(await namesOf()).not.toContain(objectId);
    expect(await shop.rows(sql`select 1 from ledger_entries where key like ${`%${objectId}%`}`)).toEqual([]);
    expect(await shop.notices(adminId)).not.toContain('unknown-order');
    expect(found && isWell(found)).toBe(true);
  });

  it('by coins, whose payload is the number of our order, settles nothing and is not booked', async () => {
    const mine = await shop.ordered({ way: 'crypto' });
    const invoice = await accounts.otherApp.crypto.createInvoice({
      currency_type: 'fiat',
      fiat: 'USD',
      amount: (mine.minor / 100).toFixed(2),
      description: 'A book',
      payload: String(mine.orderId),
      expires_in: 3_600,
      allow_comments: false,
    });
    const objectId = String(invoice.invoice_id);
    expect(accounts.crypto.pay(objectId)).toBe(true);
    const found = await shop.hearOf('crypto-pay', objectId);
    expect(await shop.statusOf(mine)).toBe('pending');
    expect(await namesOf()).not.toContain(objectId);
    expect(found && isWell(found)).toBe(true);
  });
});

describe('what leaves the house', () => {
  it('carries no Telegram id and no number of an order', async () => {
    const [{ telegramId: userId }] = [await shop.person({ id: 987_654_321_012 })];
    await shop.buy(userId, { way: 'card', renews: true });
    await shop.orders.cancel(userId, (await shop.orders.pending(userId))?.id ?? 0);
    await shop.buy(userId, { way: 'crypto' });
    const outside = JSON.stringify([accounts.stripe.tables, accounts.crypto.invoices()]);
    expect(outside).not.toContain(String(userId));
    const session = Object.values(accounts.stripe.tables.sessions).at(-1);
    expect(Object.keys(session?.metadata ?? {}).toSorted()).toEqual(['buyer', 'reference', 'shop']);
    expect(session?.client_reference_id).toMatch(/^[\da-f-]{36}$/);
  });
});

it('after a backup was put back, money for a lost order does not pay for the new one of its number', async () => {
  const lost = await shop.ordered();
  await shop.rows(sql`delete from payments where id = ${lost.paymentId}`);
  await shop.rows(sql`delete from orders where id = ${lost.orderId}`);
  await shop.rows(sql`select setval('orders_id_seq', ${lost.orderId - 1})`);
  const mine = await shop.ordered();
  expect(mine.orderId).toBe(lost.orderId);
  accounts.stripe.act.pay(lost.objectId);
  await shop.hearOf('stripe', lost.objectId);
  expect(await shop.statusOf(mine)).toBe('pending');
  // It is ours all the same: booked, put aside, and somebody looks.
  expect(
    await shop.rows(sql`select order_id, status, reason from payments where object_id = ${lost.objectId}`),
  ).toEqual([{ order_id: null, status: 'review', reason: 'unknown-order' }]);
  expect(await shop.notices(adminId)).toContain('unknown-order');
});

it('two shops on one account both sell and give back, and neither books the other’s', async () => {
  const other = await accounts.open({ installation: 'another shop', hosts: ['other.example.com'] });
  const [here, there] = [await shop.ordered(), await other.ordered()];
  const coins = [await shop.ordered({ way: 'crypto' }), await other.ordered({ way: 'crypto' })] as const;
  // Their first orders have the same number.
  const firstHere = await shop.rows(sql`select min(id)::int as id from orders`);
  expect(await other.rows(sql`select min(id)::int as id from orders`)).toEqual(firstHere);
  for (const { objectId } of [here, there]) accounts.stripe.act.pay(objectId);
  for (const { objectId } of coins) accounts.crypto.pay(objectId);
  for (const at of [shop, other])
    for (const [provider, one] of [
      ['stripe', here],
      ['stripe', there],
      ['crypto-pay', coins[0]],
      ['crypto-pay', coins[1]],
    ] as const)
      await at.hearOf(provider, one.objectId);
  expect([await shop.statusOf(here), await other.statusOf(there)]).toEqual(['paid', 'paid']);
  expect([await shop.statusOf(coins[0]), await other.statusOf(coins[1])]).toEqual(['paid', 'paid']);
  expect([await namesOf(), await namesOf(other)].map((names) => names.includes(here.objectId))).toEqual([
    true,
    false,
  ]);
  for (const [at, { paymentId, minor, ...sold }] of [
    [shop, here],
    [other, there],
  ] as const) {
    await at.money.refund(at.cause(adminId), { paymentId, amountMinor: minor, reason: 'because' });
    const [refund] = await at.rows<{ id: number }>(sql`select max(id)::int as id from refunds`);
    await at.money.carryOut(refund?.id ?? 0);
    expect(await at.statusOf(sold)).toBe('refunded');
  }
  await other.demandOrder();
});

it('a refund of the same sum that was made in the dashboard is not taken for ours', async () => {
  const one = await shop.ordered();
  accounts.stripe.act.pay(one.objectId);
  await shop.hearOf('stripe', one.objectId);
  await shop.money.refund(shop.cause(adminId), { paymentId: one.paymentId, amountMinor: 50, reason: 'ours' });
  const payment = idIn(accounts.stripe.tables.sessions[one.objectId]?.payment_intent) ?? '';
  accounts.stripe.act.refund(payment, 50);
  await shop.hearOf('stripe', one.objectId);
  const [ours] = await shop.rows<{ id: number }>(
    sql`select id::int from refunds where payment_id = ${one.paymentId} and reason = 'ours'`,
  );
  await shop.money.carryOut(ours?.id ?? 0);
  expect(
    await shop.rows(
      sql`select reason, status from refunds where payment_id = ${one.paymentId} order by reason`,
    ),
  ).toEqual([
    { reason: 'ours', status: 'succeeded' },
    { reason: 'provider', status: 'succeeded' },
  ]);
});
