import type { Transaction } from '../../../platform/db.ts';
import { alignAccess } from './access.service.ts';
import { followAside, keepStray, putAside } from './aside.service.ts';
import { book, isLiveMoney, rowOf } from './captured.service.ts';
import { findNamed } from '../providers/named.queries.ts';
import { changeOrder } from './order-status.service.ts';
import { isForOrder } from './holding.service.ts';
import type { ProviderTruth } from '../providers/truth.ts';
import { isHere } from '../providers/registry.ts';
import { followReversals } from './reverse.service.ts';
import {
  findByObject,
  findNameless,
  hasOtherLive,
  insertPayment,
  lockPayment,
  type Payment,
  writePayment,
} from './queries.ts';
import { followWarning } from './warn.service.ts';
import { nextLook } from './looks.rules.ts';
import type { AccessAdded, Case, EndedCase, MoneyAlarm, Settled, SettleParts, Source } from './case.rules.ts';
import { isBlocked } from '../orders/buyers.queries.ts';
import { lockOrder, type Order } from '../orders/queries.ts';

/**
 * Makes the books, the order and the access agree with what a provider says of one payment. All of it is part of the
 * caller's transaction, under the order's lock; saying the same again, in any order, any number of times, changes
 * nothing more.
 */
export async function settle(
  tx: Transaction,
  parts: SettleParts,
  { source, truth }: { source: Source; truth: ProviderTruth },
): Promise<Settled> {
  const known = await findByObject(tx, source.name, truth.objectId);
  const orderId = known?.orderId ?? (await orderNamedBy(tx, parts, { source, truth }));
  const named = orderId === undefined ? undefined : await lockOrder(tx, orderId);
  if (named === undefined) {
    // Neither its name nor what it carries is ours: another shop's, on the same account.
    if (known === undefined && !truth.isOurs) return truth.state === 'paid' ? 'strange' : 'unchanged';
    return await keepStray(tx, parts, { source, truth });
  }
  const order = await periodOf(tx, parts, { source, truth, named });
  const customerRef = await parts.periods.hold(tx, order);
  const payment = await claimPayment(tx, parts, { source, truth, order });
  return await follow(tx, parts, { source, truth, order, payment, customerRef });
}

/**
 * The order of an object that is not known by its own name: by the reference that it carries, or by the arrangement that it
 * is a period of.
 */
async function orderNamedBy(
  tx: Transaction,
  { periods }: SettleParts,
  { source, truth: { reference, isOurs, period } }: { source: Source; truth: ProviderTruth },
): Promise<number | undefined> {
  const begun = reference === undefined ? undefined : await findNamed(tx, source.name, reference);
  // Unmarked it may be no second one: only what we wait for the name of.
  if (begun !== undefined && (isOurs || begun.objectId === null)) return begun.orderId ?? undefined;
  const ref = period?.ref;
  return ref === undefined ? undefined : await periods.begunBy(tx, { provider: source.name, ref });
}

/**
 * Every payment of an arrangement names the order that began it, which is locked: one that is neither known nor the
 * first is the next period, an order of its own.
 */
async function periodOf(
  tx: Transaction,
  { periods }: SettleParts,
  { source, truth, named }: { source: Source; truth: ProviderTruth; named: Order },
): Promise<Order> {
  const { renewalId } = named;
  if (renewalId === null || truth.state !== 'paid') return named;
  const known = await findByObject(tx, source.name, truth.objectId);
  if (known !== undefined)
    return known.orderId === null || known.orderId === named.id
      ? named
      : ((await lockOrder(tx, known.orderId)) ?? named);
  const isFirst = (await findNameless(tx, source.name, named.id)) !== undefined;
  return isFirst ? named : await periods.next(tx, renewalId);
}

