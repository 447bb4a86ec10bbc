import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { idIn } from '@hiddify-vpn-bot/sandbox/stripe/state.ts';
import { isWell } from '../../../../src/features/money/desk/reports/rules.ts';
import { type Accounts, asFormerly, openAccounts } from '../../../support/accounts.ts';
import { adminId } from '../../../support/environment.ts';

let accounts: Accounts;
let shop: Awaited<ReturnType<Accounts['open']>>;
beforeAll(async () => {
  accounts = await openAccounts();
  shop = await accounts.open({ installation: 'one shop' });
});
afterAll(() => accounts.stop());
afterEach(() => shop.demandOrder());

const rows = async <Row extends Record<string, unknown>>(query: ReturnType<typeof sql>, at = shop) =>
  (await at.database.db.execute<Row>(query)).rows;
const statusOf = async ({ userId, orderId }: { userId: number; orderId: number }, at = shop) =>
  (await at.orders.view(userId, orderId)).order.status;

async function ordered(wanted: { way?: 'card' | 'crypto'; renews?: boolean } = {}, at = shop) {
  const { telegramId: userId } = await at.person();
  const { order, payment } = await at.buy(userId, wanted);
  const objectId = payment?.objectId ?? '';
  return { userId, orderId: order.id, paymentId: payment?.id ?? 0, objectId, minor: order.totalMinor };
}

/** Everything that hears of money: whoever delivers, the provider's own list, the comparison with the books. */
async function hearOf(provider: 'stripe' | 'crypto-pay', objectId: string, at = shop) {
  await at.payments.lookAt(provider, objectId);
  await at.upkeep.reconcile();
  const occasion = `heard of ${objectId}`;
  await at.reports.carryOut({ occasion, askedBy: adminId });
  return (await at.reports.latest(adminId))?.content;
}

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

const namesOf = async (at = shop) =>
  (await rows<{ object_id: string }>(sql`select object_id from payments`, at)).map((row) => row.object_id);

