import type Stripe from 'stripe';
import type { DisputeTruth, ProviderTruth, RefundTruth } from '../truth.ts';
import { readAll } from './api/answers.ts';
import type { StripeClient } from './api/client.ts';

/** The reversals of a payment: what went back, or may. */
export async function reversalsOf(
  client: Pick<StripeClient, 'listRefunds' | 'listDisputes'>,
  paymentId: string,
): Promise<Pick<ProviderTruth, 'refunds' | 'dispute' | 'disputes'>> {
  const [refunds, disputes] = await Promise.all([
    refundsOf(client, paymentId),
    readAll((after) => client.listDisputes({ payment_intent: paymentId, ...after })),
  ]);
  const said = disputes.flatMap((dispute) => disputeTruth(dispute) ?? []);
  return { refunds, dispute: standingOf(said), disputes: said };
}

/** The refund of a payment that was asked for under this key, if there is one. */
export async function refundNamed(
  client: Pick<StripeClient, 'listRefunds'>,
  paymentId: string,
  key: string,
): Promise<RefundTruth | undefined> {
  return (await refundsOf(client, paymentId)).find(({ reference }) => reference === key);
}

async function refundsOf(client: Pick<StripeClient, 'listRefunds'>, paymentId: string) {
  const refunds = await readAll((after) => client.listRefunds({ payment_intent: paymentId, ...after }));
  return refunds.map(refundTruth);
}

/** One that succeeded may still fail days later. */
export function refundTruth(refund: Stripe.Refund): RefundTruth {
  const { id, amount: amountMinor, currency, status, metadata } = refund;
  // Made in the dashboard it carries none.
  const reference = metadata?.['reference'] ?? metadata?.['order_id'] ?? null;
  const said = { objectId: id, reference, amountMinor, currency: currency.toUpperCase() };
  if (status === 'succeeded') return { ...said, state: 'succeeded' };
  const isGone = status === 'failed' || status === 'canceled';
  return isGone
    ? { ...said, state: 'failed', why: refund.failure_reason ?? undefined }
    : { ...said, state: 'pending' };
}

const states: ReadonlyMap<string, DisputeTruth['state']> = new Map([
  ['lost', 'lost'],
  ['prevented', 'lost'],
  ['needs_response', 'open'],
  ['under_review', 'open'],
  ['appeal_needs_response', 'open'],
  ['appeal_under_review', 'open'],
  ['warning_needs_response', 'inquiry'],
  ['warning_under_review', 'inquiry'],
  ['won', 'won'],
  ['warning_closed', 'won'],
]);

/** A word that was added later says nothing that we could follow. */
function disputeTruth({ id, status, amount: minor, currency }: Stripe.Dispute): DisputeTruth | undefined {
  const state = states.get(status);
  return state && { objectId: id, state, money: { minor, currency: currency.toUpperCase() } };
}

/** The worst of them counts. */
function standingOf(disputes: readonly DisputeTruth[]): ProviderTruth['dispute'] {
  const worst = ['lost', 'open', 'inquiry', 'won'] as const;
  return worst.find((word) => disputes.some(({ state }) => state === word));
}
