import { describe, expect, test } from 'vitest';
import { idOf } from '../../../../../src/features/money/providers/stripe/api/answers.ts';
import { paymentOf } from '../../../../../src/features/money/providers/stripe/invoice.ts';
import { failureOf, openShop, type Shop } from './shop.ts';

const monthly = { days: 30, customerRef: null };
const seconds = (moment: string) => Date.parse(moment) / 1_000;

async function subscribe({ client, stripe, request }: Shop) {
  const checkout = await client.createCheckout(request({ renews: monthly }), 'key');
  stripe.act.pay(checkout.id);
  const done = await client.findCheckout(checkout.id);
  const [customerId = '', subscriptionId = '', invoiceId = ''] = [
    idOf(done?.customer),
    idOf(done?.subscription),
    idOf(done?.invoice),
  ];
  return { customerId, subscriptionId, invoiceId };
}

describe('a subscription', () => {
  test('begins with a paid invoice whose line says which period was bought', async () => {
    const shop = await openShop();
    const { subscriptionId, invoiceId, customerId } = await subscribe(shop);
    expect(await shop.client.findSubscription(subscriptionId)).toMatchObject({
      status: 'active',
      customer: customerId,
      metadata: { order_id: '7001' },
      cancel_at: null,
      cancel_at_period_end: false,
    });
    const invoice = await shop.client.findInvoice(invoiceId);
    expect(invoice).toMatchObject({
      status: 'paid',
      billing_reason: 'subscription_create',
      parent: {
        subscription_details: { subscription: subscriptionId, metadata: { order_id: '7001' } },
      },
      amount_paid: 499,
    });
    const period = { start: shop.clock.now().getTime() / 1_000, end: seconds('2026-07-01T12:00:00Z') };
    expect(invoice?.lines.data).toMatchObject([{ period, amount: 499 }]);
    const paymentId = (invoice && paymentOf(invoice)) ?? '';
    expect(await shop.client.findInvoiceOfPayment(paymentId)).toMatchObject({ id: invoiceId });
  });

  test('renews when its period ends, with a new invoice and a new line', async () => {
    const shop = await openShop();
    const { subscriptionId, invoiceId } = await subscribe(shop);
    shop.clock.advance(31 * 86_400_000);
    const { data } = await shop.client.listInvoices({ subscription: subscriptionId, status: 'paid' });
    expect(data).toHaveLength(2);
    const renewal = data.find(({ id }) => id !== invoiceId);
    expect(renewal).toMatchObject({
      billing_reason: 'subscription_cycle',
      parent: { subscription_details: { metadata: { order_id: '7001' } } },
    });
    const period = { start: seconds('2026-07-01T12:00:00Z'), end: seconds('2026-07-31T12:00:00Z') };
    expect(renewal?.lines.data[0]?.period).toEqual(period);
  });

  test('that the bank refuses is past due, is tried again, and ends when nothing helps', async () => {
    const shop = await openShop();
    const { subscriptionId } = await subscribe(shop);
    shop.stripe.act.refuseRenewals(subscriptionId, true);
    shop.clock.advance(31 * 86_400_000);
    expect(await shop.client.findSubscription(subscriptionId)).toMatchObject({ status: 'past_due' });
    const owed = { subscription: subscriptionId, status: 'open' } as const;
    const [open] = (await shop.client.listInvoices(owed)).data;
    expect(open?.hosted_invoice_url).toContain(shop.stripe.url);
    expect(open?.next_payment_attempt).toBeTypeOf('number');
    shop.clock.advance(20 * 86_400_000);
    expect(await shop.client.findSubscription(subscriptionId)).toMatchObject({ status: 'canceled' });
  });

  test('is ended at the end of what is paid, and can be kept again', async () => {
    const shop = await openShop();
    const { subscriptionId } = await subscribe(shop);
    const ending = await shop.client.endAtPeriodEnd(subscriptionId, 'end');
    expect(ending.status).toBe('active');
    expect(ending.cancel_at ?? ending.cancel_at_period_end).toBeTruthy();
    expect(await shop.client.keepRenewing(subscriptionId, 'keep')).toMatchObject({
      cancel_at: null,
      cancel_at_period_end: false,
    });
    await shop.client.endAtPeriodEnd(subscriptionId, 'end:again');
    shop.clock.advance(31 * 86_400_000);
    expect(await shop.client.findSubscription(subscriptionId)).toMatchObject({ status: 'canceled' });
    expect((await shop.client.listInvoices({ subscription: subscriptionId })).data).toHaveLength(1);
  });

  test('that is ended at once stays ended however often that is asked', async () => {
    const shop = await openShop();
    const { subscriptionId } = await subscribe(shop);
    expect(await shop.client.endNow(subscriptionId, 'now')).toMatchObject({ status: 'canceled' });
    expect(await shop.client.endNow(subscriptionId, 'now:again')).toMatchObject({ status: 'canceled' });
    expect(await failureOf(shop.client.endNow('sub_nobody', 'x'))).toMatchObject({ class: 'refused' });
    // Neither of its flags speaks of an end.
    expect(await shop.client.findSubscription(subscriptionId)).toMatchObject({ cancel_at: null });
    expect(await failureOf(shop.client.keepRenewing(subscriptionId, 'keep'))).toMatchObject({
      class: 'refused',
      code: 'ended',
    });
  });

  test('is looked after by the person in the portal, whose settings are made only once', async () => {
    const shop = await openShop();
    const { customerId, subscriptionId } = await subscribe(shop);
    const wish = { customerId, returnUrl: 'https://t.me/some_bot', locale: 'ru' } as const;
    const { url } = await shop.client.openPortal(wish);
    await shop.client.openPortal(wish);
    expect(Object.keys(shop.stripe.tables.portalSettings)).toHaveLength(1);
    const page = await (await fetch(url)).text();
    expect(page).toContain('Не продлевать дальше');
    await fetch(url, {
      method: 'POST',
      body: new URLSearchParams({ how: 'stop', subscription: subscriptionId }),
    });
    const stopped = await shop.client.findSubscription(subscriptionId);
    expect(stopped?.cancel_at ?? stopped?.cancel_at_period_end).toBeTruthy();
  });
});

