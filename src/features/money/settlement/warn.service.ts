import { randomUUID } from 'node:crypto';
import type { Transaction } from '../../../platform/db.ts';
import { isForOrder } from './holding.service.ts';
import { refundJob } from './jobs.ts';
import { insertRefund, listRefundsOf, type Payment, writePayment } from './queries.ts';
import type { Case, SettleParts } from './case.rules.ts';

/** Why it goes back, as the refund's row says it. */
export const fraudReason = 'fraud warning';

/**
 * What a bank calls fraud goes back before the bank takes it: a dispute costs a fee and the account's good name. Access
 * goes with the money. Once; what was given back or is disputed already needs nothing more.
 */
export async function followWarning(tx: Transaction, parts: SettleParts, facts: Case): Promise<void> {
  const { truth, payment } = facts;
  if (truth.isFraudWarned !== true || payment.isDisputed || !isForOrder(payment)) return;
  const refunds = await listRefundsOf(tx, [payment.id]);
  if (refunds.some(({ reason }) => reason === fraudReason)) return;
  const gone = refunds.filter(({ status, currency }) => status !== 'failed' && currency === null);
  const left = payment.amountMinor - gone.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  if (left < 1) return;
  const now = parts.clock.now();
  const row = await insertRefund(tx, {
    paymentId: payment.id,
    provider: payment.provider,
    reference: randomUUID(),
    amountMinor: left,
    status: 'requested',
    reason: fraudReason,
    createdAt: now,
    updatedAt: now,
  });
  await parts.queue.enqueue(tx, refundJob({ refundId: row.id }, payment.id));
  await parts.notices.toAdmins(tx, { what: 'fraud-warning', paymentId: payment.id });
}

/** A bank's question before a dispute: no money moves and access stays, but somebody has to answer. Said once. */
export async function followInquiry(
  tx: Transaction,
  { notices }: SettleParts,
  payment: Payment,
): Promise<Payment> {
  if (payment.reason !== null && payment.reason !== 'billed') return payment;
  await notices.toAdmins(tx, { what: 'inquiry', paymentId: payment.id });
  return await writePayment(tx, payment.id, { reason: 'inquiry' });
}
