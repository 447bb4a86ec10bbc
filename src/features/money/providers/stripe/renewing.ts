import type { StripeClient } from './api/client.ts';
import type { StripeInvoice, StripeSubscription } from './api/model.ts';
import type { PaidPeriod, Renewing, RenewalTruth } from '../../renewals/periods.service.ts';
import { readId, wrap } from '../faults.ts';

/** Stripe's own limit: three years. */
const mostDays = 3 * 365;
/** A period that nobody told us of is among the newest. */
const newest = 3;

/** Cards charged again by Stripe Billing. Access comes from paid invoices alone; a subscription only tells what is to come. */
export function createStripeRenewing(parts: {
  client: StripeClient;
  environment: string;
  returnUrl: string;
}): Renewing {
  const { client, environment, returnUrl } = parts;

  async function find(objectId: string): Promise<RenewalTruth | undefined> {
    return await wrap(async () => {
      const id = objectId.startsWith('in_') ? (await client.findInvoice(objectId))?.subscriptionId : objectId;
      if (id === undefined || !id.startsWith('sub_')) return undefined;
      const subscription = await client.findSubscription(id);
      const isOurs = subscription?.environment === undefined || subscription.environment === environment;
      return subscription === undefined || !isOurs ? undefined : await truthOf(subscription);
    });
  }

  async function truthOf(subscription: StripeSubscription): Promise<RenewalTruth> {
    const { id: subscriptionId, orderId, customerId, latestInvoiceId, periodEnd } = subscription;
    const state = stateOf(subscription);
    const isFailing = state === 'failing' && latestInvoiceId !== undefined;
    const owed = isFailing ? await client.findInvoice(latestInvoiceId) : undefined;
    const paid = await client.listInvoices({ subscriptionId, status: 'paid', limit: newest });
    return {
      ref: subscriptionId,
      orderId: readId(orderId),
      state,
      isUnpaid: subscription.isUnpaid,
      renewsAt: periodEnd,
      nextTryAt: owed?.nextAttemptAt,
      customerRef: customerId,
      payUrl: owed?.payUrl,
      paidObjects: paid.items.toReversed().map(({ id }) => id),
    };
  }

  async function isOwing({ latestInvoiceId }: StripeSubscription): Promise<boolean> {
    if (latestInvoiceId === undefined) return false;
    const status = (await client.findInvoice(latestInvoiceId))?.status;
    return status === 'draft' || status === 'open';
  }

  return {
    canRenew: ({ days }) => days <= mostDays,
    find,
    async stop({ ref }, key) {
      await wrap(async () => {
        const subscription = await client.findSubscription(ref);
        // What has ended already cannot be told to end.
        if (subscription?.endedAt !== undefined) return;
        // While money is owed Stripe would go on asking the bank for it, whatever the end of the period.
        if (subscription !== undefined && (await isOwing(subscription)))
          await client.endNow(ref, `${key}:now`);
        else await client.endAtPeriodEnd(ref, key);
      });
    },
    async keep({ ref }, key) {
      await wrap(() => client.keepRenewing(ref, key));
    },
    portal: async (customerId, locale) =>
      (await wrap(() => client.openPortal({ customerId, returnUrl, locale }))).url,
  };
}

function stateOf({ status, endsAt, endedAt }: StripeSubscription): RenewalTruth['state'] {
  if (endedAt !== undefined || status === 'canceled' || status === 'incomplete_expired') return 'ended';
  if (status === 'past_due' || status === 'unpaid') return 'failing';
  // Paused in the dashboard it is charged no more, until somebody resumes it there.
  if (endsAt !== undefined || status === 'paused') return 'stopping';
  return status === 'active' || status === 'trialing' ? 'active' : 'unknown';
}

/** What an invoice says of the period that it pays: its lines do, its own period lies one cycle behind. */
export function periodOf({ subscriptionId, customerId, lines }: StripeInvoice): PaidPeriod {
  const ends = lines.filter(({ isProration }) => !isProration).map(({ periodEnd }) => periodEnd.getTime());
  return {
    ref: subscriptionId,
    customerRef: customerId,
    ...(ends.length > 0 && { renewsAt: new Date(Math.max(...ends)) }),
  };
}
