import type Stripe from 'stripe';
import type { InvoiceRow } from '@hiddify-vpn-bot/sandbox/crypto-pay/world.ts';
import type { StripeTables } from '@hiddify-vpn-bot/sandbox/stripe/state.ts';

/** Money that somebody outside says they took for us, and what of it has gone back. */
export interface Captured {
  provider: 'stripe' | 'crypto-pay' | 'stars';
  objectId: string;
  /** The reference that it names; undefined: nothing of ours. */
  named: string | undefined;
  currency: string;
  minor: number;
  /** Those that failed are not among them. */
  refunds: { minor: number; hasArrived: boolean }[];
  /** Whose mark it carries: an installation's, or nobody's. */
  mark: string | undefined;
  /** What banks hold or have taken in disputes, each in its own currency. */
  held: { minor: number; currency: string }[];
  /** A bank has decided to keep it. */
  isLost: boolean;
  isLive: boolean | undefined;
}

/** Something that charges again by itself, by the word of who does it. */
export interface Renewing {
  ref: string;
  /** It would charge again. */
  isOn: boolean;
}

/** A line of `getStarTransactions`, as far as it is read here. */
export interface StarLine {
  id: string;
  amount: number;
  source?: object;
  receiver?: object;
}

const idOf = (field: string | { id: string } | null | undefined) =>
  typeof field === 'string' ? field : field?.id;

/** What the Stripe account holds of checkouts that were paid. */
export function capturedByStripe(tables: StripeTables): Captured[] {
  return Object.values(tables.sessions)
    .filter(({ payment_status }) => payment_status === 'paid')
    .map((session) => ({
      provider: 'stripe',
      objectId: session.id,
      named: session.metadata?.['reference'],
      mark: session.metadata?.['shop'],
      currency: (session.currency ?? '').toUpperCase(),
      minor: session.amount_total ?? 0,
      isLive: session.livemode,
      ...goneOf(tables, idOf(session.payment_intent) ?? paymentOf(tables, idOf(session.invoice))),
    }));
}

/** Every period after the first, as the Stripe account has billed it. */
export function renewedByStripe(tables: StripeTables): Captured[] {
  return Object.values(tables.invoices)
    .filter(({ status, billing_reason }) => status === 'paid' && billing_reason === 'subscription_cycle')
    .map((invoice) => {
      const { subscription } = invoice.parent?.subscription_details ?? {};
      const begun = tables.subscriptions[idOf(subscription ?? null) ?? ''];
      return {
        provider: 'stripe',
        objectId: invoice.id,
        named: begun?.metadata['reference'],
        mark: begun?.metadata['shop'],
        currency: invoice.currency.toUpperCase(),
        minor: invoice.amount_paid,
        isLive: invoice.livemode,
        ...goneOf(tables, paymentOf(tables, invoice.id)),
      };
    });
}

function paymentOf(tables: StripeTables, invoiceId: string | undefined): string | undefined {
  const paid = Object.values(tables.invoicePayments).find(({ invoice }) => idOf(invoice) === invoiceId);
  return idOf(paid?.payment.payment_intent ?? null);
}

function goneOf(tables: StripeTables, paymentId: string | undefined) {
  const isOfIt = (row: { payment_intent: string | Stripe.PaymentIntent | null }) =>
    paymentId !== undefined && idOf(row.payment_intent) === paymentId;
  const refunds = Object.values(tables.refunds).filter(isOfIt);
  const disputes = Object.values(tables.disputes).filter(isOfIt);
  return {
    refunds: refunds
      .filter(({ status }) => status !== 'failed' && status !== 'canceled')
      .map(({ amount, status }) => ({ minor: amount, hasArrived: status === 'succeeded' })),
    held: disputes
      .filter(({ status }) => status !== 'won' && !status.startsWith('warning'))
      .map(({ amount, currency }) => ({ minor: amount, currency: currency.toUpperCase() })),
    isLost: disputes.some(({ status }) => status === 'lost'),
  };
}

export function renewingByStripe(tables: StripeTables): Renewing[] {
  return Object.values(tables.subscriptions).map((row) => ({
    ref: row.id,
    isOn: row.ended_at === null && row.cancel_at === null && !row.cancel_at_period_end,
  }));
}

/** Crypto Pay gives nothing back and knows no disputes. */
export function capturedByCryptoPay(invoices: readonly InvoiceRow[]): Captured[] {
  return invoices
    .filter(({ status }) => status === 'paid')
    .map(({ invoice_id, payload, fiat, amount }) => ({
      provider: 'crypto-pay',
      objectId: String(invoice_id),
      named: payload?.split(':')[1],
      mark: payload?.includes(':') === true ? payload.split(':')[0] : undefined,
      currency: fiat ?? '',
      minor: Math.round(Number(amount) * 100),
      refunds: [],
      held: [],
      isLost: false,
      isLive: undefined,
    }));
}

/** Stars tell of a refund by a line of its own, under the name of the charge. Nobody else sells with the bot. */
export function capturedInStars(lines: readonly StarLine[], mark: string): Captured[] {
  const back = lines.filter(({ receiver }) => receiver !== undefined);
  return lines
    .filter(({ source }) => source !== undefined)
    .map(({ id, amount, source }) => {
      const payload = (source as { invoice_payload?: string }).invoice_payload;
      return {
        provider: 'stars',
        objectId: id,
        named: payload?.replace(/^payment /, ''),
        mark,
        currency: 'XTR',
        minor: amount,
        refunds: back
          .filter((line) => line.id === id)
          .map((line) => ({ minor: line.amount, hasArrived: true })),
        held: [],
        isLost: false,
        isLive: undefined,
      };
    });
}
