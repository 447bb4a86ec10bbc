import { describe, expect, test } from 'vitest';
import { failureOf, openShop, type Shop } from './shop.ts';

const monthly = { mode: 'subscription', every: { unit: 'month', count: 1 } } as const;

async function subscribe({ client, stripe, request }: Shop) {
  const customer = await client.createCustomer({ userId: '42', environment: 'test' }, 'user:42:customer');
  const checkout = await client.createCheckout(request({ ...monthly, customerId: customer.id }), 'key');
  stripe.act.pay(checkout.id);
  const done = await client.findCheckout(checkout.id);
  return { customer, subscriptionId: done?.subscriptionId ?? '', invoiceId: done?.invoiceId ?? '' };
}

describe('a subscription', () => {
  test('begins with a paid invoice whose line says which period was bought', async () => {
    const shop = await openShop();
    const { subscriptionId, invoiceId, customer } = await subscribe(shop);
    expect(await shop.client.findSubscription(subscriptionId)).toMatchObject({
      status: 'active',
      customerId: customer.id,
      orderId: 'order-1',
      endsAt: undefined,
    });
    const invoice = await shop.client.findInvoice(invoiceId);
    expect(invoice).toMatchObject({
      status: 'paid',
      reason: 'subscription_create',
      subscriptionId,
      orderId: 'order-1',
      paidMinor: 499,
      lines: [
        { periodStart: shop.clock.now(), periodEnd: new Date('2026-07-01T12:00:00Z'), amountMinor: 499 },
      ],
    });
    const paymentId = invoice?.paymentIds[0] ?? '';
    expect(await shop.client.findInvoiceOfPayment(paymentId)).toMatchObject({ id: invoiceId });
  });

  test('renews when its period ends, with a new invoice and a new line', async () => {
    const shop = await openShop();
    const { subscriptionId, invoiceId } = await subscribe(shop);
    shop.clock.advance(31 * 86_400_000);
    const { items } = await shop.client.listInvoices({ subscriptionId, status: 'paid' });
    expect(items).toHaveLength(2);
    const renewal = items.find(({ id }) => id !== invoiceId);
    expect(renewal).toMatchObject({ reason: 'subscription_cycle', orderId: 'order-1' });
    expect(renewal?.lines[0]?.periodStart).toEqual(new Date('2026-07-01T12:00:00Z'));
    expect(renewal?.lines[0]?.periodEnd).toEqual(new Date('2026-08-01T12:00:00Z'));
  });

  test('that the bank refuses is past due, is tried again, and ends when nothing helps', async () => {
    const shop = await openShop();
    const { subscriptionId } = await subscribe(shop);
    shop.stripe.act.refuseRenewals(subscriptionId, true);
    shop.clock.advance(31 * 86_400_000);
    expect(await shop.client.findSubscription(subscriptionId)).toMatchObject({ status: 'past_due' });
    const [open] = (await shop.client.listInvoices({ subscriptionId, status: 'open' })).items;
    expect(open?.payUrl).toContain(shop.stripe.url);
    expect(open?.nextAttemptAt).toBeInstanceOf(Date);
    shop.clock.advance(20 * 86_400_000);
    expect(await shop.client.findSubscription(subscriptionId)).toMatchObject({ status: 'canceled' });
  });

  test('is ended at the end of what is paid, and can be kept again', async () => {
    const shop = await openShop();
    const { subscriptionId } = await subscribe(shop);
    const ending = await shop.client.endAtPeriodEnd(subscriptionId, 'end');
    expect(ending).toMatchObject({ status: 'active', endsAt: ending.periodEnd });
    expect(await shop.client.keepRenewing(subscriptionId, 'keep')).toMatchObject({ endsAt: undefined });
    await shop.client.endAtPeriodEnd(subscriptionId, 'end:again');
    shop.clock.advance(31 * 86_400_000);
    expect(await shop.client.findSubscription(subscriptionId)).toMatchObject({ status: 'canceled' });
    expect((await shop.client.listInvoices({ subscriptionId })).items).toHaveLength(1);
  });

  test('that is ended at once stays ended however often that is asked', async () => {
    const shop = await openShop();
    const { subscriptionId } = await subscribe(shop);
    expect(await shop.client.endNow(subscriptionId, 'now')).toMatchObject({ status: 'canceled' });
    expect(await shop.client.endNow(subscriptionId, 'now:again')).toMatchObject({ status: 'canceled' });
    expect(await failureOf(shop.client.endNow('sub_nobody', 'x'))).toMatchObject({ class: 'refused' });
  });

  test('is looked after by the person in the portal, whose settings are made only once', async () => {
    const shop = await openShop();
    const { customer, subscriptionId } = await subscribe(shop);
    const wish = { customerId: customer.id, returnUrl: 'https://t.me/some_bot', locale: 'ru' } as const;
    const { url } = await shop.client.openPortal(wish);
    await shop.client.openPortal(wish);
    expect(Object.keys(shop.stripe.tables.portalSettings)).toHaveLength(1);
    const page = await (await fetch(url)).text();
    expect(page).toContain('Не продлевать дальше');
    await fetch(url, {
      method: 'POST',
      body: new URLSearchParams({ how: 'stop', subscription: subscriptionId }),
    });
    expect((await shop.client.findSubscription(subscriptionId))?.endsAt).toBeInstanceOf(Date);
  });
});

