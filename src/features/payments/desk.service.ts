import type { Database, Transaction } from '../../platform/db.ts';
import type { Currency, Money } from '../../platform/money.ts';
import type { Cause, Once } from '../../platform/once.ts';
import type { Queue } from '../../platform/queue.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Audit } from '../audit/service.ts';
import type { Ledger } from '../ledger/service.ts';
import type { UserService } from '../users/service.ts';
import { countGifts, countPurchases } from './gift.queries.ts';
import { giftLimits, isReason } from './gift.limits.ts';
import { refundJob } from './jobs.ts';
import { ProviderRefusal, type RefundTruth, type RemoteProvider } from './provider.ts';
import {
  findOrder,
  findPayment,
  findRefund,
  type Income,
  incomeSince,
  insertRefund,
  listPayments,
  listRefundsOf,
  lockOrder,
  lockPayment,
  type Order,
  type Payment,
  type Refund,
  writeRefund,
} from './queries.ts';
import { settle } from './settle.ts';
import type { SettleParts } from './settlement.ts';

export type { Income, Payment, Refund };

/** One payment's whole story. */
export interface PaymentStory {
  payment: Payment;
  order: Order | undefined;
  refunds: Refund[];
  /** What could still be given back from here. */
  refundableMinor: number;
}

/** What somebody has with us, how often they bought, and how often staff gave them access. */
export interface Standing {
  balances: Money[];
  purchases: number;
  gifts: number;
}

/** What admins do with money. Everything refuses `not-allowed` for everybody else. */
export interface MoneyDesk {
  list(
    actorId: number,
    wanted: { userId?: number; isReview?: boolean; offset: number; limit: number },
  ): Promise<{ rows: Payment[]; total: number }>;
  /** Refuses `payment.unknown`. */
  story(actorId: number, paymentId: number): Promise<PaymentStory>;
  /**
   * Has money given back: noted here, done by a job, followed when the provider says so. Refuses `payment.unknown`,
   * `refund.too-much`, `refund.whole-only`, `refund.not-there`.
   */
  refund(cause: Cause, wanted: { paymentId: number; amountMinor: number; reason: string }): Promise<void>;
  /** Carries a refund out at the provider; safe to repeat. */
  carryOut(refundId: number): Promise<void>;
  /** Gives days and traffic without money. Refuses `grant.bad-value`, `user.unknown`. */
  grant(
    cause: Cause,
    gift: { userId: number; days: number | null; trafficBytes: number | null; reason: string },
  ): Promise<void>;
  /** Gives somebody money with us. Refuses `grant.bad-value`, `user.unknown`. */
  topUp(cause: Cause, gift: { userId: number; money: Money; reason: string }): Promise<void>;
  /** What money says of somebody. */
  standing(actorId: number, userId: number): Promise<Standing>;
  /** What came in and went back since a moment, by currency. */
  income(actorId: number, since: Date): Promise<Income[]>;
}

