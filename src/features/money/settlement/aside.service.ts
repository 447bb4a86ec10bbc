import type { Transaction } from '../../../platform/db.ts';
import { isCurrency, type Money } from '../../../platform/money.ts';
import { book, isLiveMoney, rowOf } from './captured.service.ts';
import type { ProviderTruth } from '../providers/truth.ts';
import { changeOrder } from './order-status.service.ts';
import {
  findByObject,
  hasOtherLive,
  insertPayment,
  lockPayment,
  type Payment,
  writePayment,
} from './queries.ts';
import type { Reversal } from './reversal.rules.ts';
import { followReversals } from './reverse.service.ts';
import type { Case, MoneyAlarm, Settled, SettleParts, Source } from './case.rules.ts';
import type { Order } from '../orders/queries.ts';
import { isKnown } from '../orders/buyers.queries.ts';

/** Of money put aside only that is followed which goes back, so that nobody decides about what has gone. */
export async function followAside(
  tx: Transaction,
  parts: SettleParts,
  facts: Reversal & Pick<Case, 'truth'>,
): Promise<Settled> {
  const { truth, payment, order } = facts;
  const isBooked = payment.paidAt !== null && payment.reason !== 'unknown-state';
  if (truth.state !== 'paid' || !isBooked) return 'review';
  const after = await followReversals(tx, parts, facts);
  if (after.status !== 'review') await endUndecided(tx, parts, { order, payment: after });
  return 'review';
}

/** An order whose money went elsewhere waits for nothing more, and neither does its code, whoever had ended it before. */
export async function endUndecided(
  tx: Transaction,
  { clock, promos }: Pick<SettleParts, 'clock' | 'promos'>,
  { order, payment }: { order: Order | undefined; payment: Payment },
): Promise<void> {
  if (order === undefined || order.paidAt !== null) return;
  if (await hasOtherLive(tx, order.id, payment.id)) return;
  if (order.status === 'pending' || order.status === 'processing')
    await changeOrder(tx, order, { to: 'cancelled', updatedAt: clock.now() });
  await promos.release(tx, order.id);
}

/** Money that names no order of ours is booked and put aside, never lost. */
export async function keepStray(
  tx: Transaction,
  parts: SettleParts,
  { source, truth }: { source: Source; truth: ProviderTruth },
): Promise<Settled> {
  if (truth.state !== 'paid') return 'unchanged';
  const known = await findByObject(tx, source.name, truth.objectId);
  if (known !== undefined) {
    const payment = await lockPayment(tx, known.id);
    // Whoever looks again finds its order, and locks that first.
    if (payment.orderId !== null) throw new Error('A payment was given its order meanwhile');
    return await followAside(tx, parts, { truth, payment, order: undefined });
  }
  const now = parts.clock.now();
  const isReal = truth.isLive === undefined || truth.isLive === source.isLive;
  const isMoney = isReal && isCurrency(truth.money.currency);
  const payment = await insertPayment(tx, {
    ...rowOf(source, truth, now),
    userId: truth.payerId ?? null,
    status: 'review',
    reason: 'unknown-order',
    paidAt: isMoney ? now : null,
  });
  if (payment === undefined) return 'review';
  if (isMoney) await book(tx, parts, { payment, source, credit: 'unassigned' });
  if (isMoney) await tellPayer(tx, parts, payment);
  await parts.notices.toAdmins(tx, { what: 'unknown-order', paymentId: payment.id });
  return 'review';
}

/** Books it where nothing is delivered from, and has somebody look. */
export async function putAside(
  tx: Transaction,
  parts: SettleParts,
  { source, truth, order, payment, problem }: Case & { problem: MoneyAlarm },
): Promise<Settled> {
  const { minor, currency } = truth.money;
  const amount = { amountMinor: minor, currency: currency as Money['currency'] };
  const isMoney = truth.state === 'paid' && problem !== 'mode' && isCurrency(currency);
  const kept = await writePayment(tx, payment.id, {
    ...(payment.paidAt === null && amount),
    status: 'review',
    reason: problem,
    isLive: isLiveMoney(source, truth),
    nextLookAt: null,
    chargeRef: truth.chargeRef ?? payment.chargeRef,
    // Who paid, so that it can go back to them.
    ...(truth.payerId !== undefined && { userId: truth.payerId }),
    ...(isMoney && payment.paidAt === null && { paidAt: parts.clock.now() }),
  });
  if (isMoney && payment.paidAt === null)
    await book(tx, parts, { payment: kept, source, credit: 'unassigned' });
  // Nobody is charged again for what is not delivered.
  if (isMoney) await parts.periods.putAside(tx, { order, said: truth.period });
  // Somebody else's order would not open for them.
  const ownId = kept.userId === order.userId ? order.id : null;
  if (isMoney) await tellPayer(tx, parts, { ...kept, orderId: ownId });
  await parts.notices.toAdmins(tx, { what: problem, paymentId: payment.id });
  return 'review';
}

/** Whoever paid hears that a person looks at it; somebody unknown cannot be written to. */
async function tellPayer(tx: Transaction, { notices }: SettleParts, payment: Payment): Promise<void> {
  const { userId, orderId, amountMinor: minor, currency } = payment;
  if (userId === null || !(await isKnown(tx, userId))) return;
  await notices.toPerson(tx, { userId, kind: 'put-aside', orderId, money: { minor, currency } });
}