describe('a refund', () => {
  test('is made once, in part and then whole, and never beyond what was paid', async () => {
    const shop = await openShop();
    const checkout = await shop.client.createCheckout(shop.request(), 'key');
    shop.stripe.act.pay(checkout.id);
    const paymentId = (await shop.client.findCheckout(checkout.id))?.paymentId ?? '';
    const wish = {
      orderId: 'order-1',
      environment: 'test',
      paymentId,
      reason: 'requested_by_customer',
    } as const;
    const part = await shop.client.createRefund({ ...wish, amountMinor: 100 }, 'refund:1');
    expect(part).toMatchObject({ status: 'succeeded', amountMinor: 100, paymentId, orderId: 'order-1' });
    expect((await shop.client.createRefund({ ...wish, amountMinor: 100 }, 'refund:1')).id).toBe(part.id);
    expect(
      await failureOf(shop.client.createRefund({ ...wish, amountMinor: 400 }, 'refund:2')),
    ).toMatchObject({
      class: 'refused',
      parameter: 'amount',
    });
    expect(await shop.client.createRefund(wish, 'refund:3')).toMatchObject({ amountMinor: 399 });
    expect(await failureOf(shop.client.createRefund(wish, 'refund:4'))).toMatchObject({
      code: 'charge_already_refunded',
    });
    const { items } = await shop.client.listRefunds({ paymentId });
    expect(new Set(items.map(({ amountMinor }) => amountMinor))).toEqual(new Set([100, 399]));
    expect(await shop.client.findCharge(items[0]?.chargeId ?? '')).toMatchObject({ refundedMinor: 499 });
  });

  test('of a disputed charge is refused; the dispute tells who won', async () => {
    const shop = await openShop();
    const checkout = await shop.client.createCheckout(shop.request(), 'key');
    shop.stripe.act.pay(checkout.id);
    const paymentId = (await shop.client.findCheckout(checkout.id))?.paymentId ?? '';
    const { id } = shop.stripe.act.dispute(paymentId);
    expect(await shop.client.findDispute(id)).toMatchObject({ status: 'needs_response', paymentId });
    expect(
      await failureOf(
        shop.client.createRefund({ orderId: 'o', environment: 'test', paymentId, reason: 'duplicate' }, 'r'),
      ),
    ).toMatchObject({ class: 'refused', code: 'charge_disputed' });
    shop.stripe.act.closeDispute(id, 'won');
    expect((await shop.client.listDisputes({ paymentId })).items).toMatchObject([{ id, status: 'won' }]);
  });
});
