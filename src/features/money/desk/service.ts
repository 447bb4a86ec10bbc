import type { Transaction } from '../../../platform/db.ts';
import type { Money } from '../../../platform/money.ts';
import type { Notice } from '../../../platform/notices.ts';
import { creditNotice } from '../payments/notices.ts';
import type { Cause } from '../../../platform/once.ts';
import type { Queue } from '../../../platform/queue.ts';
import { readReason } from '../../../platform/reason.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { countGifts, countPurchases } from './gifts/queries.ts';
import { createTakenGifts, type TakenGifts } from './gifts/taken.service.ts';
import { giftLimits } from './gifts/rules.ts';
import type { Ledger } from '../ledger/service.ts';
import type { SubscriptionService } from '../../subscriptions/service.ts';
import type { User, UserService } from '../../users/service.ts';
import { listPayments, type PaymentPage, type Revenue, revenueBetween, searchPayments } from './queries.ts';
import { type RevenuePeriod, rangeOf } from './reports/periods.rules.ts';
import { findPayment, listRefundsOf, type Payment, type Refund } from '../settlement/queries.ts';
import { findProvider } from '../providers/registry.ts';
import { createPayouts, type MoneyPayouts, type PayoutParts } from './payouts/service.ts';
import { createRefunds, type MoneyRefunds, refundable, type RefundParts } from './refunds/service.ts';
import { choicesFor, type ReviewChoice } from './reviews/rules.ts';
import { createReviews, type MoneyReviews } from './reviews/service.ts';
import { ownerOf } from '../settlement/reversal.rules.ts';
import type { SettleParts } from '../settlement/case.rules.ts';
import { readStory, type StoryEvent } from './stories/service.ts';
import { findOrder, listOrdersBy, type Order } from '../orders/queries.ts';

export type { Order, Payment, Refund, Revenue };

/** One payment's whole story. */
export interface PaymentStory {
  payment: Payment;
  order: Order | undefined;
  /** What the payer is called, where the bot knows them. */
  payer: string | undefined;
  refunds: Refund[];
  /** Oldest first. */
  events: StoryEvent[];
  /** What could still be given back from here, and where it would go. */
  refundable: { leftMinor: number; to: Refund['destination'] };
  /** What may be decided about it. */
  choices: readonly ReviewChoice[];
}

/** One page of payments, and how many of all wait for a person. */
export interface PaymentList {
  rows: Payment[];
  total: number;
  waiting: number;
}

/** One page of what somebody paid, with the orders that it was for. */
export interface Purchases {
  person: User;
  balances: Money[];
  /** What they owe us. */
  debts: Money[];
  orders: Order[];
  rows: Payment[];
  total: number;
}

/** A person's standing: what they have with us, how often they bought, and how often staff gave them something that they still have. */
export interface Standing {
  balances: Money[];
  /** What they owe us. */
  debts: Money[];
  /** Of the balances what can be neither spent nor given back, but paid out by hand. */
  stuck: Money[];
  purchases: number;
  gifts: number;
}

/** The admins' desk for money. Everything refuses `not-allowed` for everybody else. */
export interface MoneyDesk extends MoneyRefunds, MoneyReviews, MoneyPayouts, TakenGifts {
  list(actorId: number, wanted: Omit<PaymentPage, 'userId'>): Promise<PaymentList>;
  /** Up to ten, by the number of a payment, an order or a person, an @name, or the provider's name for it. */
  search(actorId: number, query: string): Promise<Payment[]>;
  /** What one person bought and paid. Refuses `user.unknown`. */
  purchases(actorId: number, userId: number, page: { offset: number; limit: number }): Promise<Purchases>;
  /** Refuses `payment.unknown`. */
  story(actorId: number, paymentId: number): Promise<PaymentStory>;
  /** Gives days and traffic without money. Refuses `grant.bad-value`, `grant.needless`, `user.unknown`. */
  grant(
    cause: Cause,
    gift: { userId: number; days: number | null; trafficBytes: number | null; reason: string },
  ): Promise<void>;
  /** Gives somebody money with us. Refuses `grant.bad-value`, `user.unknown`. */
  topUp(cause: Cause, gift: { userId: number; money: Money; reason: string }): Promise<void>;
  /** What money says of somebody. */
  standing(actorId: number, userId: number): Promise<Standing>;
  /** What came in and went back in a period, by currency and provider. */
  revenue(actorId: number, period: RevenuePeriod): Promise<{ from: Date; to: Date; rows: Revenue[] }>;
}

interface Credit {
  userId: number;
  minor: number;
  currency: string;
}

