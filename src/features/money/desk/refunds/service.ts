import { randomUUID } from 'node:crypto';
import type { Database, Transaction } from '../../../../platform/db.ts';
import type { Cause, Once } from '../../../../platform/once.ts';
import type { Logger } from '../../../../platform/logger.ts';
import type { Queue } from '../../../../platform/queue.ts';
import { demandReason } from '../../../../platform/reason.ts';
import { Refusal } from '../../../../platform/refusal.ts';
import type { Audit } from '../../../audit/service.ts';
import type { UserService } from '../../../users/service.ts';
import { alignAccess } from '../../settlement/access.service.ts';
import { holdBack, isForOrder, isOnBalance, letGo } from '../../settlement/holding.service.ts';
import { refundJob } from '../../settlement/jobs.ts';
import { ProviderRefusal, type RemoteProvider, whyOf } from '../../providers/provider.ts';
import type { RefundTruth } from '../../providers/truth.ts';
import { findProvider, isHere } from '../../providers/registry.ts';
import {
  findPayment,
  findRefund,
  insertRefund,
  listRefundsOf,
  lockPayment,
  type Payment,
  type Refund,
  writeRefund,
} from '../../settlement/queries.ts';
import { bookGone, reopen } from '../../settlement/reverse.service.ts';
import { ownerOf } from '../../settlement/reversal.rules.ts';
import { settle } from '../../settlement/settle.service.ts';
import type { SettleParts } from '../../settlement/case.rules.ts';
import { lockOrder, type Order } from '../../orders/queries.ts';
import { fraudReason } from '../../settlement/warn.service.ts';

/** A refund that is asked for: how much of a payment, and why. */
export interface RefundWish {
  paymentId: number;
  amountMinor: number;
  reason: string;
}

export interface MoneyRefunds {
  /**
   * Has money given back: noted here, done by a job, followed when the provider says so. Where the provider gives nothing
   * back, it is put on the person's balance at once instead. Refuses `payment.unknown`, `reason.missing`,
   * `refund.too-much`, `refund.whole-only`, `refund.not-there`.
   */
  refund(cause: Cause, wish: RefundWish): Promise<void>;
  /** Carries a refund out at the provider; safe to repeat. */
  carryOut(refundId: number): Promise<void>;
}

export interface RefundParts extends SettleParts {
  db: Database;
  once: Once;
  audit: Audit;
  users: Pick<UserService, 'demand'>;
  queue: Pick<Queue, 'enqueue'>;
  logger: Pick<Logger, 'error'>;
  providers: readonly RemoteProvider[];
}

/**
 * The sum that could still be given back of a payment, and where it would go. Of what became a balance that is what is still
 * there, where its provider gives back at all.
 */
export function refundable(
  payment: Payment,
  refunds: readonly Refund[],
  { canGiveBack, balanceMinor }: { canGiveBack: boolean; balanceMinor: number },
): { leftMinor: number; to: Refund['destination'] } {
  const to = canGiveBack ? 'payer' : 'balance';
  const isPaid = payment.status === 'paid' && !payment.isDisputed;
  if (isPaid && canGiveBack && isOnBalance(payment)) {
    const left = leftOf(payment, refunds);
    const isThere = !isWholeOnly(payment) || balanceMinor >= left;
    return { leftMinor: isThere ? Math.min(left, balanceMinor) : 0, to };
  }
  const isKept = isPaid && isForOrder(payment);
  if (!isKept || (to === 'balance' && payment.userId === null)) return { leftMinor: 0, to };
  return { leftMinor: leftOf(payment, refunds), to };
}

function isWholeOnly({ provider }: Payment): boolean {
  return findProvider(provider)?.traits.refunds === 'whole';
}

/** The sum that has neither gone back nor is on its way. */
export function leftOf(payment: Payment, refunds: readonly Refund[]): number {
  const taken = refunds.filter(({ status, currency }) => status !== 'failed' && currency === null);
  return payment.amountMinor - taken.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}

/** Notes a refund and the job that carries it out. */
export async function requestRefund(
  tx: Transaction,
  { clock, queue }: Pick<RefundParts, 'clock' | 'queue'>,
  wanted: { payment: Payment; amountMinor: number; reason: string; actorId: number },
): Promise<Refund> {
  const { payment, amountMinor, reason, actorId } = wanted;
  const now = clock.now();
  const row = await insertRefund(tx, {
    paymentId: payment.id,
    provider: payment.provider,
    reference: randomUUID(),
    amountMinor,
    status: 'requested',
    reason,
    requestedBy: actorId,
    createdAt: now,
    updatedAt: now,
  });
  await queue.enqueue(tx, refundJob({ refundId: row.id }, payment.id));
  return row;
}

