import type Stripe from 'stripe';
import type { ListedPayment } from '../truth.ts';
import { idOf, madeSince, readAll } from './api/answers.ts';
import type { StripeClient } from './api/client.ts';
import { type Deployment, isOurs } from './checkout.ts';
import { cashOf, isFirst, isOfPeriod, metadataOf, subscriptionOf } from './invoice.ts';

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
  const billed = new Map(invoices.map((invoice) => [invoice.id, invoice]));
  const paid = [
    ...checkouts
      .filter((checkout) => checkout.payment_status === 'paid')
      .map((checkout) =>
        listed(checkout, {
          money: cashOfCheckout(checkout, billed.get(idOf(checkout.invoice) ?? '')),
          isOurs: isOurs(shop, checkout.metadata),
        }),
      ),
    ...invoices
      .filter(isFurtherPeriod)
      .map((invoice) =>
        listed(invoice, { money: cashOf(invoice), isOurs: isOurs(shop, metadataOf(invoice)) }),
      ),
  ];
  // A period that credit has paid is no money of anybody.
  return paid.filter(({ money }) => money.minor > 0);
}

/** The first invoice of a subscription is its session's own money. */
function isFurtherPeriod(invoice: Stripe.Invoice): boolean {
  return subscriptionOf(invoice) !== undefined && !isFirst(invoice) && isOfPeriod(invoice);
}

/** Of what begins a renewal its first bill says what came. */
function cashOfCheckout(
  { amount_total: minor, currency }: Stripe.Checkout.Session,
  invoice: Stripe.Invoice | undefined,
): ListedPayment['money'] {
  return invoice === undefined
    ? { minor: minor ?? 0, currency: currency?.toUpperCase() ?? '' }
    : cashOf(invoice);
}

function listed(
  { id, created }: { id: string; created: number },
  said: Pick<ListedPayment, 'money' | 'isOurs'>,
): ListedPayment {
  return { ...said, objectId: id, at: new Date(created * 1000) };
}
