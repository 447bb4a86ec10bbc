import { onTestFinished } from 'vitest';
import type {
  StripeClient,
  StripeClientOptions,
} from '../../../../../src/features/money/providers/stripe/api/client.ts';
import { createStripeClient } from '../../../../../src/features/money/providers/stripe/api/create-client.ts';
import type { CheckoutRequest } from '../../../../../src/features/money/providers/stripe/api/model.ts';
import { PaymentError } from '../../../../../src/features/money/providers/payment-error.ts';
import { type StripeStandIn, startStripeStandIn } from '@hiddify-vpn-bot/sandbox/stripe/stand-in.ts';
import { createManualClock, type StandInClock } from '@hiddify-vpn-bot/sandbox/telegram/clock.ts';

export interface Shop {
  stripe: StripeStandIn;
  client: StripeClient;
  clock: StandInClock;
  /** What an order would store before it calls. */
  request(change?: Partial<CheckoutRequest>): CheckoutRequest;
}

/** Our client and a stand-in of its own, on one clock that stands still. */
export async function openShop(options: Partial<StripeClientOptions> = {}): Promise<Shop> {
  const clock = createManualClock();
  const stripe = await startStripeStandIn({ clock });
  const client = createStripeClient({
    secretKey: stripe.secretKey,
    apiBase: stripe.url,
    clock,
    timeoutMs: 2_000,
    retries: 0,
    ...options,
  });
  onTestFinished(async () => {
    client.close();
    await stripe.stop();
  });
  return {
    stripe,
    client,
    clock,
    request: (change = {}) => ({
      mode: 'payment',
      orderId: 'order-1',
      environment: 'test',
      amountMinor: 499,
      currency: 'USD',
      productName: 'VPN на месяц <b>',
      expiresAtSeconds: Math.floor(clock.now().getTime() / 1000) + 35 * 60,
      successUrl: 'https://t.me/some_bot?start=paid',
      cancelUrl: 'https://t.me/some_bot?start=back',
      locale: 'ru',
      ...change,
    }),
  };
}

/** The error that a call ends with. */
export async function failureOf(call: Promise<unknown>): Promise<PaymentError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof PaymentError) return error;
  throw new Error('no payment error', { cause: error });
}
