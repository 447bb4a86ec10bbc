import { randomUUID } from 'node:crypto';
import type Stripe from 'stripe';
import { PaymentError } from '../../payment-error.ts';
import type { StripeClient } from './client.ts';
import type { StripeExchange } from './exchange.ts';
import type { CheckoutRequest } from './model.ts';
import { pageOf, pageParams } from './pages.ts';
import { expectObject, readCharge, readCheckout, readPayment } from './read.ts';

type CheckoutOperations = Pick<
  StripeClient,
  'createCheckout' | 'findCheckout' | 'listCheckouts' | 'expireCheckout' | 'findPayment' | 'findCharge'
>;

export function checkoutOperations(exchange: StripeExchange): CheckoutOperations {
  const find = async (operation: string, id: string) => {
    const session = await exchange.find(operation, (api) => api.checkout.sessions.retrieve(id));
    return session && readCheckout(expectObject(operation, session, 'checkout.session'));
  };
  return {
    async createCheckout(request, key) {
      const operation = 'create checkout';
      const params = sessionParams(operation, request);
      const session = await exchange.change(operation, key, (api, keyed) =>
        api.checkout.sessions.create(params, keyed),
      );
      return readCheckout(expectObject(operation, session, 'checkout.session'));
    },
    findCheckout: (id) => find('find checkout', id),
    async listCheckouts(options = {}) {
      const operation = 'list checkouts';
      const list = await exchange.read(operation, (api) =>
        api.checkout.sessions.list({
          ...pageParams(options),
          ...(options.paymentId !== undefined && { payment_intent: options.paymentId }),
          ...(options.subscriptionId !== undefined && { subscription: options.subscriptionId }),
          ...(options.customerId !== undefined && { customer: options.customerId }),
        }),
      );
      return pageOf(operation, list, readCheckout);
    },
    async expireCheckout(id) {
      const operation = 'expire checkout';
      // Safe to repeat by nature; a lasting key would bring back a 500 for a day.
      const expired = await exchange
        .change(operation, `expire:${id}:${randomUUID()}`, (api, keyed) =>
          api.checkout.sessions.expire(id, {}, keyed),
        )
        .catch(undefinedWhenRefused);
      if (expired) return readCheckout(expectObject(operation, expired, 'checkout.session'));
      const session = await find(operation, id);
      if (session) return session;
      throw new PaymentError({ provider: 'stripe', class: 'refused', operation, code: 'resource_missing' });
    },
    async findPayment(id) {
      const intent = await exchange.find('find payment', (api) => api.paymentIntents.retrieve(id));
      return intent && readPayment(expectObject('find payment', intent, 'payment_intent'));
    },
    async findCharge(id) {
      const charge = await exchange.find('find charge', (api) => api.charges.retrieve(id));
      return charge && readCharge(expectObject('find charge', charge, 'charge'));
    },
  };
}

/** Only an open session can be expired; what it has become instead is what the caller needs to know. */
export function undefinedWhenRefused(error: unknown): undefined {
  if (error instanceof PaymentError && error.class === 'refused') return undefined;
  throw error;
}

/** Metadata does not travel from one object to the next, so each gets it. Ways to pay are chosen in the account. */
function sessionParams(operation: string, request: CheckoutRequest): Stripe.Checkout.SessionCreateParams {
  const metadata = { order_id: request.orderId, env: request.environment };
  return {
    mode: request.mode,
    client_reference_id: request.orderId,
    metadata,
    line_items: [{ quantity: 1, price_data: priceData(operation, request) }],
    ...(request.mode === 'payment'
      ? { payment_intent_data: { metadata, description: request.productName } }
      : { subscription_data: { metadata, description: request.productName } }),
    ...(request.customerId !== undefined && { customer: request.customerId }),
    expires_at: request.expiresAtSeconds,
    success_url: request.successUrl,
    cancel_url: request.cancelUrl,
    locale: request.locale,
    // What is charged is what the order says, in its currency.
    adaptive_pricing: { enabled: false },
  };
}

function priceData(
  operation: string,
  request: CheckoutRequest,
): Stripe.Checkout.SessionCreateParams.LineItem.PriceData {
  const price = {
    currency: request.currency.toLowerCase(),
    unit_amount: request.amountMinor,
    product_data: { name: request.productName },
  };
  if (request.mode === 'payment') return price;
  if (request.every)
    return { ...price, recurring: { interval: request.every.unit, interval_count: request.every.count } };
  throw new PaymentError({ provider: 'stripe', class: 'refused', operation, code: 'period_missing' });
}
