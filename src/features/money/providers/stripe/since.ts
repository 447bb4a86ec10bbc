import type Stripe from 'stripe';
import { wrap } from '../faults.ts';
import type { ProviderTruth } from '../truth.ts';
import { idOf, madeSince, readAll } from './api/answers.ts';
import type { StripeClient } from './api/client.ts';
import { type Deployment, isOurs } from './checkout.ts';
import { isFirst, metadataOf } from './invoice.ts';
import type { StripeTruths } from './truths.ts';

/** Lists reach back so far before what was read last, for what is dated late. */
const overlapMs = 60 * 60_000;
/** The first time, as far as Stripe keeps events. */
const firstReachMs = 30 * 24 * 60 * 60_000;

/** What happens to old payments and invoices shows in no list of new objects. Not more than twenty. */
const laterEvents = [
  'invoice.paid',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.funds_reinstated',
  'radar.early_fraud_warning.created',
] as const;

/**
 * Reads what Stripe itself knows since a cursor, from objects as far as there are lists of them: Stripe may never make
 * an event of something, and keeps events for thirty days. How old refunds, disputes and invoices went on is told by
 * events alone.
 */
export function createStripeList(parts: {
  client: StripeClient;
  now: () => Date;
  truths: StripeTruths;
  shop: Deployment;
}): (cursor: string | undefined) => Promise<{ truths: ProviderTruth[]; cursor: string }> {
  const { client, now, shop, truths: said } = parts;

  return async (cursor) => {
    const startedAt = now();
    const reach = cursor === undefined ? startedAt.getTime() - firstReachMs : Number(cursor) - overlapMs;
    const since = madeSince(new Date(reach));
    const truths = await wrap(async () => [
      ...(await checkoutsSince(since)),
      ...(await invoicesSince(since)),
      ...(await laterSince(since)),
    ]);
    return { truths, cursor: String(startedAt.getTime()) };
  };

  async function checkoutsSince(since: Since) {
    const made = await readAll((after) => client.listCheckouts({ ...since, ...after }));
    // Of another shop's, which may be thousands, nothing more is asked.
    const sold = made.filter(({ metadata }) => isOurs(shop, metadata));
    return await truthsOf(sold, said.ofCheckout);
  }

  async function invoicesSince(since: Since) {
    const paid = await readAll((after) => client.listInvoices({ ...since, status: 'paid', ...after }));
    const further = paid.filter((invoice) => !isFirst(invoice) && isOurs(shop, metadataOf(invoice)));
    return await truthsOf(further, said.ofInvoice);
  }

  async function laterSince(since: Since) {
    const [refunds, disputes, events] = await Promise.all([
      readAll((after) => client.listRefunds({ ...since, ...after })),
      readAll((after) => client.listDisputes({ ...since, ...after })),
      readAll((after) => client.listEvents({ ...since, types: [...laterEvents], ...after })),
    ]);
    const paymentIds = [...refunds, ...disputes].flatMap((one) => idOf(one.payment_intent) ?? []);
    const objectIds = new Set([...paymentIds, ...events.flatMap((event) => objectOf(event) ?? [])]);
    return await truthsOf([...objectIds], said.ofObject);
  }
}

type Since = ReturnType<typeof madeSince>;

function objectOf({ data }: Stripe.Event): string | undefined {
  const { object } = data;
  return 'id' in object && typeof object.id === 'string' ? object.id : undefined;
}

async function truthsOf<T>(
  items: readonly T[],
  truthOf: (item: T) => Promise<ProviderTruth | undefined>,
): Promise<ProviderTruth[]> {
  const truths: ProviderTruth[] = [];
  for (const item of items) {
    const truth = await truthOf(item);
    if (truth !== undefined) truths.push(truth);
  }
  return truths;
}
