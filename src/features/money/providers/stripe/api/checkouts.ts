import { randomUUID } from 'node:crypto';
import { PaymentError } from '../../payment-error.ts';
import { expectObject } from './answers.ts';
import type { StripeClient } from './client.ts';
import type { StripeExchange } from './exchange.ts';

type CheckoutOperations = Pick<
  StripeClient,
  'createCheckout' | 'findCheckout' | 'listCheckouts' | 'expireCheckout' | 'findPayment' | 'findCharge'
>;

export function checkoutOperations(exchange: StripeExchange): CheckoutOperations {
  const find = async (operation: string, id: string) => {
    const session = await exchange.find(operation, (api) => api.checkout.sessions.retrieve(id));
    return session && expectObject(operation, session, 'checkout.session');
  };
  return {
    async createCheckout(params, key) {
      const operation = 'create checkout';
      const session = await exchange.change(operation, key, (api, keyed) =>
        api.checkout.sessions.create(params, keyed),
      );
      return expectObject(operation, session, 'checkout.session');
    },
    findCheckout: (id) => find('find checkout', id),
    async listCheckouts(params) {
      const operation = 'list checkouts';
      const list = await exchange.read(operation, (api) =>
        api.checkout.sessions.list({ limit: 100, ...params }),
      );
      return expectObject(operation, list, 'list');
    },
    async expireCheckout(id) {
      const operation = 'expire checkout';
      // Safe to repeat by nature; a lasting key would bring back a 500 for a day.
      const expired = await exchange
        .change(operation, `expire:${id}:${randomUUID()}`, (api, keyed) =>
          api.checkout.sessions.expire(id, {}, keyed),
        )
        .catch(undefinedWhenRefused);
      if (expired) return expectObject(operation, expired, 'checkout.session');
      const session = await find(operation, id);
      if (session) return session;
      throw new PaymentError({ provider: 'stripe', class: 'refused', operation, code: 'resource_missing' });
    },
    async findPayment(id) {
      const intent = await exchange.find('find payment', (api) => api.paymentIntents.retrieve(id));
      return intent && expectObject('find payment', intent, 'payment_intent');
    },
    async findCharge(id) {
      const charge = await exchange.find('find charge', (api) => api.charges.retrieve(id));
      return charge && expectObject('find charge', charge, 'charge');
    },
  };
}

/** Only an open session can be expired; what it has become instead is what the caller needs to know. */
export function undefinedWhenRefused(error: unknown): undefined {
  if (error instanceof PaymentError && error.class === 'refused') return undefined;
  throw error;
}