export function createMoneyDesk(
  parts: SettleParts & {
    db: Database;
    once: Once;
    audit: Audit;
    users: Pick<UserService, 'demand' | 'get'>;
    ledger: Pick<Ledger, 'balances'>;
    queue: Pick<Queue, 'enqueue'>;
    providers: readonly RemoteProvider[];
    tell: (
      tx: Transaction,
      notice: { userId: number; kind: 'credit'; details: Record<string, string> },
    ) => Promise<void>;
  },
): MoneyDesk {
  const { db, clock, once, audit, users, queue, ledger, subscriptions, tell } = parts;
  const remotes = new Map(parts.providers.map((provider) => [provider.name as string, provider]));

  async function story(actorId: number, paymentId: number): Promise<PaymentStory> {
    await users.demand(actorId, 'manage money');
    const payment = await findPayment(db, paymentId);
    if (payment === undefined) throw new Refusal('missing', 'payment.unknown');
    const order = payment.orderId === null ? undefined : await findOrder(db, payment.orderId);
    const refunds = await listRefundsOf(db, [paymentId]);
    return { payment, order, refunds, refundableMinor: refundable(payment, refunds) };
  }

  function refundable(payment: Payment, refunds: readonly Refund[]): number {
    const isDone = payment.status === 'paid' && payment.reason !== 'second' && !payment.isDisputed;
    const canGiveBack = payment.provider === 'balance' || remotes.has(payment.provider);
    if (!isDone || !canGiveBack || payment.provider === 'crypto-pay') return 0;
    const taken = refunds.filter(({ status }) => status !== 'failed');
    return payment.amountMinor - taken.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  }

  async function refund(
    cause: Cause,
    { paymentId, amountMinor, reason }: { paymentId: number; amountMinor: number; reason: string },
  ): Promise<void> {
    await once.apply(cause, 'refund', async (tx) => {
      await users.demand(cause.actorId, 'manage money', tx);
      const found = await findPayment(tx, paymentId);
      if (found === undefined) throw new Refusal('missing', 'payment.unknown');
      // The order first: whoever settles locks in this order too.
      if (found.orderId !== null) await lockOrder(tx, found.orderId);
      const payment = await lockPayment(tx, paymentId);
      const left = refundable(payment, await listRefundsOf(tx, [paymentId]));
      if (left === 0) throw new Refusal('conflict', 'refund.not-there');
      if (amountMinor < 1 || amountMinor > left) throw new Refusal('invalid', 'refund.too-much');
      if (payment.provider === 'stars' && amountMinor !== payment.amountMinor)
        throw new Refusal('invalid', 'refund.whole-only');
      const now = clock.now();
      const row = await insertRefund(tx, {
        paymentId,
        provider: payment.provider,
        amountMinor,
        status: 'requested',
        reason,
        requestedBy: cause.actorId,
        createdAt: now,
        updatedAt: now,
      });
      await audit.record(tx, {
        actorId: cause.actorId,
        action: 'refund',
        subject: `payment ${paymentId}`,
        after: { amountMinor, currency: payment.currency, reason },
      });
      await queue.enqueue(tx, refundJob.name, { refundId: row.id }, { key: `payment ${paymentId}` });
      return true;
    });
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
      await db.transaction(async (tx) => {
        await writeRefund(tx, refundId, { status: 'failed', updatedAt: clock.now() });
        await parts.news.toAdmins(tx, { what: 'refund-failed', paymentId: payment.id });
      });
    }
  }

  async function askFor(row: Refund, payment: Payment): Promise<RefundTruth> {
    const { amountMinor, reason } = row;
    // What was paid from the balance goes back there, which is a line in our own books.
    if (payment.provider === 'balance')
      return { objectId: `refund ${row.id}`, amountMinor, state: 'succeeded' };
    const provider = remotes.get(payment.provider);
    if (provider === undefined) throw new Error(`${payment.provider} is not configured any more`);
    const { objectId, chargeRef, userId, currency } = payment;
    return await provider.refund({
      key: `refund:${row.id}`,
      payment: { objectId: objectId as string, chargeRef, userId },
      money: { minor: amountMinor, currency },
      reason,
    });
  }

  async function followRefund(payment: Payment, refundTruth: RefundTruth): Promise<void> {
    const { provider, objectId, orderId, amountMinor, currency } = payment;
    const truth = {
      objectId: objectId as string,
      orderId: orderId ?? undefined,
      state: 'paid' as const,
      money: { minor: amountMinor, currency },
      refunds: [refundTruth],
    };
    const remote = remotes.get(provider);
    const source = { name: remote?.name ?? ('balance' as const), isLive: remote?.isLive ?? true };
    await db.transaction((tx) => settle(tx, parts, { source, truth }));
  }

  async function grant(
    cause: Cause,
    gift: { userId: number; days: number | null; trafficBytes: number | null; reason: string },
  ): Promise<void> {
    const { userId, days, trafficBytes, reason } = gift;
    await once.apply(cause, 'manual grant', async (tx) => {
      await users.demand(cause.actorId, 'manage money', tx);
      const isPossible = isWithin(days, giftLimits.days) && isWithin(trafficBytes, mostBytes);
      if (!isPossible || !isReason(reason)) throw new Refusal('invalid', 'grant.bad-value');
      await users.get(userId, tx);
      const source = { userId, source: 'admin' as const, reason: `given in ${cause.key}` };
      await subscriptions.grant(tx, { ...source, days, trafficBytes });
      await audit.record(tx, {
        actorId: cause.actorId,
        action: 'manual grant',
        subject: `user ${userId}`,
        after: { days, trafficBytes, reason },
      });
      await tell(tx, { userId, kind: 'credit', details: { what: 'days', days: String(days ?? 0) } });
      return true;
    });
  }

  async function topUp(
    cause: Cause,
    { userId, money, reason }: { userId: number; money: Money; reason: string },
  ): Promise<void> {
    await once.apply(cause, 'top up', async (tx) => {
      await users.demand(cause.actorId, 'manage money', tx);
      const isPossible = isWithin(money.minor, giftLimits.minor);
      if (!isPossible || !isReason(reason)) throw new Refusal('invalid', 'grant.bad-value');
      await users.get(userId, tx);
      await ledger.move(tx, {
        key: `top up in ${cause.key}`,
        debit: 'gifts',
        credit: `user:${userId}`,
        money,
        userId,
        note: reason,
      });
      await audit.record(tx, {
        actorId: cause.actorId,
        action: 'top up',
        subject: `user ${userId}`,
        after: { ...money, reason },
      });
      const details = { what: 'money', minor: String(money.minor), currency: money.currency as Currency };
      await tell(tx, { userId, kind: 'credit', details });
      return true;
    });
  }

  return {
    async list(actorId, wanted) {
      await users.demand(actorId, 'manage money');
      return await listPayments(db, wanted);
    },
    story,
    refund,
    carryOut,
    grant,
    topUp,
    async standing(actorId, userId) {
      await users.demand(actorId, 'manage money');
      const [balances, purchases, gifts] = await Promise.all([
        ledger.balances(userId),
        countPurchases(db, userId),
        countGifts(db, userId),
      ]);
      return { balances, purchases, gifts };
    },
    async income(actorId, since) {
      await users.demand(actorId, 'manage money');
      return await incomeSince(db, since);
    },
  };
}

const mostBytes = giftLimits.gigabytes * 1024 ** 3;

function isWithin(value: number | null, most: number): boolean {
  return value === null || (Number.isSafeInteger(value) && value >= 1 && value <= most);
}
