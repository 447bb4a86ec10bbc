import type Stripe from 'stripe';
import { formerReference } from '../references.ts';
import type { PayRequest, ProviderTruth } from '../truth.ts';

/** The deployment that sells, and where people come back to, where the request itself does not say. */
export interface Deployment {
  /** The mark of everything that it makes. */
  installation: string;
  /** The hosts that older versions of it marked theirs with; the first is the one of now. */
  hosts: readonly string[];
  returnUrl: string;
}

/** Metadata does not travel from one object to the next, so each gets it. Ways to pay are chosen in the account. */
export function checkoutParams(request: PayRequest, shop: Deployment): Stripe.Checkout.SessionCreateParams {
  const { orderId, reference, description, expiresAt, language, renews } = request;
  const metadata = reference === undefined ? formerMetadata(request, shop) : metadataOf(request, shop);
  const address = request.returnUrl ?? shop.returnUrl;
  return {
    mode: renews === undefined ? 'payment' : 'subscription',
    client_reference_id: reference ?? String(orderId),
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

function metadataOf({ reference, buyer }: PayRequest, { installation }: Deployment): Stripe.MetadataParam {
  return { reference: reference ?? null, shop: installation, ...(buyer !== undefined && { buyer }) };
}

/** As an older version has it: a repeat is the same call. */
function formerMetadata({ orderId, environment }: PayRequest, { hosts }: Deployment): Stripe.MetadataParam {
  return { order_id: String(orderId), env: environment ?? hosts[0] ?? '' };
}

/** Whether an object carries our mark; of older versions it is the host under which they sold. */
export function isOurs(shop: Deployment, metadata: Stripe.Metadata | null | undefined): boolean {
  const { shop: mark, env = '' } = metadata ?? {};
  return mark === undefined ? shop.hosts.includes(env) : mark === shop.installation;
}

/**
 * What an object says it was made for. The session's `client_reference_id` says nothing: a payment link takes it from its
 * address, which anybody writes.
 */
export function referenceIn(
  shop: Deployment,
  metadata: Stripe.Metadata | null | undefined,
): string | undefined {
  if (!isOurs(shop, metadata)) return undefined;
  return metadata?.['reference'] ?? formerReference(metadata?.['order_id']);
}

/** Whether it is paid for. */
export function checkoutState({
  status,
  payment_status,
  mode,
}: Stripe.Checkout.Session): ProviderTruth['state'] {
  if (payment_status === 'paid') return 'paid';
  // Credit with Stripe covers the first period of what renews itself; what is sold once is never for nothing.
  if (payment_status === 'no_payment_required' && mode === 'subscription' && status === 'complete')
    return 'paid';
  if (status === 'expired') return 'expired';
  if (status === 'open') return 'open';
  // Complete and unpaid: money that is under way. What needs no payment we never sell here.
  return status === 'complete' && payment_status === 'unpaid' ? 'processing' : 'unknown';
}
