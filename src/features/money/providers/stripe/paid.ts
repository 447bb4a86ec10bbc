import type Stripe from 'stripe';
import type { ListedPayment } from '../truth.ts';
import { madeSince, readAll } from './api/answers.ts';
import type { StripeClient } from './api/client.ts';
import { type Deployment, isOurs } from './checkout.ts';
import { isFirst, metadataOf, subscriptionOf } from './invoice.ts';

/** A session is listed by when it was made, and may be paid a day later. */
const openForMs = 24 * 60 * 60_000;

/** The sessions that were paid, and the invoices of further periods, of those made since a day before then. */
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
      .filter((checkout) => checkout.payment_status === 'paid')
      .map((checkout) =>
        listed(checkout, { minor: checkout.amount_total, isOurs: isOurs(shop, checkout.metadata) }),
      ),
    ...invoices
      .filter(isFurtherPeriod)
      .map((invoice) =>
        listed(invoice, { minor: invoice.amount_paid, isOurs: isOurs(shop, metadataOf(invoice)) }),
      ),
  ];
}

/** The first invoice of a subscription is its session's own money. */
function isFurtherPeriod(invoice: Stripe.Invoice): boolean {
  return subscriptionOf(invoice) !== undefined && !isFirst(invoice);
}

function listed(
  { id, currency, created }: { id: string; currency: string | null; created: number },
  { minor, isOurs: isMarked }: { minor: number | null; isOurs: boolean },
): ListedPayment {
  const money = { minor: minor ?? 0, currency: currency?.toUpperCase() ?? '' };
  return { objectId: id, isOurs: isMarked, money, at: new Date(created * 1000) };
}
