import type { StripeClient } from './api/client.ts';
import type { StripePage } from './api/model.ts';
import type { ListedPayment } from '../provider.ts';

/** A session is listed by when it was made, and may be paid a day later. */
const openForMs = 24 * 60 * 60_000;

interface Sold {
  orderId: string | undefined;
  environment: string | undefined;
}

/** The sessions of ours that were paid, and the invoices of further periods, of those made since a day before then. */
export async function listPaidByCard(
  client: Pick<StripeClient, 'listCheckouts' | 'listInvoices'>,
  since: Date,
  isOurs: (sold: Pick<Sold, 'environment'>) => boolean,
): Promise<ListedPayment[]> {
  const createdFrom = new Date(since.getTime() - openForMs);
  const isSale = (sold: Sold) => sold.orderId !== undefined && isOurs(sold);
  const checkouts = await readAll((after) => client.listCheckouts({ createdFrom, ...after }));
  const invoices = await readAll((after) => client.listInvoices({ createdFrom, status: 'paid', ...after }));
  return [
    ...checkouts
      .filter((checkout) => checkout.payment === 'paid' && isSale(checkout))
      .map(({ id, amountMinor = 0, currency = '', createdAt }) => {
        return { objectId: id, money: { minor: amountMinor, currency }, at: createdAt };
      }),
    // The first invoice of a subscription is its session's own money.
    ...invoices
      .filter((invoice) => invoice.subscriptionId !== undefined && invoice.reason !== 'subscription_create')
      .filter(isSale)
      .map(({ id, paidMinor: minor, currency, createdAt }) => {
        return { objectId: id, money: { minor, currency }, at: createdAt };
      }),
  ];
}

async function readAll<Item>(
  read: (after: { after?: string }) => Promise<StripePage<Item>>,
): Promise<Item[]> {
  const all: Item[] = [];
  let after: string | undefined;
  do {
    const page = await read(after === undefined ? {} : { after });
    all.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return all;
}