async function follow(tx: Transaction, parts: SettleParts, facts: Case): Promise<Settled> {
  const { truth, payment } = facts;
  // A person decides about it; what the provider says later does not.
  const isClosed = payment.paidAt === null && payment.decision !== null;
  if (payment.status === 'review' || isClosed) return await followAside(tx, parts, facts);
  switch (truth.state) {
    case 'paid':
      return await followPaid(tx, parts, facts);
    case 'processing':
      return await followProcessing(tx, parts, facts);
    case 'failed':
    case 'expired':
      return await followEnd(tx, parts, facts);
    case 'open':
      return await followOpen(tx, parts, facts);
    case 'unknown':
      return await putAside(tx, parts, { ...facts, problem: 'unknown-state' });
  }
}

/** The row of this object: known, begun by us without a name yet, or new. Under the order's lock. */
async function claimPayment(
  tx: Transaction,
  parts: SettleParts,
  { source, truth, order }: { source: Source; truth: ProviderTruth; order: Order },
): Promise<Payment> {
  const known = await findByObject(tx, source.name, truth.objectId);
  if (known !== undefined) return await lockPayment(tx, known.id);
  const begun = await findNameless(tx, source.name, order.id);
  const names = { objectId: truth.objectId, chargeRef: truth.chargeRef ?? null };
  if (begun !== undefined) return await writePayment(tx, begun.id, names);
  const added = await insertPayment(tx, { ...rowOf(source, truth, parts.clock.now()), orderId: order.id });
  if (added === undefined) throw new Error('A payment was stored by somebody else meanwhile');
  return await writePayment(tx, added.id, { userId: order.userId });
}

async function followPaid(tx: Transaction, parts: SettleParts, facts: Case): Promise<Settled> {
  const isNew = facts.payment.paidAt === null;
  if (isNew) {
    const problem = objectionTo(facts) ?? (await objectionToBuyer(tx, facts));
    if (problem !== undefined) return await putAside(tx, parts, { ...facts, problem });
  }
  const now: Case = isNew ? await receive(tx, parts, facts) : facts;
  const payment = await followReversals(tx, parts, now);
  await followWarning(tx, parts, { ...now, payment });
  const after = await alignAccess(tx, parts, { ...now, payment, wasDisputed: now.payment.isDisputed });
  if (isNew && isForOrder(payment)) await parts.periods.paid(tx, { order: after, said: now.truth.period });
  return isNew ? 'settled' : 'unchanged';
}

/** The objection to a payment that does not fit what we sold. */
function objectionTo({ source, truth, order, customerRef }: Case): MoneyAlarm | undefined {
  if (truth.isLive !== undefined && truth.isLive !== source.isLive) return 'mode';
  if (truth.payerId !== undefined && truth.payerId !== order.userId) return 'owner';
  const payer = (order.period ?? 1) > 1 ? truth.period?.customerRef : undefined;
  if (payer !== undefined && customerRef !== undefined && payer !== customerRef) return 'owner';
  if (truth.money.currency !== order.currency) return 'currency';
  return isAsPriced({ truth, order }) || truth.isBilled === true ? undefined : 'amount';
}

function isAsPriced({ truth, order }: Pick<Case, 'truth' | 'order'>): boolean {
  return truth.money.minor === order.totalMinor;
}

/** What was offered is honoured, however plan, price or code have changed since; only whoever is blocked gets nothing. */
async function objectionToBuyer(tx: Transaction, { order }: Case): Promise<MoneyAlarm | undefined> {
  return (await isBlocked(tx, order.userId)) ? 'blocked' : undefined;
}

