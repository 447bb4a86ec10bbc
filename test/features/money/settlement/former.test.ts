import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { idIn } from '@hiddify-vpn-bot/sandbox/stripe/state.ts';
import { type Accounts, asFormerly, openAccounts, type SharedShop } from '../../../support/accounts.ts';
import { adminId } from '../../../support/environment.ts';

let accounts: Accounts;
let shop: SharedShop;
beforeAll(async () => {
  accounts = await openAccounts();
  shop = await accounts.open({ installation: 'one shop' });
});
afterAll(() => accounts.stop());
afterEach(() => shop.demandOrder());

describe('what was sold under another domain name', () => {
  /** As if it had been sold by another deployment, by all that its metadata says. */
  function moved(objectId: string): string {
    const { sessions, subscriptions } = accounts.stripe.tables;
    const session = sessions[objectId];
    const id = idIn(session?.subscription) ?? '';
    const metadata = { order_id: '1', env: 'former.example.com' };
    if (session !== undefined) session.metadata = metadata;
    const subscription = subscriptions[id];
    if (subscription !== undefined) subscription.metadata = metadata;
    return id;
  }

  it('and renews itself is delivered period by period, and ends only when Stripe says so', async () => {
    const one = await shop.ordered({ renews: true });
    accounts.stripe.act.pay(one.objectId);
    await shop.hearOf('stripe', one.objectId);
    const subscription = moved(one.objectId);
    accounts.stripe.act.renew(subscription);
    const invoice = Object.values(accounts.stripe.tables.invoices).at(-1)?.id ?? '';
    const found = await shop.hearOf('stripe', invoice);
    expect(
      await shop.rows(sql`select status, period from orders where user_id = ${one.userId} order by id`),
    ).toEqual([
      { status: 'paid', period: 1 },
      { status: 'paid', period: 2 },
    ]);
    expect(found?.differences).toEqual([]);
    const [renewal] = await shop.rows<{ id: number }>(
      sql`select id::int from renewals where user_id = ${one.userId}`,
    );
    await shop.renewals.look(renewal?.id ?? 0, shop.payments.lookAt);
    expect((await shop.renewals.view(one.userId)).renewal).toMatchObject({
      status: 'active',
      endReason: null,
    });
  });

  it('is given back, and its refund found, as ever', async () => {
    const one = await shop.ordered();
    accounts.stripe.act.pay(one.objectId);
    await shop.hearOf('stripe', one.objectId);
    moved(one.objectId);
    const payment = idIn(accounts.stripe.tables.sessions[one.objectId]?.payment_intent) ?? '';
    accounts.stripe.act.refund(payment);
    await shop.upkeep.reconcile();
    expect(await shop.statusOf(one)).toBe('refunded');
  });

  it('by a version before references is recognised by the former host that the settings name', async () => {
    const one = await shop.ordered();
    const former = await accounts.open({
      installation: 'moved',
      hosts: ['new.example.com', 'bot.example.com'],
    });
    const there = await former.ordered();
    await former.rows(
      sql`update payments set reference = null, object_id = null where id = ${there.paymentId}`,
    );
    const session = accounts.stripe.tables.sessions[there.objectId];
    if (session !== undefined) session.metadata = { order_id: String(there.orderId), env: 'bot.example.com' };
    accounts.stripe.act.pay(there.objectId);
    await former.hearOf('stripe', there.objectId);
    expect([await former.statusOf(there), await shop.statusOf(one)]).toEqual(['paid', 'pending']);
  });
});

describe('what a version before references made', () => {
  async function formerly(wanted: { way?: 'card' | 'crypto'; renews?: boolean } = {}) {
    accounts.stripe.faults.set({ api: { always: 'error500' } });
    accounts.crypto.setFaults({ api: 'error500' });
    const bought = await shop.ordered(wanted);
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
    await shop.rows(sql`update payments set object_id = null where id = ${one.paymentId}`);
    accounts.stripe.act.pay(one.objectId);
    await shop.hearOf('stripe', one.objectId);
    expect(await shop.statusOf(one)).toBe('paid');
  });

  it('by coins settles by the number in its payload while its name is not known', async () => {
    const one = await formerly({ way: 'crypto' });
    expect(accounts.crypto.invoices().at(-1)?.payload).toBe(String(one.orderId));
    await shop.rows(sql`update payments set object_id = null where id = ${one.paymentId}`);
    accounts.crypto.pay(one.objectId);
    await shop.hearOf('crypto-pay', one.objectId);
    expect(await shop.statusOf(one)).toBe('paid');
  });

  it('and renews itself goes on: its next period is delivered', async () => {
    const one = await formerly({ renews: true });
    accounts.stripe.act.pay(one.objectId);
    await shop.hearOf('stripe', one.objectId);
    const subscription = idIn(accounts.stripe.tables.sessions[one.objectId]?.subscription) ?? '';
    accounts.stripe.act.renew(subscription);
    const invoice = Object.values(accounts.stripe.tables.invoices).at(-1)?.id ?? '';
    await shop.hearOf('stripe', invoice);
    expect(
      await shop.rows(sql`select status, period from orders where user_id = ${one.userId} order by id`),
    ).toEqual([
      { status: 'paid', period: 1 },
      { status: 'paid', period: 2 },
    ]);
  });

  it('and is given back under the name that its refund was begun with', async () => {
    const one = await shop.ordered();
    accounts.stripe.act.pay(one.objectId);
    await shop.hearOf('stripe', one.objectId);
    const wish = { paymentId: one.paymentId, amountMinor: 100, reason: 'because' };
    await shop.money.refund(shop.cause(adminId), wish);
    const [refund] = await shop.rows<{ id: number }>(
      sql`update refunds set reference = null where payment_id = ${one.paymentId} returning id::int`,
    );
    await shop.money.carryOut(refund?.id ?? 0);
    const made = Object.values(accounts.stripe.tables.refunds).at(-1);
    expect(made?.metadata).toEqual({ order_id: `refund:${refund?.id}`, env: 'bot.example.com' });
    expect(await shop.rows(sql`select status from refunds where payment_id = ${one.paymentId}`)).toEqual([
      { status: 'succeeded' },
    ]);
  });
});
