import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { PaymentError } from '../../../src/features/money/providers/payment-error.ts';
import type { StripeClient } from '../../../src/features/money/providers/stripe/api/client.ts';
import type { CheckoutRequest } from '../../../src/features/money/providers/stripe/api/model.ts';

/** Somebody who answers as Stripe does, and ids of objects that are there. */
export interface StripeTarget {
  client: StripeClient;
  nowSeconds: () => number;
  /** Nothing where nobody can have paid. */
  paid?: {
    paymentId: string;
    chargeId: string;
    customerId: string;
    subscriptionId: string;
    invoiceId: string;
    disputeId: string;
    warningId: string;
  };
  /** Whether it is older than the version that our endpoint asks for. */
  isOlder?: boolean;
}

const checkout = (nowSeconds: number, change: Partial<CheckoutRequest> = {}): CheckoutRequest => ({
  mode: 'payment',
  orderId: randomUUID(),
  environment: 'contract',
  amountMinor: 499,
  currency: 'USD',
  productName: 'VPN, 30 дней',
  expiresAtSeconds: nowSeconds + 35 * 60,
  successUrl: 'https://example.com/paid',
  cancelUrl: 'https://example.com/back',
  locale: 'ru',
  ...change,
});

/** Every request that our client can make: each is taken, and its answer understood. */
export function defineStripeRequests(name: string, open: () => Promise<StripeTarget>): void {
  describe(`every request of ours to ${name}`, () => {
    const key = () => `contract:${randomUUID()}`;

    test('is taken: checkouts of both kinds, read, listed, expired', async () => {
      const { client, nowSeconds } = await open();
      const once = await client.createCheckout(checkout(nowSeconds()), key());
      expect(once.id).toMatch(/^cs_/);
      const renewed = { mode: 'subscription', every: { unit: 'day', count: 30 } } as const;
      expect((await client.createCheckout(checkout(nowSeconds(), renewed), key())).id).toMatch(/^cs_/);
      const customer = await client.createCustomer({ userId: '42', environment: 'contract' }, key());
      const again = checkout(nowSeconds(), { ...renewed, customerId: customer.id });
      expect((await client.createCheckout(again, key())).id).toMatch(/^cs_/);
      expect(await client.findCheckout(once.id)).toBeDefined();
      const created = { createdFrom: new Date((nowSeconds() - 60) * 1000), limit: 3 };
      expect((await client.listCheckouts(created)).items.length).toBeGreaterThan(0);
      expect((await client.expireCheckout(once.id)).id).toMatch(/^cs_/);
    });

    test('is taken: customers and the portal', async () => {
      const { client } = await open();
      const customer = await client.createCustomer({ userId: '42', environment: 'contract' }, key());
      const portal = { customerId: customer.id, returnUrl: 'https://example.com/', locale: 'ru' } as const;
      expect((await client.openPortal(portal)).url).toMatch(/^https?:/);
    });

    test('is taken: subscriptions, invoices, payments', async () => {
      const { client, paid } = await open();
      await client.listInvoices({ status: 'paid', limit: 1 });
      if (!paid) return;
      const { customerId, subscriptionId, paymentId, invoiceId } = paid;
      expect(await client.findSubscription(subscriptionId)).toBeDefined();
      await client.endAtPeriodEnd(subscriptionId, key());
      await client.keepRenewing(subscriptionId, key());
      expect(await client.findInvoice(invoiceId)).toBeDefined();
      await client.listInvoices({ subscriptionId, customerId });
      // As the bot looks for periods that nobody told it of.
      await client.listInvoices({ subscriptionId, status: 'paid', limit: 3 });
      await client.listCheckouts({ subscriptionId });
      await client.findInvoiceOfPayment(paymentId);
      expect(await client.findPayment(paymentId)).toBeDefined();
      expect(await client.findCharge(paid.chargeId)).toBeDefined();
      await client.listCheckouts({ paymentId });
      expect((await client.endNow(subscriptionId, key())).id).toMatch(/^sub_/);
    });

    test('is taken: refunds and disputes', async () => {
      const { client, paid } = await open();
      await client.listDisputes({ limit: 1 });
      if (!paid) return;
      const { paymentId } = paid;
      const wish = {
        orderId: 'o',
        environment: 'contract',
        paymentId,
        reason: 'requested_by_customer',
      } as const;
      const refund = await client.createRefund({ ...wish, amountMinor: 100 }, key());
      await client.createRefund({ ...wish, amountMinor: 50, reason: 'fraudulent' }, key());
      expect(await client.findRefund(refund.id)).toBeDefined();
      await client.listRefunds({ paymentId });
      expect(await client.findDispute(paid.disputeId)).toBeDefined();
      await client.listDisputes({ paymentId });
      expect(await client.findFraudWarning(paid.warningId)).toBeDefined();
    });

    test('is taken: events and the endpoint they come to', async () => {
      const { client, isOlder } = await open();
      const types = ['invoice.paid', 'checkout.session.completed'];
      await client.listEvents({ types, createdFrom: new Date(Date.now() - 86_400_000), limit: 2 });
      const later = ['refund.failed', 'charge.dispute.closed', 'radar.early_fraud_warning.created'];
      await client.listEvents({ types: later, createdFrom: new Date(Date.now() - 86_400_000) });
      const url = `https://example.com/webhooks/${randomUUID()}`;
      const outcome = await client.ensureWebhook({ url }, key()).then(
        (made) => made.outcome,
        (error: PaymentError) => error.class,
      );
      expect(outcome).toBe(isOlder ? 'refused' : 'created');
      expect(await client.checkWebhook(url)).toHaveProperty('missingEvents');
    });
  });
}
