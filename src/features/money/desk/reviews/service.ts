import type { Transaction } from '../../../../platform/db.ts';
import type { Cause } from '../../../../platform/once.ts';
import type { Queue } from '../../../../platform/queue.ts';
import { demandReason } from '../../../../platform/reason.ts';
import { Refusal } from '../../../../platform/refusal.ts';
import { createDecisions, type DecisionParts, type Undecided } from './decisions.service.ts';
import { hearJob } from '../../payments/jobs.ts';
import { endUndecided } from '../../settlement/aside.service.ts';
import { findPayment, lockPayment, writePayment } from '../../settlement/queries.ts';
import { choicesFor, type Decision, type ReviewChoice } from './rules.ts';
import { findOpenOrderOf, findOrder, lockOrder, type Order } from '../../orders/queries.ts';

/** An admin's decision about money put aside: `targetId` is the order to accept it for, or the person to credit. */
export interface Ruling {
  paymentId: number;
  decision: Decision;
  targetId?: number | undefined;
  reason: string;
}

/** The admins' desk for money that fitted nothing. Everything refuses `not-allowed` for everybody but admins. */
export interface MoneyReviews {
  /**
   * Decides once and for good: accepted for an order, credited to a person, given back where the provider can, or dealt
   * with outside. Refuses `payment.unknown`, `review.over`, `review.not-possible`, `reason.missing`, `order.unknown`,
   * `order.paid`, `user.unknown`.
   */
  decide(cause: Cause, verdict: Ruling): Promise<void>;
  /** Has the provider asked again about a payment in a state that we had no rule for. Refuses `review.over`. */
  askAgain(cause: Cause, paymentId: number): Promise<void>;
  /** An unpaid order that money may be accepted for. Refuses `order.unknown`, `order.paid`. */
  orderToPay(actorId: number, orderId: number): Promise<Order>;
  /** Refuses `user.unknown`. */
  demandPerson(actorId: number, userId: number): Promise<void>;
  /** The order that somebody most likely meant to pay: the pending one, or the last that was not paid. */
  likelyOrder(actorId: number, userId: number): Promise<Order | undefined>;
}

export function createReviews(
  parts: DecisionParts & { queue: Pick<Queue, 'enqueue' | 'enqueueMissing'> },
  canGiveBack: (provider: string) => boolean,
): MoneyReviews {
  const { db, once, audit, users, ledger, queue } = parts;
  const decisions = createDecisions(parts);
  return { decide, askAgain, orderToPay, demandPerson, likelyOrder };

  async function decide(cause: Cause, verdict: Ruling): Promise<void> {
    const { paymentId, decision, targetId } = verdict;
    await once.apply(cause, 'decide about payment', async (tx) => {
      await users.demand(cause.actorId, 'manage money', tx);
      const reason = demandReason(verdict.reason);
      const locked = await lock(tx, paymentId, decision === 'accepted' ? targetId : undefined);
      demandChoice(locked, decision);
      const before = { status: locked.payment.status, reason: locked.payment.reason };
      const wanted = { ...locked, targetId, reason, actorId: cause.actorId };
      await decisions[decision](tx, wanted);
      if (decision !== 'accepted') await endUndecided(tx, parts, locked);
      await audit.record(tx, {
        actorId: cause.actorId,
        action: 'payment decided',
        subject: `payment ${paymentId}`,
        before,
        after: { decision, reason, ...(targetId !== undefined && { targetId }) },
      });
      return true;
    });
  }

  /** The order first, as whoever settles does; of money without an order, the one that it is to pay. */
  async function lock(tx: Transaction, paymentId: number, wantedOrderId?: number): Promise<Undecided> {
    const found = await findPayment(tx, paymentId);
    if (found === undefined) throw new Refusal('missing', 'payment.unknown');
    const orderId = found.orderId ?? wantedOrderId;
    const order = orderId === undefined ? undefined : await lockOrder(tx, orderId);
    const payment = await lockPayment(tx, paymentId);
    if (payment.status !== 'review') throw new Refusal('conflict', 'review.over');
    return { payment, order };
  }

  function demandChoice({ payment, order }: Undecided, wanted: ReviewChoice): void {
    if (wanted === 'accepted' && order !== undefined && order.paidAt !== null)
      throw new Refusal('conflict', 'order.paid');
    if (!choicesFor(payment, order, canGiveBack(payment.provider)).includes(wanted))
      throw new Refusal('conflict', 'review.not-possible');
  }

  async function askAgain(cause: Cause, paymentId: number): Promise<void> {
    await once.apply(cause, 'ask provider again', async (tx) => {
      await users.demand(cause.actorId, 'manage money', tx);
      const locked = await lock(tx, paymentId);
      demandChoice(locked, 'ask');
      const { provider, objectId, paidAt } = locked.payment;
      const [entry] = await ledger.find([`${provider}:${objectId}:settled`], tx);
      const reason = entry?.credit.startsWith('user:') === true ? 'second' : null;
      await writePayment(tx, paymentId, { status: paidAt === null ? 'pending' : 'paid', reason });
      // What a provider says of it can only be unknown once the provider has named it.
      const asked = hearJob.schema.parse({ provider, objectId });
      await queue.enqueueMissing(tx, [hearJob(asked)]);
      const subject = `payment ${paymentId}`;
      await audit.record(tx, { actorId: cause.actorId, action: 'provider asked again', subject });
      return true;
    });
  }

  async function orderToPay(actorId: number, orderId: number): Promise<Order> {
    await users.demand(actorId, 'manage money');
    const order = await findOrder(db, orderId);
    if (order === undefined) throw new Refusal('invalid', 'order.unknown');
    if (order.paidAt !== null) throw new Refusal('conflict', 'order.paid');
    return order;
  }

  async function demandPerson(actorId: number, userId: number): Promise<void> {
    await users.demand(actorId, 'manage money');
    await users.get(userId);
  }

  async function likelyOrder(actorId: number, userId: number): Promise<Order | undefined> {
    await users.demand(actorId, 'manage money');
    return await findOpenOrderOf(db, userId);
  }
}
