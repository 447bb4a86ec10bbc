import type { StripeClient } from './api/client.ts';
import type { Checkout, StripeInvoice, StripePage } from './api/model.ts';
import { wrap } from '../faults.ts';
import type { ProviderTruth } from '../provider.ts';

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
  truthOfCheckout: (checkout: Checkout) => Promise<ProviderTruth | undefined>;
  truthOfInvoice: (invoice: StripeInvoice) => Promise<ProviderTruth | undefined>;
  truthOfObject: (objectId: string) => Promise<ProviderTruth | undefined>;
}): (cursor: string | undefined) => Promise<{ truths: ProviderTruth[]; cursor: string }> {
  const { client, now } = parts;

  async function checkoutsSince(createdFrom: Date) {
    const made = await listAll((after) => client.listCheckouts({ createdFrom, ...after }));
    return await truthsOf(
      made.filter(({ orderId }) => orderId !== undefined),
      parts.truthOfCheckout,
    );
  }

  async function invoicesSince(createdFrom: Date) {
    const paid = await listAll((after) => client.listInvoices({ createdFrom, status: 'paid', ...after }));
    return await truthsOf(
      paid.filter(({ reason }) => reason !== 'subscription_create'),
      parts.truthOfInvoice,
    );
  }

  async function laterSince(createdFrom: Date) {
    const [refunds, disputes, events] = await Promise.all([
      listAll((after) => client.listRefunds({ createdFrom, ...after })),
      listAll((after) => client.listDisputes({ createdFrom, ...after })),
      listAll((after) => client.listEvents({ createdFrom, types: laterEvents, ...after })),
    ]);
    const paymentIds = [...refunds, ...disputes].flatMap(({ paymentId }) => paymentId ?? []);
    const objectIds = new Set([...paymentIds, ...events.map(({ objectId }) => objectId)]);
    return await truthsOf([...objectIds], parts.truthOfObject);
  }

  return async (cursor) => {
    const startedAt = now();
    const reach = cursor === undefined ? startedAt.getTime() - firstReachMs : Number(cursor) - overlapMs;
    const from = new Date(reach);
    const truths = await wrap(async () => [
      ...(await checkoutsSince(from)),
      ...(await invoicesSince(from)),
      ...(await laterSince(from)),
    ]);
    return { truths, cursor: String(startedAt.getTime()) };
  };
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

/** All pages of a list, oldest first. */
export async function listAll<T>(list: (after: { after?: string }) => Promise<StripePage<T>>): Promise<T[]> {
  const found: T[] = [];
  let after: string | undefined;
  do {
    const page = await list(after === undefined ? {} : { after });
    found.unshift(...page.items.toReversed());
    after = page.next;
  } while (after !== undefined);
  return found;
}
