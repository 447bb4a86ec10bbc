import type Stripe from 'stripe';
import type { ProviderTruth, RefundTruth } from '../truth.ts';
import type { StripeClient } from './api/client.ts';

/** The reversals of a payment: what went back, or may. */
export async function reversalsOf(
  client: Pick<StripeClient, 'listRefunds' | 'listDisputes'>,
  paymentId: string,
): Promise<Pick<ProviderTruth, 'refunds' | 'dispute' | 'disputedMinor'>> {
  const [refunds, disputes] = await Promise.all([
    client.listRefunds({ payment_intent: paymentId }),
    client.listDisputes({ payment_intent: paymentId }),
  ]);
  const held = disputes.data.filter(isHeld);
  return {
    refunds: refunds.data.toReversed().map(refundTruth),
    dispute: disputeState(disputes.data),
    ...(held.length > 0 && { disputedMinor: held.reduce((sum, { amount }) => sum + amount, 0) }),
  };
}

/** One that succeeded may still fail days later. */
export function refundTruth({ id, amount: amountMinor, status, metadata }: Stripe.Refund): RefundTruth {
  // Made in the dashboard it carries none.
  const reference = metadata?.['reference'] ?? metadata?.['order_id'] ?? null;
  const said = { objectId: id, reference, amountMinor };
  if (status === 'succeeded') return { ...said, state: 'succeeded' };
  const isGone = status === 'failed' || status === 'canceled';
  return { ...said, state: isGone ? 'failed' : 'pending' };
}

const lost = ['lost', 'prevented'];
const open = ['needs_response', 'under_review', 'appeal_needs_response', 'appeal_under_review'];
const asking = ['warning_needs_response', 'warning_under_review'];
const over = ['won', 'warning_closed'];

/** While it is open, and once it is lost, the bank has the money. */
function isHeld({ status }: Stripe.Dispute): boolean {
  return lost.includes(status) || open.includes(status);
}

function disputeState(disputes: readonly Stripe.Dispute[]): ProviderTruth['dispute'] {
  const isAny = (words: readonly string[]) => disputes.some(({ status }) => words.includes(status));
  if (isAny(lost)) return 'lost';
  if (isAny(open)) return 'open';
  if (isAny(asking)) return 'inquiry';
  return isAny(over) ? 'won' : undefined;
}
