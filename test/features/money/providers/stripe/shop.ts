import type Stripe from 'stripe';
import { onTestFinished } from 'vitest';
import type {
  StripeClient,
  StripeClientOptions,
} from '../../../../../src/features/money/providers/stripe/api/client.ts';
import { createStripeClient } from '../../../../../src/features/money/providers/stripe/api/create-client.ts';
import { checkoutParams } from '../../../../../src/features/money/providers/stripe/checkout.ts';
import { PaymentError } from '../../../../../src/features/money/providers/payment-error.ts';
import type { PayRequest } from '../../../../../src/features/money/providers/truth.ts';
import { type StripeStandIn, startStripeStandIn } from '@hiddify-vpn-bot/sandbox/stripe/stand-in.ts';
import { createManualClock, type StandInClock } from '@hiddify-vpn-bot/sandbox/kit/clock.ts';

export interface Shop {
  stripe: StripeStandIn;
  client: StripeClient;
  clock: StandInClock;
  /** What an order asks for. */
  request(change?: Partial<PayRequest>): Stripe.Checkout.SessionCreateParams;
}

const returnUrl = 'https://t.me/some_bot?start=paid';
const order = {
  key: 'order:7001',
  orderId: 7001,
  userId: 42,
  money: { minor: 499, currency: 'USD' },
  title: 'VPN',
  description: 'VPN на месяц <b>',
  language: 'ru',
} as const satisfies Partial<PayRequest>;

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
    request: (change = {}) => {
      const expiresAt = new Date(clock.now().getTime() + 35 * 60_000).toISOString();
      return checkoutParams(
        { ...order, expiresAt, ...change },
        { installation: 'test', hosts: ['test'], returnUrl },
      );
    },
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
