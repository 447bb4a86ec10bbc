import type Stripe from 'stripe';
import { wrap } from '../faults.ts';
import type { Renewing } from '../provider.ts';
import type { RenewalTruth } from '../truth.ts';
import { dateOf, idOf } from './api/answers.ts';
import type { StripeClient } from './api/client.ts';
import { type Deployment, referenceIn } from './checkout.ts';
import { subscriptionOf } from './invoice.ts';

/** Stripe's own limit: three years. */
const mostDays = 3 * 365;
/** A period that nobody told us of is among the newest. */
const newest = 3;

/** Cards charged again by Stripe Billing. Access comes from paid invoices alone; a subscription only tells what is to come. */
export function createStripeRenewing(parts: Deployment & { client: StripeClient }): Renewing {
  const { client, returnUrl } = parts;

  return {
    canRenew: ({ days }) => days <= mostDays,
    find,
    isAskable: true,
    stop: ({ ref }, key) => wrap(() => stop(ref, key)),
    keep: async ({ ref }, key) => void (await wrap(() => client.keepRenewing(ref, key))),
    portal: async (customerId, locale) =>
      (await wrap(() => client.openPortal({ customerId, returnUrl, locale }))).url,
  };

  async function find(objectId: string): Promise<RenewalTruth | undefined> {
    return await wrap(async () => {
      const id = objectId.startsWith('in_') ? await ofInvoice(objectId) : objectId;
      if (id === undefined || !id.startsWith('sub_')) return undefined;
      const subscription = await client.findSubscription(id);
      return subscription && (await truthOf(subscription));
    });
  }

  async function ofInvoice(objectId: string): Promise<string | undefined> {
    const invoice = await client.findInvoice(objectId);
    return invoice && subscriptionOf(invoice);
  }

  async function truthOf(subscription: Stripe.Subscription): Promise<RenewalTruth> {
    const state = stateOf(subscription);
    const latestInvoiceId = idOf(subscription.latest_invoice);
    const isFailing = state === 'failing' && latestInvoiceId !== undefined;
    const owed = isFailing ? await client.findInvoice(latestInvoiceId) : undefined;
    const paid = await client.listInvoices({
      subscription: subscription.id,
      status: 'paid',
      limit: newest,
    });
    return {
      ref: subscription.id,
      reference: referenceIn(parts, subscription.metadata),
      state,
      isUnpaid: subscription.cancellation_details?.reason === 'payment_failed',
      renewsAt: dateOf(subscription.items.data[0]?.current_period_end),
      nextTryAt: dateOf(owed?.next_payment_attempt),
      customerRef: idOf(subscription.customer),
      payUrl: owed?.hosted_invoice_url ?? undefined,
      paidObjects: paid.data.toReversed().map(({ id }) => id),
    };
  }

  async function stop(id: string, key: string): Promise<void> {
    const subscription = await client.findSubscription(id);
    // What has ended already cannot be told to end.
    if (subscription !== undefined && subscription.ended_at !== null) return;
    // While money is owed Stripe would go on asking the bank for it, whatever the end of the period.
    if (subscription !== undefined && (await isOwing(subscription))) await client.endNow(id, `${key}:now`);
    else await client.endAtPeriodEnd(id, key);
  }

  async function isOwing({ latest_invoice: latest }: Stripe.Subscription): Promise<boolean> {
    const latestInvoiceId = idOf(latest);
    if (latestInvoiceId === undefined) return false;
    const status = (await client.findInvoice(latestInvoiceId))?.status;
    return status === 'draft' || status === 'open';
  }
}

function stateOf(subscription: Stripe.Subscription): RenewalTruth['state'] {
  const { status } = subscription;
  if (subscription.ended_at !== null || status === 'canceled' || status === 'incomplete_expired')
    return 'ended';
  if (status === 'past_due' || status === 'unpaid') return 'failing';
  // Paused in the dashboard, itself or the collecting of its money, it is charged no more until somebody resumes it there.
  const isPaused = status === 'paused' || subscription.pause_collection !== null;
  if (isEnding(subscription) || isPaused) return 'stopping';
  return status === 'active' || status === 'trialing' ? 'active' : 'unknown';
}

/** Flexible billing shows the end as a date, classic billing as a flag. */
function isEnding({ cancel_at: endsAt, cancel_at_period_end: isLast }: Stripe.Subscription): boolean {
  return endsAt !== null || isLast;
}