describe('money of another app on the same account', () => {
  it.each([
    ['by the number of our order alone', (id: string) => ({ client_reference_id: id })],
    ['with metadata like ours', (id: string) => ({ metadata: { order_id: id, env: 'books.example.com' } })],
    ['with a reference that is none', () => ({ metadata: { reference: 'anything', shop: 'books' } })],
    ['with nothing at all', () => ({})],
  ])('named %s settles nothing, is not booked, and alarms nobody', async (_how, marks) => {
    const mine = await ordered();
    const objectId = await paidElsewhere(marks(String(mine.orderId)), mine.minor);
    const found = await hearOf('stripe', objectId);
    expect(await statusOf(mine)).toBe('pending');
    expect(await namesOf()).not.toContain(objectId);
    expect(await rows(sql`select 1 from ledger_entries where key like ${`%${objectId}%`}`)).toEqual([]);
    expect(await shop.notices(adminId)).not.toContain('unknown-order');
    expect(found && isWell(found)).toBe(true);
  });

  it('by coins, whose payload is the number of our order, settles nothing and is not booked', async () => {
    const mine = await ordered({ way: 'crypto' });
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
    const found = await hearOf('crypto-pay', objectId);
    expect(await statusOf(mine)).toBe('pending');
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
  const lost = await ordered();
  await rows(sql`delete from payments where id = ${lost.paymentId}`);
  await rows(sql`delete from orders where id = ${lost.orderId}`);
  await rows(sql`select setval('orders_id_seq', ${lost.orderId - 1})`);
  const mine = await ordered();
  expect(mine.orderId).toBe(lost.orderId);
  accounts.stripe.act.pay(lost.objectId);
  await hearOf('stripe', lost.objectId);
  expect(await statusOf(mine)).toBe('pending');
  // It is ours all the same: booked, put aside, and somebody looks.
  expect(
    await rows(sql`select order_id, status, reason from payments where object_id = ${lost.objectId}`),
  ).toEqual([{ order_id: null, status: 'review', reason: 'unknown-order' }]);
  expect(await shop.notices(adminId)).toContain('unknown-order');
});

it('two shops on one account both sell and give back, and neither books the other’s', async () => {
  const other = await accounts.open({ installation: 'another shop', hosts: ['other.example.com'] });
  const [here, there] = [await ordered(), await ordered({}, other)];
  const coins = [await ordered({ way: 'crypto' }), await ordered({ way: 'crypto' }, other)] as const;
  // Their first orders have the same number.
  const firstHere = await rows(sql`select min(id)::int as id from orders`);
  expect(await rows(sql`select min(id)::int as id from orders`, other)).toEqual(firstHere);
  for (const { objectId } of [here, there]) accounts.stripe.act.pay(objectId);
  for (const { objectId } of coins) accounts.crypto.pay(objectId);
  for (const at of [shop, other])
    for (const [provider, one] of [
      ['stripe', here],
      ['stripe', there],
      ['crypto-pay', coins[0]],
      ['crypto-pay', coins[1]],
    ] as const)
      await hearOf(provider, one.objectId, at);
  expect([await statusOf(here), await statusOf(there, other)]).toEqual(['paid', 'paid']);
  expect([await statusOf(coins[0]), await statusOf(coins[1], other)]).toEqual(['paid', 'paid']);
  expect([await namesOf(), await namesOf(other)].map((names) => names.includes(here.objectId))).toEqual([
    true,
    false,
  ]);
  for (const [at, { paymentId, minor, ...sold }] of [
    [shop, here],
    [other, there],
  ] as const) {
    await at.money.refund(at.cause(adminId), { paymentId, amountMinor: minor, reason: 'because' });
    const [refund] = await rows<{ id: number }>(sql`select max(id)::int as id from refunds`, at);
    await at.money.carryOut(refund?.id ?? 0);
    expect(await statusOf(sold, at)).toBe('refunded');
  }
  await other.demandOrder();
});

describe('what a version before references made', () => {
  async function formerly(wanted: { way?: 'card' | 'crypto'; renews?: boolean } = {}) {
    accounts.stripe.faults.set({ api: { always: 'error500' } });
    accounts.crypto.setFaults({ api: 'error500' });
    const bought = await ordered(wanted);
    await asFormerly(shop, bought.orderId);
    accounts.stripe.faults.set({ api: { always: null } });
    accounts.crypto.setFaults({ api: null });
    await shop.payments.open(bought.paymentId);
    const objectId = (await shop.payments.find(bought.orderId))?.objectId ?? '';
    return { ...bought, objectId };
  }

  it('is opened as it was begun, and settles though its name was never stored', async () => {
    const one = await formerly();
    const session = accounts.stripe.tables.sessions[one.objectId];
    expect(session).toMatchObject({
      client_reference_id: String(one.orderId),
      metadata: { order_id: String(one.orderId), env: 'bot.example.com' },
    });
    await rows(sql`update payments set object_id = null where id = ${one.paymentId}`);
    accounts.stripe.act.pay(one.objectId);
    await hearOf('stripe', one.objectId);
    expect(await statusOf(one)).toBe('paid');
  });

  it('by coins settles by the number in its payload while its name is not known', async () => {
    const one = await formerly({ way: 'crypto' });
    expect(accounts.crypto.invoices().at(-1)?.payload).toBe(String(one.orderId));
    await rows(sql`update payments set object_id = null where id = ${one.paymentId}`);
    accounts.crypto.pay(one.objectId);
    await hearOf('crypto-pay', one.objectId);
    expect(await statusOf(one)).toBe('paid');
  });

  it('and renews itself goes on: its next period is delivered', async () => {
    const one = await formerly({ renews: true });
    accounts.stripe.act.pay(one.objectId);
    await hearOf('stripe', one.objectId);
    const subscription = idIn(accounts.stripe.tables.sessions[one.objectId]?.subscription) ?? '';
    accounts.stripe.act.renew(subscription);
    const invoice = Object.values(accounts.stripe.tables.invoices).at(-1)?.id ?? '';
    await hearOf('stripe', invoice);
    expect(
      await rows(sql`select status, period from orders where user_id = ${one.userId} order by id`),
    ).toEqual([
      { status: 'paid', period: 1 },
      { status: 'paid', period: 2 },
    ]);
  });

  it('and is given back under the name that its refund was begun with', async () => {
    const one = await ordered();
    accounts.stripe.act.pay(one.objectId);
    await hearOf('stripe', one.objectId);
    const wish = { paymentId: one.paymentId, amountMinor: 100, reason: 'because' };
    await shop.money.refund(shop.cause(adminId), wish);
    const [refund] = await rows<{ id: number }>(
      sql`update refunds set reference = null where payment_id = ${one.paymentId} returning id::int`,
    );
    await shop.money.carryOut(refund?.id ?? 0);
    const made = Object.values(accounts.stripe.tables.refunds).at(-1);
    expect(made?.metadata).toEqual({ order_id: `refund:${refund?.id}`, env: 'bot.example.com' });
    expect(await rows(sql`select status from refunds where payment_id = ${one.paymentId}`)).toEqual([
      { status: 'succeeded' },
    ]);
  });
});

it('a refund of the same sum that was made in the dashboard is not taken for ours', async () => {
  const one = await ordered();
  accounts.stripe.act.pay(one.objectId);
  await hearOf('stripe', one.objectId);
  await shop.money.refund(shop.cause(adminId), { paymentId: one.paymentId, amountMinor: 50, reason: 'ours' });
  const payment = idIn(accounts.stripe.tables.sessions[one.objectId]?.payment_intent) ?? '';
  accounts.stripe.act.refund(payment, 50);
  await hearOf('stripe', one.objectId);
  const [ours] = await rows<{ id: number }>(
    sql`select id::int from refunds where payment_id = ${one.paymentId} and reason = 'ours'`,
  );
  await shop.money.carryOut(ours?.id ?? 0);
  expect(
    await rows(sql`select reason, status from refunds where payment_id = ${one.paymentId} order by reason`),
  ).toEqual([
    { reason: 'ours', status: 'succeeded' },
    { reason: 'provider', status: 'succeeded' },
  ]);
});
