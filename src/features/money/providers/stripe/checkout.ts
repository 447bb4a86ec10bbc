import type Stripe from 'stripe';
import { readId } from '../faults.ts';
import type { PayRequest, ProviderTruth } from '../truth.ts';

/** The deployment that sells, and where people come back to, where the request itself does not say. */
export interface Deployment {
  environment: string;
  returnUrl: string;
}

/** Metadata does not travel from one object to the next, so each gets it. Ways to pay are chosen in the account. */
export function checkoutParams(request: PayRequest, shop: Deployment): Stripe.Checkout.SessionCreateParams {
  const { orderId, description, expiresAt, language, renews } = request;
  const metadata = { order_id: String(orderId), env: request.environment ?? shop.environment };
  const address = request.returnUrl ?? shop.returnUrl;
  return {
    mode: renews === undefined ? 'payment' : 'subscription',
    client_reference_id: String(orderId),
    metadata,
    line_items: [{ quantity: 1, price_data: priceData(request) }],
    ...(renews === undefined
      ? { payment_intent_data: { metadata, description } }
      : { subscription_data: { metadata, description } }),
    ...(renews !== undefined && renews.customerRef !== null && { customer: renews.customerRef }),
    // Stripe takes 30 minutes to 24 hours from its own now.
    expires_at: Math.ceil(Date.parse(expiresAt) / 1000),
    success_url: address,
    cancel_url: address,
    locale: language,
    // What is charged is what the order says, in its currency.
    adaptive_pricing: { enabled: false },
  };
}

function priceData({
  money,
  description,
  renews,
}: PayRequest): Stripe.Checkout.SessionCreateParams.LineItem.PriceData {
  return {
    currency: money.currency.toLowerCase(),
    unit_amount: money.minor,
    product_data: { name: description },
    // By days, so that a period is as long as the access that it pays for.
    ...(renews !== undefined && { recurring: { interval: 'day', interval_count: renews.days } }),
  };
}

/** The order that a session was made for; undefined when it names none. */
export function orderOf({ client_reference_id: reference, metadata }: Stripe.Checkout.Session) {
  return reference ?? metadata?.['order_id'];
}

export function orderIdOf(session: Stripe.Checkout.Session): number | undefined {
  return readId(orderOf(session));
}

/** Another deployment may sell over the same account; what names none counts as ours. */
export function isSoldHere(
  { environment }: Deployment,
  metadata: Stripe.Metadata | null | undefined,
): boolean {
  const named = metadata?.['env'];
  return named === undefined || named === environment;
}

/** `paid` alone means money. */
export function checkoutState({ status, payment_status }: Stripe.Checkout.Session): ProviderTruth['state'] {
  if (payment_status === 'paid') return 'paid';
  if (status === 'expired') return 'expired';
  if (status === 'open') return 'open';
  // Complete and unpaid: money that is under way. What needs no payment we never sell here.
  return status === 'complete' && payment_status === 'unpaid' ? 'processing' : 'unknown';
}
