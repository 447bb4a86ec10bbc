import type { Transaction } from '../../platform/db.ts';
import type { Money } from '../../platform/money.ts';
import type { Cause } from '../../platform/once.ts';
import type { Queue } from '../../platform/queue.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { UserService } from '../users/service.ts';
import {
  findOrder,
  findPayment,
  type Income,
  incomeSince,
  listPayments,
  listRefundsOf,
  type Order,
  type Payment,
  type Refund,
} from './queries.ts';
import { createRefunds, type MoneyRefunds, refundable, type RefundParts } from './refund.service.ts';
import { choicesFor, type ReviewChoice } from './review.ts';
import { createReviews, type MoneyReviews } from './review.service.ts';

export type { Income, Order, Payment, Refund };

/** One payment's whole story. */
export interface PaymentStory {
  payment: Payment;
  order: Order | undefined;
  refunds: Refund[];
  /** What could still be given back from here, and where it would go. */
  refundable: { leftMinor: number; to: Refund['destination'] };
  /** What may be decided about it. */
  choices: readonly ReviewChoice[];
}

/** What admins do with money. Everything refuses `not-allowed` for everybody else. */
export interface MoneyDesk extends MoneyRefunds, MoneyReviews {
  list(
    actorId: number,
    wanted: { userId?: number; isReview?: boolean; offset: number; limit: number },
  ): Promise<{ rows: Payment[]; total: number }>;
  /** Refuses `payment.unknown`. */
  story(actorId: number, paymentId: number): Promise<PaymentStory>;
  /** Gives days and traffic without money. Refuses `grant.bad-value`, `user.unknown`. */
  grant(
    cause: Cause,
    gift: { userId: number; days: number | null; trafficBytes: number | null; reason: string },
  ): Promise<void>;
  /** Gives somebody money with us. Refuses `grant.bad-value`, `user.unknown`. */
  topUp(cause: Cause, gift: { userId: number; money: Money; reason: string }): Promise<void>;
  /** What came in and went back since a moment, by currency. */
  income(actorId: number, since: Date): Promise<Income[]>;
}

interface Credit {
  userId: number;
  minor: number;
  currency: string;
}

export function createMoneyDesk(
  parts: RefundParts & {
    users: Pick<UserService, 'demand' | 'get'>;
    queue: Pick<Queue, 'enqueue' | 'enqueueMissing'>;
    tell: (
      tx: Transaction,
      notice: { userId: number; kind: 'credit'; details: Record<string, string> },
    ) => Promise<void>;
  },
): MoneyDesk {
  const { db, once, audit, users, ledger, subscriptions, tell } = parts;
  const remotes = new Set(parts.providers.map(({ name }) => name as string));
  // Crypto Pay takes coins and gives none back; what is not configured any more cannot be asked to.
  const canGiveBack = (provider: string) =>
    provider === 'balance' || (provider !== 'crypto-pay' && remotes.has(provider));
  const tellCredit = (tx: Transaction, { userId, minor, currency }: Credit) =>
    tell(tx, { userId, kind: 'credit', details: { what: 'money', minor: String(minor), currency } });

  async function story(actorId: number, paymentId: number): Promise<PaymentStory> {
    await users.demand(actorId, 'manage money');
    const payment = await findPayment(db, paymentId);
    if (payment === undefined) throw new Refusal('missing', 'payment.unknown');
    const order = payment.orderId === null ? undefined : await findOrder(db, payment.orderId);
    const refunds = await listRefundsOf(db, [paymentId]);
    const canReturn = canGiveBack(payment.provider);
    return {
      payment,
      order,
      refunds,
      refundable: refundable(payment, refunds, canReturn),
      choices: choicesFor(payment, order, canReturn),
    };
  }

  async function grant(
    cause: Cause,
    gift: { userId: number; days: number | null; trafficBytes: number | null; reason: string },
  ): Promise<void> {
    const { userId, days, trafficBytes, reason } = gift;
    await once.apply(cause, 'manual grant', async (tx) => {
      await users.demand(cause.actorId, 'manage money', tx);
      if (!isWithin(days, 3_650) || !isWithin(trafficBytes, 10_000 * 1024 ** 3) || reason.trim() === '')
        throw new Refusal('invalid', 'grant.bad-value');
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
      const isPossible = money.minor >= 1 && money.minor <= 99_999_999;
      if (!isPossible || reason.trim() === '') throw new Refusal('invalid', 'grant.bad-value');
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
      await tellCredit(tx, { userId, ...money });
      return true;
    });
  }

  return {
    async list(actorId, wanted) {
      await users.demand(actorId, 'manage money');
      return await listPayments(db, wanted);
    },
    story,
    ...createRefunds(parts, canGiveBack),
    ...createReviews({ ...parts, tellCredit }, canGiveBack),
    grant,
    topUp,
    async income(actorId, since) {
      await users.demand(actorId, 'manage money');
      return await incomeSince(db, since);
    },
  };
}

function isWithin(value: number | null, most: number): boolean {
  return value === null || (Number.isSafeInteger(value) && value >= 1 && value <= most);
}
