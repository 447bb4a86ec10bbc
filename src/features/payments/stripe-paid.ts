import type { StripeClient } from '../../clients/stripe/client.ts';
import type { Checkout } from '../../clients/stripe/model.ts';
import type { ListedPayment } from './provider.ts';

/** A session is listed by when it was made, and may be paid a day later. */
const openForMs = 24 * 60 * 60_000;

/** The sessions of ours that were paid, of those made since a day before then. */
export async function listPaidCheckouts(
  client: Pick<StripeClient, 'listCheckouts'>,
  since: Date,
  isOurs: (checkout: Checkout) => boolean,
): Promise<ListedPayment[]> {
  const createdFrom = new Date(since.getTime() - openForMs);
  const paid: ListedPayment[] = [];
  let after: string | undefined;
  do {
    const page = await client.listCheckouts({ createdFrom, ...(after !== undefined && { after }) });
    // What renews itself is paid by its invoices.
    const sold = page.items.filter(
      (checkout) =>
        checkout.mode === 'payment' &&
        checkout.payment === 'paid' &&
        checkout.orderId !== undefined &&
        isOurs(checkout),
    );
    for (const { id, amountMinor = 0, currency = '', createdAt } of sold)
      paid.push({ objectId: id, money: { minor: amountMinor, currency }, at: createdAt });
    after = page.next;
  } while (after !== undefined);
  return paid;
}
