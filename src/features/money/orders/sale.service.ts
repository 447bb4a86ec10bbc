import type { Clock } from '../../../platform/clock.ts';
import type { Database, Db } from '../../../platform/db.ts';
import type { Currency } from '../../../platform/money.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { PlanService } from '../../plans/service.ts';
import type { User, UserService } from '../../users/service.ts';
import type { Ledger } from '../ledger/service.ts';
import type { PromoService } from '../promo-codes/service.ts';
import { freeName, isHere, providerBy, type Way } from '../providers/registry.ts';
import type { Beginnings } from './beginning.service.ts';
import type { Choice, Offers } from './offers.service.ts';
import type { insertOrder, Order } from './queries.ts';
import { soldOf } from './sold.rules.ts';

/** The terms of a sale, frozen. */
export type Terms = Parameters<typeof insertOrder>[1] &
  Pick<Order, 'days' | 'trafficBytes' | 'trafficMode' | 'promoId'>;

const offerMinutes = 35;

/** Whether something can be sold to somebody, and on what terms. */
interface Sale {
  /** Refuses whoever may buy nothing: `not-allowed`, `not-admitted`. */
  demandBuyer(userId: number, at: Db): Promise<User>;
  /** What is sold. Refuses `plan.unknown`, `order.needless`, `order.way-gone`, `order.price-changed` and what a code is refused for. */
  termsOf(userId: number, choice: Choice, at: Db): Promise<Terms>;
  /** The days of one period of what buys again by itself. Refuses `renewal.not-for-this`. */
  demandRenewable(terms: Terms): number;
  /** Refuses what placing the order would refuse, `balance.too-little` too; nothing is changed by asking. */
  demandPossible(userId: number, choice: Choice): Promise<void>;
}

export function createSale(parts: {
  db: Database;
  clock: Clock;
  users: Pick<UserService, 'get'>;
  plans: Pick<PlanService, 'getOnSale'>;
  promos: Pick<PromoService, 'recall'>;
  ledger: Pick<Ledger, 'balance'>;
  offers: Offers;
  beginnings: Beginnings;
  ways: readonly Way[];
}): Sale {
  const { db, clock, users, plans, promos, ledger, offers } = parts;
  return { demandBuyer, termsOf, demandRenewable, demandPossible };

  async function demandBuyer(userId: number, at: Db): Promise<User> {
    const person = await users.get(userId, at);
    if (person.blockedAt !== null) throw new Refusal('forbidden', 'not-allowed');
    if (person.admittedAt === null) throw new Refusal('forbidden', 'not-admitted');
    return person;
  }

  async function termsOf(
    userId: number,
    { planId, promoId, way, renews, begins, shownMinor, currency }: Choice,
    at: Db,
  ): Promise<Terms> {
    const plan = await plans.getOnSale(planId, at);
    await offers.demandUseful(userId, { plan, renews }, at);
    const promo = promoId === undefined ? undefined : await promos.recall(userId, promoId, at);
    const quote =
      way === 'free'
        ? offers.freeQuoteFor(plan, promo)
        : offers.quoteFor(plan, promo, { way, currency, renews });
    if (quote === undefined || (way !== 'free' && !parts.ways.includes(way)))
      throw new Refusal('conflict', 'order.way-gone');
    if (quote.totalMinor !== shownMinor) throw new Refusal('conflict', 'order.price-changed');
    const now = clock.now();
    const beginning = begins === 'now' ? await parts.beginnings.of(userId, plan, at) : undefined;
    return {
      userId,
      ...soldOf(plan),
      converts: beginning?.converts ?? null,
      ...quote,
      promoId: promo?.id ?? null,
      provider: quote.totalMinor === 0 ? freeName : providerBy(way).name,
      status: 'pending' as const,
      expiresAt: new Date(now.getTime() + offerMinutes * 60_000),
      createdAt: now,
      updatedAt: now,
    };
  }

  function demandRenewable({ days, totalMinor, currency, provider, promoId }: Terms): number {
    const money = { minor: totalMinor, currency: currency as Currency };
    if (days === null || promoId !== null || !offers.canRenew(provider, { days, money }))
      throw new Refusal('conflict', 'renewal.not-for-this');
    return days;
  }

  async function demandPossible(userId: number, choice: Choice): Promise<void> {
    await demandBuyer(userId, db);
    const terms = await termsOf(userId, choice, db);
    if (choice.renews) demandRenewable(terms);
    if (!isHere(terms.provider)) return;
    const has = await ledger.balance(userId, terms.currency as Currency);
    if (has < terms.totalMinor) throw new Refusal('conflict', 'balance.too-little');
  }
}