export function createMoneyDesk(
  parts: RefundParts & {
    users: Pick<UserService, 'demand' | 'get' | 'find'>;
    ledger: SettleParts['ledger'] & Pick<Ledger, 'balances' | 'debts'>;
    subscriptions: SettleParts['subscriptions'] & Pick<SubscriptionService, 'wouldAdd'>;
    canSpend: PayoutParts['canSpend'];
    timeZone: string;
    queue: Pick<Queue, 'enqueue' | 'enqueueMissing'>;
    tell: (tx: Transaction, notice: Notice) => Promise<void>;
  },
): MoneyDesk {
  const { db, once, audit, users, ledger, subscriptions, tell } = parts;
  const remotes = new Set(parts.providers.map(({ name }) => name));
  const canGiveBack = (provider: string) => {
    const traits = findProvider(provider)?.traits;
    if (traits === undefined || traits.refunds === 'never') return false;
    // What is not configured any more cannot be asked to.
    return traits.pays === 'here' || remotes.has(provider);
  };
  const tellCredit = (tx: Transaction, { userId, minor, currency }: Credit) =>
    tell(tx, creditNotice(userId, { what: 'money', minor, currency }));

  async function list(actorId: number, wanted: PaymentPage): Promise<PaymentList> {
    await users.demand(actorId, 'manage money');
    const { total: waiting } = await listPayments(db, { filter: 'attention', offset: 0, limit: 1 });
    return { ...(await listPayments(db, wanted)), waiting };
  }

  async function search(actorId: number, query: string): Promise<Payment[]> {
    await users.demand(actorId, 'manage money');
    const wanted = query.replaceAll('\0', '').toWellFormed().trim().slice(0, 200);
    return wanted.replaceAll('@', '') === '' ? [] : await searchPayments(db, wanted, 10);
  }

  async function purchases(
    actorId: number,
    userId: number,
    page: { offset: number; limit: number },
  ): Promise<Purchases> {
    await users.demand(actorId, 'manage money');
    const person = await users.get(userId);
    const { rows, total } = await listPayments(db, { ...page, userId });
    const orderIds = rows.map(({ orderId }) => orderId).filter((id) => id !== null);
    const [balances, debts] = await Promise.all([ledger.balances(userId), ledger.debts(userId)]);
    return { person, balances, debts, rows, total, orders: await listOrdersBy(db, orderIds) };
  }

  async function story(actorId: number, paymentId: number): Promise<PaymentStory> {
    await users.demand(actorId, 'manage money');
    const payment = await findPayment(db, paymentId);
    if (payment === undefined) throw new Refusal('missing', 'payment.unknown');
    const order = payment.orderId === null ? undefined : await findOrder(db, payment.orderId);
    const refunds = await listRefundsOf(db, [paymentId]);
    const canReturn = canGiveBack(payment.provider);
    const ownerId = ownerOf({ payment, order });
    const payer = payment.userId === null ? undefined : await users.find(payment.userId);
    return {
      payment,
      order,
      payer: payer && nameOf(payer),
      refunds,
      events: await readStory(db, { payment, order, refunds }),
      refundable: refundable(payment, refunds, {
        canGiveBack: canReturn,
        balanceMinor: ownerId === null ? 0 : await ledger.balance(ownerId, payment.currency),
      }),
      choices: choicesFor(payment, order, canReturn),
    };
  }

  async function grant(
    cause: Cause,
    gift: { userId: number; days: number | null; trafficBytes: number | null; reason: string },
  ): Promise<void> {
    const { userId, days, trafficBytes } = gift;
    const reason = readReason(gift.reason);
    await once.apply(cause, 'manual grant', async (tx) => {
      await users.demand(cause.actorId, 'manage money', tx);
      const isPossible = isWithin(days, giftLimits.days) && isWithin(trafficBytes, mostBytes);
      if (!isPossible || reason === undefined) throw new Refusal('invalid', 'grant.bad-value');
      await users.get(userId, tx);
      if (!(await subscriptions.wouldAdd(userId, { days, trafficBytes }, tx)))
        throw new Refusal('conflict', 'grant.needless');
      const source = { userId, source: 'admin' as const, reason: `given in ${cause.key}` };
      await subscriptions.grant(tx, { ...source, days, trafficBytes });
      await audit.record(tx, {
        actorId: cause.actorId,
        action: 'manual grant',
        subject: `user ${userId}`,
        after: { days, trafficBytes, reason },
      });
      await tell(tx, creditNotice(userId, { what: 'days', days: days ?? 0 }));
      return true;
    });
  }

  async function topUp(cause: Cause, gift: { userId: number; money: Money; reason: string }): Promise<void> {
    const { userId, money } = gift;
    const reason = readReason(gift.reason);
    await once.apply(cause, 'top up', async (tx) => {
      await users.demand(cause.actorId, 'manage money', tx);
      const isPossible = isWithin(money.minor, giftLimits.minor);
      if (!isPossible || reason === undefined) throw new Refusal('invalid', 'grant.bad-value');
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

  const { stuckOf, payOut } = createPayouts(parts, canGiveBack);
  return {
    list,
    search,
    purchases,
    story,
    ...createRefunds(parts, canGiveBack),
    ...createReviews({ ...parts, tellCredit }, canGiveBack),
    ...createTakenGifts(parts),
    grant,
    topUp,
    payOut,
    async standing(actorId, userId) {
      await users.demand(actorId, 'manage money');
      const [balances, debts, stuck, bought, gifts] = await Promise.all([
        ledger.balances(userId),
        ledger.debts(userId),
        stuckOf(userId),
        countPurchases(db, userId),
        countGifts(db, userId),
      ]);
      return { balances, debts, stuck, purchases: bought, gifts };
    },
    async revenue(actorId, period) {
      await users.demand(actorId, 'manage money');
      const range = rangeOf(period, parts.clock.now(), parts.timeZone);
      return { ...range, rows: await revenueBetween(db, range) };
    },
  };
}

const mostBytes = giftLimits.gigabytes * 1024 ** 3;

function isWithin(value: number | null, most: number): boolean {
  return value === null || (Number.isSafeInteger(value) && value >= 1 && value <= most);
}

function nameOf({ firstName, lastName, username }: User): string {
  const name = [firstName, lastName].filter((part) => part !== null && part !== '').join(' ');
  return username === null ? name : `${name} (@${username})`;
}
