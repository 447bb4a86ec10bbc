import type Stripe from 'stripe';
import { PaymentError } from '../../payment-error.ts';
import { undefinedWhenRefused } from './checkouts.ts';
import type { StripeClient } from './client.ts';
import type { StripeExchange } from './exchange.ts';
import type { StripeInvoice } from './model.ts';
import { pageOf, pageParams } from './pages.ts';
import { readInvoice, readSubscription } from './read-billing.ts';
import { expectObject, idOf, readCustomer } from './read.ts';

type BillingOperations = Pick<
  StripeClient,
  | 'createCustomer'
  | 'findSubscription'
  | 'endAtPeriodEnd'
  | 'keepRenewing'
  | 'endNow'
  | 'findInvoice'
  | 'listInvoices'
  | 'findInvoiceOfPayment'
>;

export function billingOperations(exchange: StripeExchange): BillingOperations {
  return {
    ...customerOperations(exchange),
    ...subscriptionOperations(exchange),
    ...invoiceOperations(exchange),
  };
}

function customerOperations(exchange: StripeExchange): Pick<BillingOperations, 'createCustomer'> {
  return {
    async createCustomer({ userId, environment }, key) {
      const operation = 'create customer';
      const customer = await exchange.change(operation, key, (api, keyed) =>
        api.customers.create({ metadata: { user_id: userId, env: environment } }, keyed),
      );
      return readCustomer(expectObject(operation, customer, 'customer'));
    },
  };
}

type SubscriptionOperations = Pick<
  BillingOperations,
  'findSubscription' | 'endAtPeriodEnd' | 'keepRenewing' | 'endNow'
>;

function subscriptionOperations(exchange: StripeExchange): SubscriptionOperations {
  const retrieve = (operation: string, id: string) =>
    exchange.find(operation, (api) => api.subscriptions.retrieve(id));
  const read = (operation: string, subscription: Stripe.Subscription) =>
    readSubscription(expectObject(operation, subscription, 'subscription'));
  const existing = async (operation: string, id: string) => {
    const subscription = await retrieve(operation, id);
    if (subscription) return subscription;
    throw new PaymentError({ provider: 'stripe', class: 'refused', operation, code: 'resource_missing' });
  };

  return {
    async findSubscription(id) {
      const subscription = await retrieve('find subscription', id);
      return subscription && read('find subscription', subscription);
    },
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
      if (before.cancel_at === null && !before.cancel_at_period_end) return read(operation, before);
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
      if (subscription.ended_at !== null) return read(operation, subscription);
      throw new PaymentError({ provider: 'stripe', class: 'refused', operation, code: 'not_ended' });
    },
  };
}

function invoiceOperations(
  exchange: StripeExchange,
): Pick<BillingOperations, 'findInvoice' | 'listInvoices' | 'findInvoiceOfPayment'> {
  const findInvoice = async (id: string): Promise<StripeInvoice | undefined> => {
    const operation = 'find invoice';
    const invoice = await exchange.find(operation, (api) =>
      api.invoices.retrieve(id, { expand: ['payments'] }),
    );
    return invoice && readInvoice(expectObject(operation, invoice, 'invoice'));
  };
  return {
    findInvoice,
    async listInvoices(options = {}) {
      const operation = 'list invoices';
      const list = await exchange.read(operation, (api) =>
        api.invoices.list({
          ...pageParams(options),
          expand: ['data.payments'],
          ...(options.subscriptionId !== undefined && { subscription: options.subscriptionId }),
          ...(options.customerId !== undefined && { customer: options.customerId }),
          ...(options.status && { status: options.status }),
        }),
      );
      return pageOf(operation, list, readInvoice);
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
