import type { Transaction } from '../../platform/db.ts';
import { followInquiry } from './warn.ts';
import { bookLeaving, bookReturned, isForOrder } from './holding.ts';
import type { ProviderTruth, RefundTruth } from './provider.ts';
import {
  findNamelessRefund,
  findRefundByObject,
  insertRefund,
  type Order,
  type Payment,
  type Refund,
  sumRefunded,
  writePayment,
  writeRefund,
} from './queries.ts';
import type { SettleParts } from './settlement.ts';

/** One payment, locked with its order where it has one, and what its provider says of money that went back. */
export interface Reversal {
  truth: Pick<ProviderTruth, 'refunds' | 'dispute' | 'disputedMinor'>;
  payment: Payment;
  order: Order | undefined;
}

/**
 * Books what went back of a payment, whoever began it, each refund once, takes a failed one out again, and follows a
 * bank's dispute. Answers the payment as it is then.
 */
export async function followReversals(
  tx: Transaction,
  parts: SettleParts,
  facts: Reversal,
): Promise<Payment> {
  let { payment } = facts;
  for (const refund of facts.truth.refunds ?? [])
    payment = await followRefund(tx, parts, { facts: { ...facts, payment }, refund });
  return await followDispute(tx, parts, { ...facts, payment });
}

async function followRefund(
  tx: Transaction,
  parts: SettleParts,
  { facts, refund }: { facts: Reversal; refund: RefundTruth },
): Promise<Payment> {
  const row = await claimRefund(tx, parts, { facts, refund });
  if (row.status === refund.state || row.status === 'failed') return facts.payment;
  // A late word that it is pending says nothing new about one that has arrived.
  if (row.status === 'succeeded' && refund.state === 'pending') return facts.payment;
  await writeRefund(tx, row.id, { status: refund.state, updatedAt: parts.clock.now() });
  if (refund.state === 'failed') return await bookFailed(tx, parts, { facts, row });
  return await bookGone(tx, parts, { facts, row });
}

/** The row of this refund: known, asked for by us without a name yet, or made on the provider's side. */
async function claimRefund(
  tx: Transaction,
  { clock }: SettleParts,
  { facts, refund }: { facts: Reversal; refund: RefundTruth },
): Promise<Refund> {
  const { payment } = facts;
  const { objectId, amountMinor } = refund;
  const known = await findRefundByObject(tx, payment.provider, objectId);
  if (known !== undefined) return known;
  const own = await findNamelessRefund(tx, payment.id, amountMinor);
  if (own !== undefined) {
    await writeRefund(tx, own.id, { objectId });
    return { ...own, objectId };
  }
  const createdAt = clock.now();
  return await insertRefund(tx, {
    paymentId: payment.id,
    provider: payment.provider,
    objectId,
    amountMinor,
    status: 'requested',
    reason: 'provider',
    createdAt,
    updatedAt: createdAt,
  });
}

/** Whose it was or became: the buyer's, or of what bought nothing whoever paid it or was credited. */
function ownerOf({ payment, order }: Reversal): number | null {
  const { decision, userId } = payment;
  const isBuyers = decision === null || decision === 'accepted';
  return isBuyers ? (order?.userId ?? userId) : (userId ?? order?.userId ?? null);
}

/** Money that is ours no more. Once, though it is first pending and then succeeded. */
export async function bookGone(
  tx: Transaction,
  parts: SettleParts,
  { facts, row }: { facts: Reversal; row: Refund },
): Promise<Payment> {
  const { payment } = facts;
  const ownerId = ownerOf(facts);
  const isCredit = row.destination === 'balance';
  const isNew = await bookLeaving(tx, parts, {
    key: `refund:${row.id}`,
    payment,
    ownerId,
    minor: row.amountMinor,
    ...(isCredit && { to: `user:${ownerId}` }),
    note: row.reason,
  });
  if (isNew && ownerId !== null) {
    const money = { minor: row.amountMinor, currency: payment.currency };
    const bought = isForOrder(payment) ? 'refunded' : 'returned';
    const kind = isCredit ? 'moved-to-balance' : bought;
    await parts.news.toPerson(tx, { userId: ownerId, kind, orderId: payment.orderId, money });
  }
  return await countRefunds(tx, payment);
}

/** The provider could not give it back: the money is with us again, and somebody has to look. */
async function bookFailed(
  tx: Transaction,
  parts: SettleParts,
  { facts, row }: { facts: Reversal; row: Refund },
): Promise<Payment> {
  const key = `refund:${row.id}`;
  await bookReturned(tx, parts, { key, as: `${key}:failed`, note: 'the refund failed' });
  await parts.news.toAdmins(tx, { what: 'refund-failed', paymentId: facts.payment.id });
  return await reopen(tx, await countRefunds(tx, facts.payment));
}

/** What an admin meant to give back is undecided again when that could not be done. */
export async function reopen(tx: Transaction, payment: Payment): Promise<Payment> {
  if (payment.decision !== 'returned') return payment;
  return await writePayment(tx, payment.id, { status: 'review', decision: null });
}

/** What is asked for and what has gone, so that nobody gives back more than came. */
async function countRefunds(tx: Transaction, payment: Payment): Promise<Payment> {
  const refundedMinor = Math.min(payment.amountMinor, await sumRefunded(tx, payment.id));
  const isAll = payment.amountMinor > 0 && refundedMinor === payment.amountMinor;
  if (payment.status !== 'review')
    return await writePayment(tx, payment.id, { refundedMinor, status: isAll ? 'refunded' : 'paid' });
  // All of it went back before anybody decided: that is decided now.
  return await writePayment(tx, payment.id, {
    refundedMinor,
    ...(isAll && { status: 'refunded', decision: 'returned' }),
  });
}

/** While a bank disputes a payment its access rests; won, it comes back; lost, it is gone. */
async function followDispute(tx: Transaction, parts: SettleParts, facts: Reversal): Promise<Payment> {
  const { truth, payment, order } = facts;
  if (truth.dispute === undefined) return payment;
  if (truth.dispute === 'inquiry') return await followInquiry(tx, parts, payment);
  const isDisputed = truth.dispute !== 'won';
  if (payment.isDisputed === isDisputed) return payment;
  const dispute = `dispute:${payment.id}:${order?.accessVersion ?? 0}`;
  const [taken, returned] = [`${dispute}:taken`, `${dispute}:returned`];
  // What the bank took need not be what is left by now: a refund may have failed since.
  const minor = truth.disputedMinor ?? payment.amountMinor - payment.refundedMinor;
  if (isDisputed)
    await bookLeaving(tx, parts, { key: taken, payment, ownerId: ownerOf(facts), minor, isDispute: true });
  else await bookReturned(tx, parts, { key: taken, as: returned });
  await parts.news.toAdmins(tx, { what: 'dispute', paymentId: payment.id });
  return await writePayment(tx, payment.id, { isDisputed });
}
