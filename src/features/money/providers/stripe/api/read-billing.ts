import type Stripe from 'stripe';
import type { StripeInvoice, StripeInvoiceLine, StripeSubscription } from './model.ts';
import { dateOf, idOf, known, metadataOf } from './read.ts';

const subscriptionStatuses = [
  'incomplete',
  'incomplete_expired',
  'trialing',
  'active',
  'past_due',
  'canceled',
  'unpaid',
  'paused',
] as const;

export function readSubscription(subscription: Stripe.Subscription): StripeSubscription {
  const [item] = subscription.items.data;
  const periodEnd = dateOf(item?.current_period_end);
  return {
    id: subscription.id,
    status: known(subscriptionStatuses, subscription.status),
    customerId: idOf(subscription.customer) ?? '',
    ...metadataOf(subscription.metadata),
    periodStart: dateOf(item?.current_period_start),
    periodEnd,
    endsAt: dateOf(subscription.cancel_at) ?? (subscription.cancel_at_period_end ? periodEnd : undefined),
    endedAt: dateOf(subscription.ended_at),
    isUnpaid: subscription.cancellation_details?.reason === 'payment_failed',
    latestInvoiceId: idOf(subscription.latest_invoice),
    livemode: subscription.livemode,
    createdAt: new Date(subscription.created * 1000),
  };
}

/** Wants `payments` expanded; lines are those that came along. */
export function readInvoice(invoice: Stripe.Invoice): StripeInvoice {
  const parent = invoice.parent?.subscription_details;
  return {
    id: invoice.id,
    status: known(['draft', 'open', 'paid', 'uncollectible', 'void'], invoice.status),
    reason: invoice.billing_reason ?? undefined,
    customerId: idOf(invoice.customer),
    subscriptionId: idOf(parent?.subscription),
    ...metadataOf(parent?.metadata),
    dueMinor: invoice.amount_due,
    paidMinor: invoice.amount_paid,
    currency: invoice.currency.toUpperCase(),
    lines: invoice.lines.data.map(readLine),
    paymentIds: (invoice.payments?.data ?? []).flatMap((payment) =>
      payment.status === 'paid' ? (idOf(payment.payment.payment_intent) ?? []) : [],
    ),
    attempts: invoice.attempt_count,
    nextAttemptAt: dateOf(invoice.next_payment_attempt),
    payUrl: invoice.hosted_invoice_url ?? undefined,
    livemode: invoice.livemode,
    createdAt: new Date(invoice.created * 1000),
  };
}

/** The period of the line is what was bought; the invoice's own period lies one cycle behind. */
function readLine(line: Stripe.InvoiceLineItem): StripeInvoiceLine {
  const { parent } = line;
  const isProration =
    parent?.subscription_item_details?.proration ?? parent?.invoice_item_details?.proration ?? false;
  return {
    id: line.id,
    periodStart: new Date(line.period.start * 1000),
    periodEnd: new Date(line.period.end * 1000),
    amountMinor: line.amount,
    isProration,
  };
}