describe('a refund', () => {
  test('is made once, in part and then whole, and never beyond what was paid', async () => {
    const shop = await openShop();
    const checkout = await shop.client.createCheckout(shop.request(), 'key');
    shop.stripe.act.pay(checkout.id);
    const paymentId = idOf((await shop.client.findCheckout(checkout.id))?.payment_intent) ?? '';
    const metadata = { order_id: '7001', env: 'test' };
    const wish = { payment_intent: paymentId, reason: 'requested_by_customer', metadata } as const;
    const part = await shop.client.createRefund({ ...wish, amount: 100 }, 'refund:1');
    expect(part).toMatchObject({ status: 'succeeded', amount: 100, payment_intent: paymentId, metadata });
    expect((await shop.client.createRefund({ ...wish, amount: 100 }, 'refund:1')).id).toBe(part.id);
    expect(await failureOf(shop.client.createRefund({ ...wish, amount: 400 }, 'refund:2'))).toMatchObject({
      class: 'refused',
      parameter: 'amount',
    });
    expect(await shop.client.createRefund(wish, 'refund:3')).toMatchObject({ amount: 399 });
    expect(await failureOf(shop.client.createRefund(wish, 'refund:4'))).toMatchObject({
      code: 'charge_already_refunded',
    });
    const { data } = await shop.client.listRefunds({ payment_intent: paymentId });
    expect(new Set(data.map(({ amount }) => amount))).toEqual(new Set([100, 399]));
    expect(await shop.client.findCharge(idOf(data[0]?.charge) ?? '')).toMatchObject({
      amount_refunded: 499,
    });
  });

  test('of a disputed charge is refused; the dispute tells who won', async () => {
    const shop = await openShop();
    const checkout = await shop.client.createCheckout(shop.request(), 'key');
    shop.stripe.act.pay(checkout.id);
    const paymentId = idOf((await shop.client.findCheckout(checkout.id))?.payment_intent) ?? '';
    const { id } = shop.stripe.act.dispute(paymentId);
    expect(await shop.client.findDispute(id)).toMatchObject({
      status: 'needs_response',
      payment_intent: paymentId,
    });
    expect(
      await failureOf(shop.client.createRefund({ payment_intent: paymentId, reason: 'duplicate' }, 'r')),
    ).toMatchObject({ class: 'refused', code: 'charge_disputed' });
    shop.stripe.act.closeDispute(id, 'won');
    const { data } = await shop.client.listDisputes({ payment_intent: paymentId });
    expect(data).toMatchObject([{ id, status: 'won' }]);
  });
});
