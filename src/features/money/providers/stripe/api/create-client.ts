import { billingOperations } from './billing.ts';
import { checkoutOperations } from './checkouts.ts';
import type { StripeClient, StripeClientOptions } from './client.ts';
import { deliveryOperations } from './delivery.ts';
import { createStripeExchange } from './exchange.ts';
import { portalOperations } from './portal.ts';
import { refundOperations } from './refunds.ts';

/** Nothing is called yet. Throws for a key or an address that cannot be right, without showing it. */
export function createStripeClient(options: StripeClientOptions): StripeClient {
  const exchange = createStripeExchange({
    secretKey: options.secretKey,
    apiBase: options.apiBase ?? 'https://api.stripe.com',
    timeoutMs: options.timeoutMs ?? 15_000,
    retries: options.retries ?? 2,
    clock: options.clock,
    onRequest: options.onRequest,
    hearing: options.hearing,
  });
  return {
    livemode: isLive(options.secretKey),
    ...checkoutOperations(exchange),
    ...billingOperations(exchange),
    ...refundOperations(exchange),
    ...deliveryOperations(exchange),
    ...portalOperations(exchange),
    close: exchange.close,
  };
}

function isLive(secretKey: string): boolean {
  const mode = /^[sr]k_(live|test)_\w+$/.exec(secretKey)?.[1];
  if (mode !== undefined) return mode === 'live';
  throw new TypeError('the Stripe key must begin with sk_test_, sk_live_, rk_test_ or rk_live_');
}
