import type { Transaction } from '../../platform/db.ts';
import { followInquiry } from './warn.ts';
import type { Case, SettleParts } from './settlement.ts';
import { clearingAccount, type RefundTruth } from './provider.ts';
import {
  findNamelessRefund,
  findRefundByObject,
  insertRefund,
  type Refund,
  sumRefunded,
  writePayment,
  writeRefund,
} from './queries.ts';

/** Books what went back of a payment, whoever began it, each refund once, and takes a failed one out again. */
export async function followRefunds(tx: Transaction, parts: SettleParts, facts: Case): Promise<Case> {
  let now = facts;
  for (const refund of facts.truth.refunds ?? []) now = await followRefund(tx, parts, { facts: now, refund });
  return now;
}

async function followRefund(
  tx: Transaction,
  parts: SettleParts,
  { facts, refund }: { facts: Case; refund: RefundTruth },
): Promise<Case> {
  const row = await claimRefund(tx, parts, { facts, refund });
  if (row.status === refund.state || row.status === 'failed') return facts;
  // A late word that it is pending says nothing new about one that has arrived.
  if (row.status === 'succeeded' && refund.state === 'pending') return facts;
  await writeRefund(tx, row.id, { status: refund.state, updatedAt: parts.clock.now() });
  if (refund.state === 'failed') return await bookFailed(tx, parts, { facts, row });
  return await bookGone(tx, parts, { facts, row });
}

/** The row of this refund: known, asked for by us without a name yet, or made on the provider's side. */
async function claimRefund(
  tx: Transaction,
  { clock }: SettleParts,
  { facts, refund }: { facts: Case; refund: RefundTruth },
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

/** Money that is ours no more. Once, though it is first pending and then succeeded. */
async function bookGone(
  tx: Transaction,
  { ledger, news }: SettleParts,
  { facts, row }: { facts: Case; row: Refund },
): Promise<Case> {
  const { payment, order } = facts;
  const money = { minor: row.amountMinor, currency: payment.currency };
  const isNew = await ledger.move(tx, {
    key: `refund:${row.id}`,
    debit: payment.reason === 'second' ? `user:${order.userId}` : 'refunds',
    credit: clearingAccount(payment.provider, payment.userId),
    money,
    userId: payment.userId,
    orderId: order.id,
    note: row.reason,
  });
  if (isNew) await news.toPerson(tx, { userId: order.userId, kind: 'refunded', orderId: order.id, money });
  return { ...facts, payment: await countRefunds(tx, facts) };
}

/** The provider could not give it back: the money is with us again, and somebody has to look. */
async function bookFailed(
  tx: Transaction,
  { ledger, news }: SettleParts,
  { facts, row }: { facts: Case; row: Refund },
): Promise<Case> {
  const { payment, order } = facts;
  const wasBooked = row.status === 'pending' || row.status === 'succeeded';
  if (wasBooked)
    await ledger.move(tx, {
      key: `refund:${row.id}:failed`,
      debit: clearingAccount(payment.provider, payment.userId),
      credit: payment.reason === 'second' ? `user:${order.userId}` : 'refunds',
      money: { minor: row.amountMinor, currency: payment.currency },
      userId: payment.userId,
      orderId: order.id,
      note: 'the refund failed',
    });
  await news.toAdmins(tx, { what: 'refund-failed', paymentId: payment.id });
  return { ...facts, payment: await countRefunds(tx, facts) };
}

/** What is asked for and what has gone, so that nobody gives back more than came. */
async function countRefunds(tx: Transaction, { payment }: Case) {
  const refundedMinor = Math.min(payment.amountMinor, await sumRefunded(tx, payment.id));
  const isAll = payment.amountMinor > 0 && refundedMinor === payment.amountMinor;
  return await writePayment(tx, payment.id, { refundedMinor, status: isAll ? 'refunded' : 'paid' });
}

/** While a bank disputes a payment its access rests; won, it comes back; lost, it is gone. */
export async function followDispute(tx: Transaction, parts: SettleParts, facts: Case): Promise<Case> {
  const { truth, payment, order } = facts;
  if (truth.dispute === undefined) return facts;
  if (truth.dispute === 'inquiry') return await followInquiry(tx, parts, facts);
  const isDisputed = truth.dispute !== 'won';
  if (payment.isDisputed === isDisputed) return facts;
  await parts.ledger.move(tx, {
    key: `dispute:${payment.id}:${order.accessVersion ?? 0}:${isDisputed ? 'taken' : 'returned'}`,
    ...(isDisputed
      ? { debit: 'disputes', credit: clearingAccount(payment.provider, payment.userId) }
      : { debit: clearingAccount(payment.provider, payment.userId), credit: 'disputes' }),
    money: { minor: payment.amountMinor - payment.refundedMinor, currency: payment.currency },
    userId: payment.userId,
    orderId: order.id,
  });
  await parts.news.toAdmins(tx, { what: 'dispute', paymentId: payment.id });
  return { ...facts, payment: await writePayment(tx, payment.id, { isDisputed }) };
}
