import type Stripe from 'stripe';
import { z } from 'zod';
import { change, end } from '../../acts/renewing.ts';
import { newCustomer } from '../../objects/billing.ts';
import type { StripeWorld } from '../../state.ts';
import { unixNow } from '../../state.ts';
import { listOf } from '../lists.ts';
import { expand, listParams, metadata, whole, yesOrNo } from '../params.ts';
import { noSuch, StripeProblem } from '../problem.ts';
import { type ApiRoute, route } from '../route.ts';
import { known } from './money.routes.ts';

const one = z.strictObject({ expand: expand.optional() });
const ofCustomer = { ...listParams, customer: z.string().optional() };

export const billingRoutes: readonly ApiRoute[] = [
  route(
    'POST /v1/customers',
    z.strictObject({ metadata: metadata.optional(), expand: expand.optional() }),
    ({ world, params }) => {
      const customer = newCustomer(params.metadata ?? {}, unixNow(world));
      world.tables.customers[customer.id] = customer;
      world.emit('customer.created', customer);
      return customer;
    },
  ),
  route('GET /v1/customers/:id', one, ({ world, id }) => known(world.tables.customers[id], ['customer', id])),
  route('GET /v1/subscriptions/:id', one, ({ world, id }) => getSubscription(world, id)),
  route(
    'POST /v1/subscriptions/:id',
    z.strictObject({
      cancel_at_period_end: yesOrNo.optional(),
      cancel_at: z.union([z.literal(''), z.enum(['min_period_end', 'max_period_end']), whole]).optional(),
      metadata: metadata.optional(),
      expand: expand.optional(),
    }),
    ({ world, id, params }) => {
      const subscription = getSubscription(world, id);
      if (subscription.ended_at !== null)
        throw new StripeProblem({
          message: 'A canceled subscription can only update its cancellation_details and metadata.',
        });
      endWhen(world, subscription, params);
      if (params.metadata) change(world, subscription, { metadata: params.metadata });
      return subscription;
    },
  ),
  route(
    'DELETE /v1/subscriptions/:id',
    z.strictObject({
      prorate: yesOrNo.optional(),
      invoice_now: yesOrNo.optional(),
      expand: expand.optional(),
    }),
    ({ world, id }) => {
      const subscription = getSubscription(world, id);
      if (subscription.ended_at !== null) throw noSuch('subscription', id);
      end(world, subscription, 'cancellation_requested');
      return subscription;
    },
  ),
  route('GET /v1/invoices/:id', one, ({ world, id, params }) => {
    const invoice = known(world.tables.invoices[id], ['invoice', id]);
    return expanded(
      world,
      [invoice],
      (params.expand ?? []).map((name) => `data.${name}`),
    )[0];
  }),
  route(
    'GET /v1/invoices',
    z.strictObject({
      ...ofCustomer,
      subscription: z.string().optional(),
      status: z.enum(['draft', 'open', 'paid', 'uncollectible', 'void']).optional(),
    }),
    ({ world, params }) => {
      const rows = Object.values(world.tables.invoices).filter(
        (each) =>
          [undefined, each.customer].includes(params.customer) &&
          [undefined, each.status].includes(params.status) &&
          [undefined, each.parent?.subscription_details?.subscription].includes(params.subscription),
      );
      const list = listOf(rows, params, { object: 'invoice', url: '/v1/invoices' });
      return { ...list, data: expanded(world, list.data, params.expand ?? []) };
    },
  ),
  route(
    'GET /v1/invoice_payments',
    z.strictObject({
      ...listParams,
      invoice: z.string().optional(),
      payment: z.strictObject({ type: z.enum(['payment_intent']), payment_intent: z.string() }).optional(),
      status: z.enum(['open', 'paid', 'canceled']).optional(),
    }),
    ({ world, params }) => {
      const rows = Object.values(world.tables.invoicePayments).filter(
        (each) =>
          [undefined, each.invoice].includes(params.invoice) &&
          [undefined, each.status].includes(params.status) &&
          [undefined, each.payment.payment_intent].includes(params.payment?.payment_intent),
      );
      return listOf(rows, params, { object: 'invoice_payment', url: '/v1/invoice_payments' });
    },
  ),
];

function getSubscription(world: StripeWorld, id: string): Stripe.Subscription {
  return known(world.tables.subscriptions[id], ['subscription', id]);
}

/** Flexible billing writes the end as a date and leaves the flag alone. */
function endWhen(
  world: StripeWorld,
  subscription: Stripe.Subscription,
  params: { cancel_at_period_end?: boolean | undefined; cancel_at?: string | number | undefined },
): void {
  const { cancel_at_period_end: atPeriodEnd, cancel_at: at } = params;
  if (atPeriodEnd !== undefined && at !== undefined)
    throw new StripeProblem({
      message: 'You may only specify one of these parameters: cancel_at, cancel_at_period_end.',
      param: 'cancel_at',
    });
  const periodEnd = subscription.items.data[0]?.current_period_end ?? null;
  const isEnding = atPeriodEnd === true || (at !== undefined && at !== '');
  if (isEnding) {
    const cancelAt = typeof at === 'number' ? at : periodEnd;
    change(world, subscription, { cancel_at: cancelAt, canceled_at: unixNow(world) });
  } else if (atPeriodEnd === false || at === '')
    change(world, subscription, { cancel_at: null, cancel_at_period_end: false, canceled_at: null });
}

/** `payments` is the only part of an invoice that is left out unless it is asked for. */
function expanded(
  world: StripeWorld,
  invoices: readonly Stripe.Invoice[],
  names: readonly string[],
): Stripe.Invoice[] {
  const unknown = names.find((name) => name !== 'data.payments');
  if (unknown !== undefined)
    throw new StripeProblem({ message: `This property cannot be expanded (${unknown}).`, param: 'expand' });
  if (names.length === 0) return [...invoices];
  return invoices.map((invoice) => ({
    ...invoice,
    payments: {
      object: 'list',
      data: Object.values(world.tables.invoicePayments).filter((each) => each.invoice === invoice.id),
      has_more: false,
      url: `/v1/invoice_payments?invoice=${invoice.id}`,
    },
  }));
}
