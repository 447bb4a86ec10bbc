import type { Transaction } from '../../../platform/db.ts';
import { changeOrder } from './order-status.service.ts';
import { isForOrder } from './holding.service.ts';
import type { ProviderTruth } from '../providers/truth.ts';
import type { Payment } from './queries.ts';
import type { AccessLeft, Case, SettleParts } from './case.rules.ts';
import type { OrderStatus } from './transitions.rules.ts';
import { type Order, writeOrder } from '../orders/queries.ts';

/** A payment with its order, both locked, what its provider says of disputes, and whether one was known before. */
type Aligned = Pick<Case, 'payment' | 'order'> & {
  truth?: Pick<ProviderTruth, 'dispute'>;
  wasDisputed?: boolean;
};

/**
 * Gives the access that the money kept of an order stands for, and takes back what does not stand for it any more: a
 * part refunded is that part of the days and traffic, rounded down. For ever stays for ever until all is refunded.
 * Answers the order as it is then.
 */
export async function alignAccess(tx: Transaction, parts: SettleParts, facts: Aligned): Promise<Order> {
  const { payment, order } = facts;
  const to = statusFor(payment, facts.truth?.dispute);
  if (order.paidAt === null || !isForOrder(payment)) return order;
  const kept = payment.isDisputed ? 0 : payment.amountMinor - payment.refundedMinor;
  if (order.keptMinor === kept) return await callIt(tx, parts, { ...facts, to });
  const given = shareOf(order, payment, kept);
  // Given first: access that only becomes shorter never ends in between.
  const granted = given === undefined ? undefined : await give(tx, parts, { order, given });
  if (order.grantReason !== null)
    await parts.subscriptions.takeBack(tx, { userId: order.userId, reason: order.grantReason });
  const updatedAt = parts.clock.now();
  const kepts = { keptMinor: kept, grantReason: granted?.reason ?? null, updatedAt };
  const after = await changeOrder(tx, order, { ...kepts, to });
  if (payment.amountMinor > 0 && kept === 0) await parts.periods.takenBack(tx, after);
  if (granted === undefined) return after;
  return await writeOrder(tx, after.id, { accessVersion: granted.version });
}

/**
 * Nothing more is given or taken, but the order may be called otherwise by now: a dispute was lost, or came when all had
 * gone back already. Who does not speak of disputes changes nothing of one, and an old word does not open it again.
 */
async function callIt(
  tx: Transaction,
  { clock }: SettleParts,
  { order, payment, truth, wasDisputed, to }: Aligned & { to: OrderStatus },
): Promise<Order> {
  const isTold = truth?.dispute !== undefined || !payment.isDisputed;
  const isOldWord = to === 'disputed' && wasDisputed === true;
  if (order.status === to || !isTold || isOldWord) return order;
  return await changeOrder(tx, order, { to, updatedAt: clock.now() });
}

export interface Share {
  days: number | null;
  trafficBytes: number | null;
}

/**
 * The share of what was sold that stands for this much of a payment; undefined: nothing. An admin may have
 * accepted another sum than the price.
 */
export function shareOf(
  order: Pick<Order, 'days' | 'trafficBytes' | 'trafficMode'>,
  { amountMinor }: Pick<Payment, 'amountMinor'>,
  kept: number,
): Share | undefined {
  if (amountMinor > 0 && kept === 0) return undefined;
  const days = partOf(order.days, { kept, amountMinor });
  // Where time becomes shorter, each month of it stays as it was sold.
  const isMonthly = order.trafficMode !== 'total' && order.days !== null;
  const trafficBytes = isMonthly ? order.trafficBytes : partOf(order.trafficBytes, { kept, amountMinor });
  return days === 0 ? undefined : { days, trafficBytes };
}

/** In whole numbers throughout: as a fraction, seven tenths of 90 days are 62.999… */
function partOf(
  whole: number | null,
  { kept, amountMinor }: { kept: number; amountMinor: number },
): number | null {
  if (whole === null || amountMinor === 0) return whole;
  return Number((BigInt(whole) * BigInt(kept)) / BigInt(amountMinor));
}

/**
 * Each change is a grant of its own, in the place of when the order was paid, but given now: what nobody had meanwhile,
 * because a bank held the money, say, has not run.
 */
async function give(tx: Transaction, parts: SettleParts, { order, given }: { order: Order; given: Share }) {
  const isNow = order.keptMinor !== null;
  const isFirst = order.accessVersion === null;
  const reason = isFirst ? `order ${order.id}` : `order ${order.id} after version ${order.accessVersion}`;
  const { desiredVersion } = await parts.subscriptions.grant(tx, {
    userId: order.userId,
    source: 'order',
    reason,
    ...given,
    trafficMode: order.trafficMode,
    planCode: order.planCode,
    grantedAt: order.paidAt as Date,
    ...(isFirst && order.converts !== null && { converts: order.converts }),
    ...(isNow && { givenAt: parts.clock.now() }),
  });
  return { reason, version: desiredVersion };
}

/** The rest of an order's access, in a word; undefined where none hangs on this payment, or a bank holds it. */
export function accessLeft(order: Order | undefined, payment: Payment): AccessLeft | undefined {
  if (order === undefined || !isForOrder(payment) || payment.isDisputed) return undefined;
  const left = shareOf(order, payment, payment.amountMinor - payment.refundedMinor);
  if (left === undefined) return 'ended';
  if (left.days !== null) return 'shorter';
  return left.trafficBytes === null ? 'stays' : 'thinner';
}

/** What the bank has taken for good went back to the payer like any other money. */
function statusFor(payment: Payment, dispute: ProviderTruth['dispute']): OrderStatus {
  if (payment.isDisputed) return dispute === 'lost' ? 'refunded' : 'disputed';
  if (payment.refundedMinor === 0) return 'paid';
  return payment.refundedMinor >= payment.amountMinor ? 'refunded' : 'partially_refunded';
}
