import type Stripe from 'stripe';
import type { PayRequest } from '../../../src/features/money/providers/truth.ts';
import { checkoutParams } from '../../../src/features/money/providers/stripe/checkout.ts';

/** What our bot asks Stripe for when something is bought, for an hour from then on. */
export function saleAt(now: Date, change: Partial<PayRequest> = {}): Stripe.Checkout.SessionCreateParams {
  const request: PayRequest = {
    key: 'contract',
    reference: 'contract',
    buyer: 'a hash',
    orderId: 1,
    userId: 42,
    money: { minor: 499, currency: 'USD' },
    title: 'VPN',
    description: 'VPN, 30 дней',
    language: 'ru',
    expiresAt: new Date(now.getTime() + 3_600_000).toISOString(),
    ...change,
  };
  return checkoutParams(request, {
    installation: 'contract',
    hosts: ['contract'],
    returnUrl: 'https://example.com/',
  });
}

export const monthly = { days: 30, customerRef: null };
