import type Stripe from 'stripe';
import type { ListedPayment } from '../truth.ts';
import { madeSince, readAll } from './api/answers.ts';
import type { StripeClient } from './api/client.ts';
import { isSoldHere, orderOf, type Deployment } from './checkout.ts';
import { isFirst, metadataOf, subscriptionOf } from './invoice.ts';

/** A session is listed by when it was made, and may be paid a day later. */
const openForMs = 24 * 60 * 60_000;

/** The sessions of ours that were paid, and the invoices of further periods, of those made since a day before then. */
export async function listPaidByCard(
  client: Pick<StripeClient, 'listCheckouts' | 'listInvoices'>,
  since: Date,
  shop: Deployment,
): Promise<ListedPayment[]> {
  const made = madeSince(new Date(since.getTime() - openForMs));
  const checkouts = await readAll((after) => client.listCheckouts({ ...made, ...after }));
  const invoices = await readAll((after) => client.listInvoices({ ...made, status: 'paid', ...after }));
  return [
    ...checkouts
      .filter((checkout) => checkout.payment_status === 'paid' && orderOf(checkout) !== undefined)
      .filter(({ metadata }) => isSoldHere(shop, metadata))
      .map(({ id, amount_total: minor, currency, created }) => listed(id, { minor, currency, created })),
    ...invoices
      .filter((invoice) => isFurtherPeriod(invoice) && isSoldHere(shop, metadataOf(invoice)))
      .map(({ id, amount_paid: minor, currency, created }) => listed(id, { minor, currency, created })),
  ];
}

/** The first invoice of a subscription is its session's own money. */
function isFurtherPeriod(invoice: Stripe.Invoice): boolean {
  const isOfOrder = metadataOf(invoice)?.['order_id'] !== undefined;
  return subscriptionOf(invoice) !== undefined && !isFirst(invoice) && isOfOrder;
}

function listed(
  objectId: string,
  { minor, currency, created }: { minor: number | null; currency: string | null; created: number },
): ListedPayment {
  const money = { minor: minor ?? 0, currency: currency?.toUpperCase() ?? '' };
  return { objectId, money, at: new Date(created * 1000) };
}
