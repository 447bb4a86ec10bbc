import type { Transaction } from '../../platform/db.ts';
import { changeOrder } from './order-status.ts';
import { type Order, writeOrder } from './queries.ts';
import type { Case, SettleParts } from './settlement.ts';
import type { OrderStatus } from './transitions.ts';

/**
 * Gives the access that the money kept of an order stands for, and takes back what does not stand for it any more: a
 * part refunded is that part of the days and traffic, rounded down. For ever stays for ever until all is refunded.
 * Answers the order as it is then.
 */
export async function alignAccess(tx: Transaction, parts: SettleParts, facts: Case): Promise<Order> {
  const { payment, order } = facts;
  // A second payment is the person's own money and has bought nothing.
  if (order.paidAt === null || payment.reason === 'second') return order;
  const kept = payment.isDisputed ? 0 : payment.amountMinor - payment.refundedMinor;
  if (order.keptMinor === kept) return order;
  const isTakenBack = order.totalMinor > 0 && kept === 0;
  const given = isTakenBack ? undefined : shareOf(order, kept);
  if (order.grantReason !== null)
    await parts.subscriptions.takeBack(tx, { userId: order.userId, reason: order.grantReason });
  const granted = given === undefined ? undefined : await give(tx, parts, { order, given });
  const updatedAt = parts.clock.now();
  const kepts = { keptMinor: kept, grantReason: granted?.reason ?? null, updatedAt };
  const to = statusFor(payment, order);
  const after = await changeOrder(tx, order, { ...kepts, to });
  if (isTakenBack) await parts.periods.takenBack(tx, after);
  if (granted === undefined) return after;
  return await writeOrder(tx, after.id, { accessVersion: granted.version });
}

interface Share {
  days: number | null;
  trafficBytes: number | null;
}

function shareOf(order: Order, kept: number): Share | undefined {
  const part = order.totalMinor === 0 ? 1 : kept / order.totalMinor;
  const days = order.days === null ? null : Math.floor(order.days * part);
  const trafficBytes = order.trafficBytes === null ? null : Math.floor(order.trafficBytes * part);
  return days === 0 ? undefined : { days, trafficBytes };
}

/** Each change is a grant of its own, given when the order was paid, so that the sum of grants comes out the same. */
async function give(tx: Transaction, parts: SettleParts, { order, given }: { order: Order; given: Share }) {
  const isFirst = order.accessVersion === null;
  const reason = isFirst ? `order ${order.id}` : `order ${order.id} after version ${order.accessVersion}`;
  const { desiredVersion } = await parts.subscriptions.grant(tx, {
    userId: order.userId,
    source: 'order',
    reason,
    ...given,
    planCode: order.planCode,
    grantedAt: order.paidAt as Date,
  });
  return { reason, version: desiredVersion };
}

function statusFor(payment: Case['payment'], order: Order): OrderStatus {
  if (payment.isDisputed) return 'disputed';
  if (payment.refundedMinor === 0) return 'paid';
  return payment.refundedMinor >= order.totalMinor ? 'refunded' : 'partially_refunded';
}
