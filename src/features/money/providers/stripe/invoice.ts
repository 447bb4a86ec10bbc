import type Stripe from 'stripe';
import type { PaidPeriod } from '../truth.ts';
import { idOf } from './api/answers.ts';

/** The subscription that an invoice is a period of. */
export function subscriptionOf({ parent }: Stripe.Invoice): string | undefined {
  return idOf(parent?.subscription_details?.subscription);
}

/** The metadata of the checkout that began its subscription. */
export function metadataOf({ parent }: Stripe.Invoice): Stripe.Metadata | null | undefined {
  return parent?.subscription_details?.metadata;
}

/** The payment that paid it. */
export function paymentOf({ payments }: Stripe.Invoice): string | undefined {
  const paid = (payments?.data ?? []).flatMap(({ status, payment }) =>
    status === 'paid' ? (idOf(payment.payment_intent) ?? []) : [],
  );
  return paid[0];
}

/** Whether it is the first of its subscription: that one is its checkout's own money. */
export function isFirst({ billing_reason: reason }: Stripe.Invoice): boolean {
  return reason === 'subscription_create';
}

/** What came as money through Stripe: neither credit and coupons, nor what was paid to somebody else. */
export function cashOf({
  amount_paid: paid,
  amount_paid_off_stripe: elsewhere = 0,
  currency,
}: Stripe.Invoice) {
  return { minor: Math.max(0, paid - elsewhere), currency: currency.toUpperCase() };
}

/** Whether it bills a stretch of its subscription: not only a change in the middle of one, a trial, or something beside it. */
export function isOfPeriod({ lines }: Stripe.Invoice): boolean {
  return lines.data.some(
    (line) => line.parent?.type === 'subscription_item_details' && !isProration(line) && line.amount > 0,
  );
}

/** The period that an invoice pays: its lines do, its own period lies one cycle behind. */
export function periodOf(invoice: Stripe.Invoice): PaidPeriod {
  const ends = invoice.lines.data.filter((line) => !isProration(line)).map(({ period }) => period.end);
  return {
    ref: subscriptionOf(invoice),
    customerRef: idOf(invoice.customer),
    ...(ends.length > 0 && { renewsAt: new Date(Math.max(...ends) * 1000) }),
  };
}

function isProration({ parent }: Stripe.InvoiceLineItem): boolean {
  return parent?.subscription_item_details?.proration ?? parent?.invoice_item_details?.proration ?? false;
}
