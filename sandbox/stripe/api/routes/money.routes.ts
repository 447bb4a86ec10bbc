import type Stripe from 'stripe';
import { z } from 'zod';
import { refund } from '../../acts/returning.ts';
import type { StripeWorld } from '../../state.ts';
import { listOf } from '../lists.ts';
import { expand, listParams, metadata, whole } from '../params.ts';
import { noSuch, StripeProblem } from '../problem.ts';
import { type ApiRoute, route } from '../route.ts';
import { idIn } from '../../state.ts';

const one = z.strictObject({ expand: expand.optional() });
const ofPayment = z.strictObject({
  ...listParams,
  payment_intent: z.string().optional(),
  charge: z.string().optional(),
});

export const moneyRoutes: readonly ApiRoute[] = [
  route('GET /v1/payment_intents/:id', one, ({ world, id }) =>
    known(world.tables.payments[id], ['payment_intent', id]),
  ),
  route('GET /v1/charges/:id', one, ({ world, id }) => known(world.tables.charges[id], ['charge', id])),
  route('GET /v1/radar/early_fraud_warnings/:id', one, ({ world, id }) =>
    known(world.tables.warnings[id], ['early_fraud_warning', id]),
  ),
  route(
    'POST /v1/refunds',
    z.strictObject({
      payment_intent: z.string().optional(),
      charge: z.string().optional(),
      amount: whole.optional(),
      reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
      metadata: metadata.optional(),
      expand: expand.optional(),
    }),
    ({ world, params }) => createRefund(world, params),
  ),
  route('GET /v1/refunds/:id', one, ({ world, id }) => known(world.tables.refunds[id], ['refund', id])),
  route('GET /v1/refunds', ofPayment, ({ world, params }) =>
    listOf(Object.values(world.tables.refunds).filter(isOf(params)), params, {
      object: 'refund',
      url: '/v1/refunds',
    }),
  ),
  route('GET /v1/disputes/:id', one, ({ world, id }) => known(world.tables.disputes[id], ['dispute', id])),
  route('GET /v1/disputes', ofPayment, ({ world, params }) =>
    listOf(Object.values(world.tables.disputes).filter(isOf(params)), params, {
      object: 'dispute',
      url: '/v1/disputes',
    }),
  ),
  route('GET /v1/events/:id', one, ({ world, id }) => known(world.tables.events[id]?.body, ['event', id])),
  route(
    'GET /v1/events',
    z.strictObject({
      ...listParams,
      types: z.array(z.string()).max(20).optional(),
      type: z.string().optional(),
    }),
    ({ world, params }) => {
      const types = params.types ?? (params.type === undefined ? undefined : [params.type]);
      const rows = Object.values(world.tables.events)
        .map(({ body }) => body)
        .filter((body) => types === undefined || types.includes(body.type));
      return listOf(rows, params, { object: 'event', url: '/v1/events' });
    },
  ),
];

interface OfPayment {
  payment_intent: Stripe.Refund['payment_intent'];
  charge: Stripe.Refund['charge'];
}

function isOf(params: { payment_intent?: string | undefined; charge?: string | undefined }) {
  return (row: OfPayment): boolean =>
    [undefined, row.payment_intent].includes(params.payment_intent) &&
    [undefined, row.charge].includes(params.charge);
}

export function known<T>(object: T | undefined, [kind, id]: readonly [string, string]): T {
  if (object === undefined) throw noSuch(kind, id);
  return object;
}

function createRefund(
  world: StripeWorld,
  params: {
    payment_intent?: string | undefined;
    charge?: string | undefined;
    amount?: number | undefined;
    reason?: 'duplicate' | 'fraudulent' | 'requested_by_customer' | undefined;
    metadata?: Stripe.Metadata | undefined;
  },
): Stripe.Refund {
  const charge = chargeFor(world, params);
  const left = charge.amount - charge.amount_refunded;
  const amount = params.amount ?? left;
  if (charge.disputed)
    throw new StripeProblem({
      code: 'charge_disputed',
      message: `Charge ${charge.id} has been charged back; cannot issue a refund.`,
    });
  if (left === 0)
    throw new StripeProblem({
      code: 'charge_already_refunded',
      message: `Charge ${charge.id} has already been refunded.`,
    });
  if (amount > left || amount < 1)
    throw new StripeProblem({
      message: `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`,
      param: 'amount',
    });
  return refund(world, { charge, amount, reason: params.reason ?? null, metadata: params.metadata ?? {} });
}

function chargeFor(
  world: StripeWorld,
  given: { payment_intent?: string | undefined; charge?: string | undefined },
): Stripe.Charge {
  if ((given.payment_intent === undefined) === (given.charge === undefined))
    throw new StripeProblem({
      code: 'parameter_missing',
      message: 'One of the following params should be provided for this request: payment_intent or charge.',
    });
  if (given.payment_intent === undefined) {
    const charge = world.tables.charges[given.charge ?? ''];
    if (!charge) throw noSuch('charge', given.charge ?? '', 'charge');
    return charge;
  }
  const payment = world.tables.payments[given.payment_intent];
  if (!payment) throw noSuch('payment_intent', given.payment_intent, 'payment_intent');
  const charge = world.tables.charges[idIn(payment.latest_charge)];
  if (charge) return charge;
  throw new StripeProblem({
    code: 'payment_intent_unexpected_state',
    message: `This PaymentIntent (${payment.id}) does not have a successful charge to refund.`,
    param: 'payment_intent',
  });
}