/** The one place where money becomes an order's. A second payment of an order becomes the person's own money. */
async function receive(tx: Transaction, parts: SettleParts, facts: Case): Promise<Case> {
  const { source, truth, order } = facts;
  const paidAt = parts.clock.now();
  const isSecond = order.paidAt !== null;
  const payment = await writePayment(tx, facts.payment.id, {
    status: 'paid',
    paidAt,
    isLive: isLiveMoney(source, truth),
    nextLookAt: null,
    chargeRef: truth.chargeRef ?? facts.payment.chargeRef,
    // What came is what is booked, and what can go back.
    amountMinor: truth.money.minor,
    reason: isSecond ? 'second' : isAsPriced(facts) ? null : 'billed',
  });
  const credit = isSecond ? `user:${order.userId}` : 'revenue';
  await book(tx, parts, { payment, source, credit });
  const money = { minor: payment.amountMinor, currency: payment.currency };
  const about = { userId: order.userId, orderId: order.id, money };
  const isRenewal = (order.period ?? 1) > 1;
  // Who pays from the balance, or nothing, sees it on the screen they are looking at.
  const isSeen = isHere(source.name) && !isRenewal;
  const kind = isSecond ? 'credited' : isRenewal ? 'renewed' : 'paid';
  const added = isSeen || kind !== 'paid' ? undefined : await addedBy(tx, parts, order);
  if (!isSeen) await parts.notices.toPerson(tx, { ...about, kind, added });
  if (isSecond) return { ...facts, payment };
  await parts.promos.consume(tx, order.id);
  const changes = { paidAt, provider: source.name, updatedAt: paidAt };
  return { ...facts, payment, order: await changeOrder(tx, order, { ...changes, to: 'paid' }) };
}

/** Nobody is told that they will hear of what works already; undefined: it has to be set up, and that is told. */
async function addedBy(
  tx: Transaction,
  { subscriptions }: SettleParts,
  { userId, days, trafficBytes, planCode, converts }: Order,
): Promise<AccessAdded | undefined> {
  const held = await subscriptions.find(userId, tx);
  const state = subscriptions.stateOf(held);
  if (state === 'used-up' || state === 'switched-off') return held?.status === 'active' ? 'more' : undefined;
  if (state !== 'ready') return undefined;
  const gift = { days, trafficBytes, planCode, ...(converts !== null && { converts }) };
  return { until: await subscriptions.endWith(userId, gift, tx) };
}

async function followOpen(tx: Transaction, parts: SettleParts, facts: Case): Promise<Settled> {
  const { payment, truth } = facts;
  if (payment.status === 'creating')
    await writePayment(tx, payment.id, { status: 'pending', url: truth.url ?? null });
  await scheduleLook(tx, parts, facts);
  return 'unchanged';
}

async function followProcessing(tx: Transaction, parts: SettleParts, facts: Case): Promise<Settled> {
  const { payment, order } = facts;
  await scheduleLook(tx, parts, facts);
  if (payment.paidAt !== null || payment.status === 'processing') return 'unchanged';
  await writePayment(tx, payment.id, { status: 'processing' });
  if (order.paidAt === null) await changeOrder(tx, order, { to: 'processing', updatedAt: parts.clock.now() });
  return 'settled';
}

/** It can never be paid any more. Only now may somebody else have the use of its promo code. */
export async function followEnd(tx: Transaction, parts: SettleParts, facts: EndedCase): Promise<Settled> {
  const { payment, order, truth, isUnopened = false } = facts;
  const end = truth.state === 'failed' ? 'failed' : 'expired';
  if (payment.paidAt !== null || payment.status === end) return 'unchanged';
  await writePayment(tx, payment.id, {
    status: end,
    nextLookAt: null,
    ...(isUnopened && { reason: 'not-opened' }),
  });
  if (order.paidAt !== null || (await hasOtherLive(tx, order.id, payment.id))) return 'settled';
  if (order.status === 'pending' || order.status === 'processing')
    await changeOrder(tx, order, { to: end, updatedAt: parts.clock.now() });
  await parts.promos.release(tx, order.id);
  if (end === 'failed') {
    const money = { minor: order.totalMinor, currency: order.currency };
    const kind = isUnopened ? 'not-opened' : 'failed';
    await parts.notices.toPerson(tx, { userId: order.userId, kind, orderId: order.id, money });
  }
  return 'settled';
}

async function scheduleLook(tx: Transaction, { clock }: SettleParts, { payment, order, truth }: Case) {
  if (payment.paidAt !== null) return;
  const nextLookAt = nextLook({
    now: clock.now(),
    looks: payment.looks,
    expiresAt: order.expiresAt,
    isProcessing: truth.state === 'processing',
  });
  await writePayment(tx, payment.id, { nextLookAt, looks: payment.looks + 1 });
}