export function createRefunds(parts: RefundParts, canGiveBack: (provider: string) => boolean): MoneyRefunds {
  const { db, clock, once, audit, users, ledger, logger } = parts;
  const remotes = new Map(parts.providers.map((provider) => [provider.name as string, provider]));
  return { refund, carryOut };

  async function refund(cause: Cause, wish: RefundWish): Promise<void> {
    const { paymentId, amountMinor } = wish;
    await once.apply(cause, 'refund', async (tx) => {
      await users.demand(cause.actorId, 'manage money', tx);
      const reason = demandReason(wish.reason);
      const { payment, order } = await lockBoth(tx, paymentId);
      const refunds = await listRefundsOf(tx, [paymentId]);
      const ownerId = isOnBalance(payment) ? ownerOf({ payment, order }) : null;
      const balanceMinor = ownerId === null ? 0 : await ledger.lockBalance(tx, ownerId, payment.currency);
      const able = { canGiveBack: canGiveBack(payment.provider), balanceMinor };
      const { leftMinor, to } = refundable(payment, refunds, able);
      if (leftMinor === 0) throw new Refusal('conflict', 'refund.not-there');
      if (amountMinor < 1 || amountMinor > leftMinor) throw new Refusal('invalid', 'refund.too-much');
      if (isWholeOnly(payment) && amountMinor !== payment.amountMinor)
        throw new Refusal('invalid', 'refund.whole-only');
      await audit.record(tx, {
        actorId: cause.actorId,
        action: to === 'payer' ? 'refund' : 'refund to balance',
        subject: `payment ${paymentId}`,
        after: { amountMinor, currency: payment.currency, reason },
      });
      const wanted = { payment, amountMinor, reason, actorId: cause.actorId };
      if (to === 'payer') {
        const { id: refundId } = await requestRefund(tx, parts, wanted);
        if (ownerId !== null) await holdBack(tx, parts, { refundId, payment, ownerId, minor: amountMinor });
      } else await moveToBalance(tx, { ...wanted, order });
      return true;
    });
  }

  async function lockBoth(tx: Transaction, paymentId: number) {
    const found = await findPayment(tx, paymentId);
    if (found === undefined) throw new Refusal('missing', 'payment.unknown');
    // The order first: whoever settles locks in this order too.
    const order = found.orderId === null ? undefined : await lockOrder(tx, found.orderId);
    return { order, payment: await lockPayment(tx, paymentId) };
  }

  /** The same as a refund in every respect, but that the money stays with us, as the person's own. */
  async function moveToBalance(
    tx: Transaction,
    wanted: {
      payment: Payment;
      order: Order | undefined;
      amountMinor: number;
      reason: string;
      actorId: number;
    },
  ): Promise<void> {
    const { payment, order, amountMinor, reason, actorId } = wanted;
    const now = clock.now();
    const row = await insertRefund(tx, {
      paymentId: payment.id,
      provider: payment.provider,
      amountMinor,
      status: 'succeeded',
      destination: 'balance',
      reason,
      requestedBy: actorId,
      createdAt: now,
      updatedAt: now,
    });
    const after = await bookGone(tx, parts, { facts: { truth: {}, payment, order }, row });
    if (order !== undefined) await alignAccess(tx, parts, { payment: after, order });
  }

  async function carryOut(refundId: number): Promise<void> {
    const row = await findRefund(db, refundId);
    if (row === undefined || row.status !== 'requested') return;
    const payment = await findPayment(db, row.paymentId);
    if (payment === undefined || payment.objectId === null) throw new Error('A refund of nothing');
    try {
      await followRefund(payment, await askFor(row, payment));
    } catch (error) {
      if (!(error instanceof ProviderRefusal)) throw error;
      const why = whyOf(error.details);
      logger.error({ refund: row.id, provider: row.provider, why, err: error }, 'a refund was refused');
      await db.transaction((tx) => giveUp(tx, row, why));
    }
  }

  async function giveUp(tx: Transaction, row: Refund, why: string | undefined): Promise<void> {
    const { payment } = await lockBoth(tx, row.paymentId);
    const failedBecause = why ?? null;
    await writeRefund(tx, row.id, { status: 'failed', failedBecause, updatedAt: clock.now() });
    await reopen(tx, payment);
    await letGo(tx, parts, row.id);
    await parts.notices.toAdmins(tx, { what: 'refund-failed', paymentId: payment.id, why });
  }

  async function askFor(row: Refund, payment: Payment): Promise<RefundTruth> {
    const { amountMinor, reason } = row;
    // What was paid from the balance goes back there, which is a line in our own books.
    if (isHere(payment.provider)) return { objectId: `refund ${row.id}`, amountMinor, state: 'succeeded' };
    const provider = remotes.get(payment.provider);
    if (provider === undefined) throw new Error(`${payment.provider} is not configured any more`);
    const { objectId, chargeRef, userId, currency } = payment;
    return await provider.refund({
      key: row.reference ?? `refund:${row.id}`,
      payment: { objectId: objectId as string, chargeRef, userId },
      money: { minor: amountMinor, currency },
      isFraud: reason === fraudReason,
    });
  }

  async function followRefund(payment: Payment, refundTruth: RefundTruth): Promise<void> {
    const { provider, objectId, amountMinor, currency } = payment;
    const truth = {
      objectId: objectId as string,
      reference: undefined,
      isOurs: true,
      state: 'paid' as const,
      money: { minor: amountMinor, currency },
      refunds: [refundTruth],
    };
    const remote = remotes.get(provider);
    const source = { name: remote?.name ?? ('balance' as const), isLive: remote?.isLive ?? true };
    await db.transaction((tx) => settle(tx, parts, { source, truth }));
  }
}
