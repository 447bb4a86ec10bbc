import type Stripe from 'stripe';
import { z } from 'zod';
import type { ProviderWebhook } from '../../provider.ts';

/** The version whose shapes the library is typed for; what is delivered has the endpoint's, not the library's. */
export const pinnedApiVersion = '2026-10-28.endive' satisfies Stripe.LatestApiVersion;

/** How the client counts looking at the webhook. */
export const checkingWebhook = 'check webhook';

/** Everything that the account is asked to deliver; not invoice.created or invoice.upcoming, which would make renewals wait for us. */
export const deliveredEvents = [
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
  'payment_intent.payment_failed',
  'payment_intent.succeeded',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.refunded',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.funds_reinstated',
  'radar.early_fraud_warning.created',
  'invoice.paid',
  'invoice.payment_failed',
  'invoice.payment_action_required',
  'invoice_payment.paid',
  'customer.subscription.updated',
  'customer.subscription.deleted',
  'customer.subscription.paused',
] as const satisfies readonly Stripe.WebhookEndpointCreateParams.EnabledEvent[];

export const stripeWebhook = {
  path: '/webhooks/stripe',
  proof: 'stripe-signature',
  proofForm: /^(?=.*\bt=\d{1,12}\b)(?=.*\bv1=[0-9a-f]{64}\b)[\w=, ]{1,1000}$/,
  kinds: deliveredEvents,
} as const satisfies ProviderWebhook;

const snapshot = z.object({
  id: z.string().regex(/^evt_\w{1,250}$/),
  object: z.literal('event'),
  type: z.string().regex(/^[a-z0-9_.]{1,100}$/),
  created: z.int().nonnegative(),
  livemode: z.boolean(),
  api_version: z.string().nullish(),
  data: z.object({
    object: z.object({ id: z.string().min(1).max(255), object: z.string().min(1).max(100) }),
  }),
});

/** An event without its object, as an endpoint for thin events is sent: genuine, and about nothing that we sell by. */
const thin = z.object({
  id: z.string().regex(/^evt_\w{1,250}$/),
  object: z.literal('v2.core.event'),
  type: z.string().regex(/^[a-z0-9_.[\]]{1,200}$/),
  created: z.union([z.int().nonnegative(), z.iso.datetime({ offset: true })]),
  livemode: z.boolean(),
});

/** An event of Stripe's, as far as it is read: enough to fetch the object itself, whatever order events came in. */
export type StripeEvent = z.infer<typeof snapshot>;

/** The snapshot event that these bytes are; nothing when they are none. */
export function readStripeEvent(body: Buffer): StripeEvent | undefined {
  const parsed = parseJson(body);
  return snapshot.safeParse(parsed).data ?? withoutObject(thin.safeParse(parsed).data);
}

/** Read as one of our own version about an object that nobody knows: it is kept and left alone. */
function withoutObject(event: z.infer<typeof thin> | undefined): StripeEvent | undefined {
  if (event === undefined) return undefined;
  const { id, type, livemode, created } = event;
  return {
    id,
    object: 'event',
    type,
    livemode,
    created: typeof created === 'number' ? created : Math.floor(Date.parse(created) / 1000),
    api_version: pinnedApiVersion,
    data: { object: { id: 'thin', object: 'v2.core.event' } },
  };
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
