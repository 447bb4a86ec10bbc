import { isCurrency } from '../../../platform/money.ts';
import type { Transaction } from '../../../platform/db.ts';
import { accessLeft } from './access.service.ts';
import { followDispute } from './dispute.service.ts';
import { bookLeaving, bookReturned, isForOrder, letGo } from './holding.service.ts';
import type { RefundTruth } from '../providers/truth.ts';
import {
  findNamelessRefund,
  findRefundNamed,
  findRefundByObject,
  insertRefund,
  type Payment,
  type Refund,
  sumRefunded,
  writePayment,
  writeRefund,
} from './queries.ts';
import { ownerOf, type Reversal } from './reversal.rules.ts';
import type { SettleParts } from './case.rules.ts';

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
  const failedBecause = refund.state === 'failed' ? (refund.why ?? null) : null;
  await writeRefund(tx, row.id, { status: refund.state, failedBecause, updatedAt: parts.clock.now() });
  if (refund.state === 'failed') return await bookFailed(tx, parts, { facts, row, why: refund.why });
  return await bookGone(tx, parts, { facts, row });
}

/** The row of this refund: known, asked for by us without a name yet, or made on the provider's side. */
async function claimRefund(
  tx: Transaction,
  { clock, notices }: SettleParts,
  { facts, refund }: { facts: Reversal; refund: RefundTruth },
): Promise<Refund> {
  const { payment } = facts;
  const { objectId, amountMinor, reference } = refund;
  const known = await findRefundByObject(tx, payment.provider, objectId);
  if (known !== undefined) return known;
  const own =
    reference === undefined
      ? await findNamelessRefund(tx, payment.id, amountMinor)
      : reference === null
        ? undefined
        : await findRefundNamed(tx, payment.id, reference);
  if (own !== undefined) {
    // Whatever we took an answer for: that it is there is the provider's word.
    await writeRefund(tx, own.id, { objectId, status: 'requested' });
    return { ...own, objectId, status: 'requested' };
  }
  const createdAt = clock.now();
  const { currency = payment.currency } = refund;
  const isForeign = currency !== payment.currency;
  if (isForeign) await notices.toAdmins(tx, { what: 'reversal-currency', paymentId: payment.id });
  return await insertRefund(tx, {
    paymentId: payment.id,
    provider: payment.provider,
    objectId,
    amountMinor,
    currency: isForeign ? (currency as Payment['currency']) : null,
    status: 'requested',
    reason: 'provider',
    createdAt,
    updatedAt: createdAt,
  });
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
  const currency = row.currency ?? payment.currency;
  // Of a currency that our books do not know, the row and the alarm say all that can be said.
  if (!isCurrency(currency)) return payment;
  const isNew = await bookLeaving(tx, parts, {
    key: `refund:${row.id}`,
    isHeldFor: row.id,
    payment,
    ownerId,
    minor: row.amountMinor,
    currency,
    ...(isCredit && { to: `user:${ownerId}` }),
    note: row.reason,
  });
  const counted = await countRefunds(tx, payment);
  if (isNew && ownerId !== null) {
    const money = { minor: row.amountMinor, currency };
    const bought = isForOrder(payment) && row.currency === null ? 'refunded' : 'returned';
    const kind = isCredit ? 'moved-to-balance' : bought;
    const access = accessLeft(facts.order, counted);
    await parts.notices.toPerson(tx, { userId: ownerId, kind, orderId: payment.orderId, money, access });
  }
  return counted;
}

/** The provider could not give it back: the money is with us again, and somebody has to look. */
async function bookFailed(
  tx: Transaction,
  parts: SettleParts,
  { facts, row, why }: { facts: Reversal; row: Refund; why: string | undefined },
): Promise<Payment> {
  const key = `refund:${row.id}`;
  const wasBooked = await bookReturned(tx, parts, { key, as: `${key}:failed`, note: 'the refund failed' });
  await letGo(tx, parts, row.id);
  await parts.notices.toAdmins(tx, { what: 'refund-failed', paymentId: facts.payment.id, why });
  const after = await reopen(tx, await countRefunds(tx, facts.payment));
  // Who was not told that it is on its way need not hear that it is not.
  if (wasBooked) await tellFailed(tx, parts, { facts, row });
  return after;
}

/** The access is back with the money, unless a bank holds the rest of it. */
async function tellFailed(
  tx: Transaction,
  { notices }: SettleParts,
  { facts, row }: { facts: Reversal; row: Refund },
): Promise<void> {
  const { payment } = facts;
  const userId = ownerOf(facts);
  if (userId === null) return;
  const money = { minor: row.amountMinor, currency: row.currency ?? payment.currency };
  const isBack = facts.order !== undefined && isForOrder(payment) && !payment.isDisputed;
  const access = isBack ? 'back' : undefined;
  await notices.toPerson(tx, { userId, kind: 'refund-failed', orderId: payment.orderId, money, access });
}

/** What an admin meant to give back is undecided again when that could not be done. */
export async function reopen(tx: Transaction, payment: Payment): Promise<Payment> {
  if (payment.decision !== 'returned') return payment;
  return await writePayment(tx, payment.id, { status: 'review', decision: null });
}

/** Counts what is asked for and what has gone, so that nobody gives back more than came. */
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
