import type Stripe from 'stripe';
import { PaymentError } from '../../payment-error.ts';
import { expectObject, idOf } from './answers.ts';
import { undefinedWhenRefused } from './checkouts.ts';
import type { StripeClient } from './client.ts';
import type { StripeExchange } from './exchange.ts';

type SubscriptionOperations = Pick<
  StripeClient,
  'findSubscription' | 'endAtPeriodEnd' | 'keepRenewing' | 'endNow'
>;
type InvoiceOperations = Pick<StripeClient, 'findInvoice' | 'listInvoices' | 'findInvoiceOfPayment'>;

export function billingOperations(exchange: StripeExchange): SubscriptionOperations & InvoiceOperations {
  return { ...subscriptionOperations(exchange), ...invoiceOperations(exchange) };
}

function subscriptionOperations(exchange: StripeExchange): SubscriptionOperations {
  const read = (operation: string, subscription: Stripe.Subscription) =>
    expectObject(operation, subscription, 'subscription');
  const find = async (operation: string, id: string) => {
    const subscription = await exchange.find(operation, (api) => api.subscriptions.retrieve(id));
    return subscription && read(operation, subscription);
  };
  const existing = async (operation: string, id: string) => {
    const subscription = await find(operation, id);
    if (subscription) return subscription;
    throw new PaymentError({ provider: 'stripe', class: 'refused', operation, code: 'resource_missing' });
  };

  return {
    findSubscription: (id) => find('find subscription', id),
    async endAtPeriodEnd(id, key) {
      const operation = 'end subscription at period end';
      const subscription = await exchange.change(operation, key, (api, keyed) =>
        api.subscriptions.update(id, { cancel_at_period_end: true }, keyed),
      );
      return read(operation, subscription);
    },
    async keepRenewing(id, key) {
      const operation = 'keep subscription renewing';
      const before = await existing(operation, id);
      // Over, it has no end that could be taken back, and its flags say nothing of that.
      if (before.status === 'canceled' || before.status === 'incomplete_expired')
        throw new PaymentError({ provider: 'stripe', class: 'refused', operation, code: 'ended' });
      if (before.cancel_at === null && !before.cancel_at_period_end) return before;
      // Flexible billing shows the end as a date, classic billing as a flag; each is taken back in its own words.
      const change: Stripe.SubscriptionUpdateParams = before.cancel_at_period_end
        ? { cancel_at_period_end: false }
        : { cancel_at: '' };
      const subscription = await exchange.change(operation, key, (api, keyed) =>
        api.subscriptions.update(id, change, keyed),
      );
      return read(operation, subscription);
    },
    async endNow(id, key) {
      const operation = 'end subscription now';
      const ended = await exchange
        .change(operation, key, (api, keyed) => api.subscriptions.cancel(id, { prorate: false }, keyed))
        .catch(undefinedWhenRefused);
      if (ended) return read(operation, ended);
      const subscription = await existing(operation, id);
      if (subscription.ended_at !== null) return subscription;
      throw new PaymentError({ provider: 'stripe', class: 'refused', operation, code: 'not_ended' });
    },
  };
}

function invoiceOperations(exchange: StripeExchange): InvoiceOperations {
  const findInvoice = async (id: string): Promise<Stripe.Invoice | undefined> => {
    const operation = 'find invoice';
    const invoice = await exchange.find(operation, (api) =>
      api.invoices.retrieve(id, { expand: ['payments'] }),
    );
    return invoice && expectObject(operation, invoice, 'invoice');
  };
  return {
    findInvoice,
    async listInvoices(params) {
      const operation = 'list invoices';
      const list = await exchange.read(operation, (api) =>
        api.invoices.list({ limit: 100, ...params, expand: ['data.payments'] }),
      );
      return expectObject(operation, list, 'list');
    },
    async findInvoiceOfPayment(paymentId) {
      const operation = 'find invoice of payment';
      const payments = await exchange.read(operation, (api) =>
        api.invoicePayments.list({
          payment: { type: 'payment_intent', payment_intent: paymentId },
          limit: 1,
        }),
      );
      const id = idOf(payments.data[0]?.invoice);
      return id === undefined ? undefined : findInvoice(id);
    },
  };
}
