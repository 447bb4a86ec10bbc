import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { PaymentError } from '../../../src/features/money/providers/payment-error.ts';
import type { StripeClient } from '../../../src/features/money/providers/stripe/api/client.ts';
import { monthly, saleAt } from './sale.ts';

/** Somebody who answers as Stripe does, and ids of objects that are there. */
export interface StripeTarget {
  client: StripeClient;
  nowSeconds: () => number;
  /** Somebody whose card could be kept. */
  customerId: () => Promise<string>;
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

/** Every request that our client can make: each is taken, and its answer understood. */
export function defineStripeRequests(name: string, open: () => Promise<StripeTarget>): void {
  describe(`every request of ours to ${name}`, () => {
    const key = () => `contract:${randomUUID()}`;

    test('is taken: checkouts of both kinds, read, listed, expired', async () => {
      const { client, nowSeconds, customerId } = await open();
      const sale = (change?: Parameters<typeof saleAt>[1]) => saleAt(new Date(nowSeconds() * 1000), change);
      const once = await client.createCheckout(sale(), key());
      expect(once.id).toMatch(/^cs_/);
      expect((await client.createCheckout(sale({ renews: monthly }), key())).id).toMatch(/^cs_/);
      const again = sale({ renews: { ...monthly, customerRef: await customerId() } });
      expect((await client.createCheckout(again, key())).id).toMatch(/^cs_/);
      expect(await client.findCheckout(once.id)).toBeDefined();
      const created = { created: { gte: nowSeconds() - 60 }, limit: 3 };
      expect((await client.listCheckouts(created)).data.length).toBeGreaterThan(0);
      expect((await client.expireCheckout(once.id)).id).toMatch(/^cs_/);
    });

    test('is taken: the portal', async () => {
      const { client, customerId } = await open();
      const portal = {
        customerId: await customerId(),
        returnUrl: 'https://example.com/',
        locale: 'ru',
      } as const;
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
      await client.listInvoices({ subscription: subscriptionId, customer: customerId });
      // As the bot looks for periods that nobody told it of.
      await client.listInvoices({ subscription: subscriptionId, status: 'paid', limit: 3 });
      await client.listCheckouts({ subscription: subscriptionId });
      await client.findInvoiceOfPayment(paymentId);
      expect(await client.findPayment(paymentId)).toBeDefined();
      expect(await client.findCharge(paid.chargeId)).toBeDefined();
      await client.listCheckouts({ payment_intent: paymentId });
      expect((await client.endNow(subscriptionId, key())).id).toMatch(/^sub_/);
    });

    test('is taken: refunds and disputes', async () => {
      const { client, paid } = await open();
      await client.listDisputes({ limit: 1 });
      if (!paid) return;
      const { paymentId } = paid;
      const wish = {
        metadata: { order_id: 'o', env: 'contract' },
        payment_intent: paymentId,
        reason: 'requested_by_customer',
      } as const;
      const refund = await client.createRefund({ ...wish, amount: 100 }, key());
      await client.createRefund({ ...wish, amount: 50, reason: 'fraudulent' }, key());
      expect(await client.findRefund(refund.id)).toBeDefined();
      await client.listRefunds({ payment_intent: paymentId });
      expect(await client.findDispute(paid.disputeId)).toBeDefined();
      await client.listDisputes({ payment_intent: paymentId });
      expect(await client.findFraudWarning(paid.warningId)).toBeDefined();
    });

    test('is taken: events and the endpoint they come to', async () => {
      const { client, nowSeconds, isOlder } = await open();
      const created = { gte: nowSeconds() - 86_400 };
      const types = ['invoice.paid', 'checkout.session.completed'];
      await client.listEvents({ types, created, limit: 2 });
      const later = ['refund.failed', 'charge.dispute.closed', 'radar.early_fraud_warning.created'];
      await client.listEvents({ types: later, created });
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
