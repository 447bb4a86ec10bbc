import type Stripe from 'stripe';
import { z } from 'zod';
import { expireSession } from '../../acts/paying.ts';
import { newSession } from '../../objects/session.ts';
import type { StripeWorld } from '../../state.ts';
import { unixNow } from '../../state.ts';
import { listOf } from '../lists.ts';
import { expand, listParams, metadata, short, webAddress, whole, yesOrNo } from '../params.ts';
import { noSuch, StripeProblem } from '../problem.ts';
import { type ApiRoute, route } from '../route.ts';

const maxAmount = 99_999_999;
/** The least that Stripe charges, where it differs from 50. */
const minAmounts: Readonly<Record<string, number>> = { rub: 5000, gbp: 30, pln: 200, jpy: 50 };
const currencies = [
  'usd',
  'eur',
  'gbp',
  'rub',
  'pln',
  'try',
  'kzt',
  'uah',
  'gel',
  'aed',
  'jpy',
  'krw',
  'cny',
];

const priceData = z.strictObject({
  currency: z.string().refine((code) => currencies.includes(code), 'currency_not_supported'),
  unit_amount: whole.refine((amount) => amount >= 0 && amount <= maxAmount, 'amount_too_large'),
  product_data: z.strictObject({
    name: short,
    description: short.optional(),
    metadata: metadata.optional(),
  }),
  recurring: z
    .strictObject({ interval: z.enum(['day', 'week', 'month', 'year']), interval_count: whole.optional() })
    .optional(),
});

const create = z.strictObject({
  mode: z.enum(['payment', 'subscription']),
  ui_mode: z.enum(['hosted_page']).optional(),
  client_reference_id: short.max(200).optional(),
  metadata: metadata.optional(),
  line_items: z.array(z.strictObject({ quantity: whole, price_data: priceData })).length(1),
  payment_intent_data: z
    .strictObject({ metadata: metadata.optional(), description: short.max(1000).optional() })
    .optional(),
  subscription_data: z
    .strictObject({ metadata: metadata.optional(), description: short.max(500).optional() })
    .optional(),
  customer: z.string().optional(),
  expires_at: whole.optional(),
  success_url: webAddress,
  cancel_url: webAddress.optional(),
  locale: z.enum(['auto', 'ru', 'en', 'de']).optional(),
  adaptive_pricing: z.strictObject({ enabled: yesOrNo }).optional(),
  expand: expand.optional(),
});

type Create = z.output<typeof create>;

export const checkoutRoutes: readonly ApiRoute[] = [
  route('POST /v1/checkout/sessions', create, ({ world, params }) => createSession(world, params)),
  route(
    'GET /v1/checkout/sessions',
    z.strictObject({
      ...listParams,
      payment_intent: z.string().optional(),
      subscription: z.string().optional(),
      customer: z.string().optional(),
      status: z.enum(['open', 'complete', 'expired']).optional(),
    }),
    ({ world, params }) => {
      const rows = Object.values(world.tables.sessions)
        .map((session) => upToDate(world, session))
        .filter(
          (session) =>
            [undefined, session.payment_intent].includes(params.payment_intent) &&
            [undefined, session.subscription].includes(params.subscription) &&
            [undefined, session.customer].includes(params.customer) &&
            [undefined, session.status].includes(params.status),
        );
      return listOf(rows, params, { object: 'checkout.session', url: '/v1/checkout/sessions' });
    },
  ),
  route('GET /v1/checkout/sessions/:id', z.strictObject({ expand: expand.optional() }), ({ world, id }) =>
    getSession(world, id),
  ),
  route('POST /v1/checkout/sessions/:id/expire', z.strictObject({ expand: expand.optional() }), (call) => {
    const session = getSession(call.world, call.id);
    if (session.status !== 'open')
      throw new StripeProblem({
        message: `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`,
      });
    expireSession(call.world, session);
    return session;
  }),
];

function getSession(world: StripeWorld, id: string): Stripe.Checkout.Session {
  const session = world.tables.sessions[id];
  if (!session) throw noSuch('checkout.session', id);
  return upToDate(world, session);
}

function upToDate(world: StripeWorld, session: Stripe.Checkout.Session): Stripe.Checkout.Session {
  if (session.status === 'open' && session.expires_at <= unixNow(world)) expireSession(world, session);
  return session;
}

function createSession(world: StripeWorld, params: Create): Stripe.Checkout.Session {
  const now = unixNow(world);
  const expiresAt = params.expires_at ?? now + 86_400;
  checkTimes(expiresAt - now);
  const [item] = params.line_items;
  if (!item) throw new StripeProblem({ message: 'no line items', param: 'line_items' });
  const { price_data: price, quantity } = item;
  const amount = price.unit_amount * quantity;
  checkMode(params, amount);
  if (params.customer !== undefined && !world.tables.customers[params.customer])
    throw noSuch('customer', params.customer, 'customer');
  const session = newSession({
    mode: params.mode,
    amount,
    currency: price.currency,
    now,
    expiresAt,
    origin: world.origin(),
    orderId: params.client_reference_id,
    metadata: params.metadata ?? {},
    customer: params.customer,
    successUrl: params.success_url,
    cancelUrl: params.cancel_url,
    locale: params.locale,
  });
  world.tables.sessions[session.id] = session;
  world.tables.plans[session.id] = {
    name: price.product_data.name,
    amount,
    currency: price.currency,
    recurring: price.recurring && {
      interval: price.recurring.interval,
      count: price.recurring.interval_count ?? 1,
    },
    paymentMetadata: params.payment_intent_data?.metadata ?? {},
    paymentDescription: params.payment_intent_data?.description ?? null,
    subscriptionMetadata: params.subscription_data?.metadata ?? {},
  };
  world.clock.setTimer((expiresAt - now) * 1000, () => upToDate(world, session));
  return session;
}

function checkTimes(seconds: number): void {
  if (seconds >= 30 * 60 && seconds <= 86_400) return;
  const bound = seconds < 30 * 60 ? 'at least 30 minutes' : 'less than 24 hours';
  throw new StripeProblem({
    message: `The \`expires_at\` timestamp must be ${bound} from Checkout Session creation.`,
    param: 'expires_at',
  });
}

function checkMode(params: Create, amount: number): void {
  const price = params.line_items[0]?.price_data;
  const isRecurring = price?.recurring !== undefined;
  if (params.mode === 'payment' && (isRecurring || params.subscription_data))
    throw new StripeProblem({
      message: 'You can not pass `subscription_data` or a recurring price in `payment` mode.',
      param: isRecurring ? 'line_items[0][price_data][recurring]' : 'subscription_data',
    });
  if (params.mode === 'subscription' && (!isRecurring || params.payment_intent_data))
    throw new StripeProblem({
      message: 'You must provide a recurring price, and no `payment_intent_data`, in `subscription` mode.',
      param: params.payment_intent_data ? 'payment_intent_data' : 'line_items[0][price_data]',
    });
  if (amount < (minAmounts[price?.currency ?? ''] ?? 50))
    throw new StripeProblem({
      code: 'amount_too_small',
      message: "The Checkout Session's total amount due must add up to at least the minimum of its currency",
    });
}
