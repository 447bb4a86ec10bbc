import type { Clock } from '../../platform/clock.ts';
import type { Database, Db, Transaction } from '../../platform/db.ts';
import { type Currency, stars } from '../../platform/money.ts';
import type { Cause, Once } from '../../platform/once.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Ledger } from '../ledger/service.ts';
import type { Payment, PaymentService } from '../payments/service.ts';
import type { Plan, PlanService } from '../plans/service.ts';
import type { Promo, PromoService } from '../promo-codes/service.ts';
import type { Subscription, SubscriptionService } from '../subscriptions/service.ts';
import type { UserService } from '../users/service.ts';
import {
  countOrders,
  findOrder,
  findPendingOrder,
  insertOrder,
  listOrders,
  lockBuyer,
  type Order,
} from './queries.ts';
import { createPricing, type Quote } from './price.ts';
import { providerOf, type Way } from './ways.ts';

export type { Order, Quote, Way };

/** What somebody looks at before choosing how to pay. */
export interface Offer {
  plan: Plan;
  promo: Promo | undefined;
  /** In the order in which they are offered, each with what it costs that way. */
  ways: { way: Way; quote: Quote }[];
}

/** One purchase with everything that is known of it. */
export interface OrderView {
  order: Order;
  payment: Payment | undefined;
  subscription: Subscription | undefined;
}

/** What somebody decided to buy. Without a way: whatever their code has made free. */
export interface Choice {
  planId: number;
  promoId: number | undefined;
  way: Way;
  /** The total that was shown, in the smallest unit; a purchase at another one is refused. */
  shownMinor: number;
}

export interface OrderService {
  /** The plan, what it costs by each way, and the code. Refuses `plan.unknown` and what the code is refused for. */
  offer(userId: number, wanted: { planId: number; promoId: number | undefined }): Promise<Offer>;
  /**
   * Makes the actor's one pending order, or answers the one that is the same; another one is closed first. Paid at
   * once from the balance or when it is free. Refuses `not-admitted`, `plan.unknown`, `order.price-changed`,
   * `order.way-gone`, `balance.too-little` and what a code is refused for.
   */
  place(cause: Cause, choice: Choice): Promise<OrderView>;
  /** The actor's order; refuses `order.unknown`, also for somebody else's. */
  view(userId: number, orderId: number): Promise<OrderView>;
  pending(userId: number): Promise<Order | undefined>;
  list(userId: number, page: { offset: number; limit: number }): Promise<{ orders: Order[]; total: number }>;
  /** Asks for the way to pay once more, for an order whose provider did not answer. */
  reopen(userId: number, orderId: number): Promise<OrderView>;
  /** Asks the provider now what became of it. */
  check(userId: number, orderId: number): Promise<OrderView>;
  /** Gives the purchase up; what was paid meanwhile counts. */
  cancel(userId: number, orderId: number): Promise<OrderView>;
}

const offerMinutes = 35;

export function createOrderService(parts: {
  db: Database;
  clock: Clock;
  once: Once;
  users: Pick<UserService, 'get'>;
  plans: Pick<PlanService, 'getOnSale'>;
  promos: Pick<PromoService, 'recall' | 'reserve' | 'discount'>;
  payments: PaymentService;
  ledger: Pick<Ledger, 'balance'>;
  subscriptions: Pick<SubscriptionService, 'find'>;
  serviceName: string;
  /** In the order in which they are offered. */
  ways: readonly Way[];
  /** What cards, crypto and the balance are priced in. */
  currency: Currency;
}): OrderService {
  const { db, clock, once, users, plans, promos, payments, ledger, subscriptions } = parts;

  const priceOf = createPricing(promos.discount);
  const currencyOf = (way: Way): Currency => (way === 'stars' ? stars : parts.currency);

  async function offer(
    userId: number,
    { planId, promoId }: { planId: number; promoId: number | undefined },
  ): Promise<Offer> {
    const plan = await plans.getOnSale(planId);
    const promo = promoId === undefined ? undefined : await promos.recall(userId, promoId);
    const priced = parts.ways.flatMap((way) => {
      const quote = priceOf(plan, promo, currencyOf(way));
      return quote === undefined ? [] : [{ way, quote }];
    });
    const paying = priced.filter(({ quote }) => quote.totalMinor > 0);
    const free = priced.find(({ quote }) => quote.totalMinor === 0);
    const balance = await ledger.balance(userId, parts.currency);
    const ways = paying.filter(({ way, quote }) => way !== 'balance' || quote.totalMinor <= balance);
    if (promo !== undefined && priced.every(({ quote }) => quote.discountMinor === 0))
      throw new Refusal('conflict', 'promo.not-for-this');
    return { plan, promo, ways: free === undefined ? ways : [{ way: 'free', quote: free.quote }] };
  }

  async function place(cause: Cause, choice: Choice): Promise<OrderView> {
    const userId = cause.actorId;
    const before = await findPendingOrder(db, userId);
    if (before !== undefined && !(await isSame(before, choice))) await payments.close(before.id);
    const placed = await once.apply(cause, 'place order', (tx) => add(tx, userId, choice));
    if (placed.paymentId !== null) await tryToOpen(placed.paymentId);
    return await view(userId, placed.orderId);
  }

  async function isSame(order: Order, { planId, promoId, way, shownMinor }: Choice): Promise<boolean> {
    const { planVersion, totalMinor, expiresAt, provider } = order;
    if (order.planId !== planId || (order.promoId ?? undefined) !== promoId) return false;
    if (provider !== providerOf(way) || totalMinor !== shownMinor) return false;
    const plan = await plans.getOnSale(planId);
    return plan.version === planVersion && expiresAt.getTime() > clock.now().getTime() + 5 * 60_000;
  }

  async function add(
    tx: Transaction,
    userId: number,
    choice: Choice,
  ): Promise<{ orderId: number; paymentId: number | null }> {
    await lockBuyer(tx, userId);
    const person = await users.get(userId, tx);
    if (person.blockedAt !== null) throw new Refusal('forbidden', 'not-allowed');
    if (person.admittedAt === null) throw new Refusal('forbidden', 'not-admitted');
    const before = await findPendingOrder(tx, userId);
    if (before !== undefined) return await again(tx, before);
    const order = await insertOrder(tx, await termsOf(tx, userId, choice));
    if (order.promoId !== null)
      await promos.reserve(tx, { promoId: order.promoId, userId, orderId: order.id });
    if (order.provider === 'balance' || order.provider === 'free') {
      await payments.payHere(tx, order);
      return { orderId: order.id, paymentId: null };
    }
    const language = person.language ?? (person.languageCode?.startsWith('en') === true ? 'en' : 'ru');
    const name = order.planNames[language];
    const payment = await payments.begin(tx, order, {
      key: `order:${order.id}`,
      orderId: order.id,
      userId,
      money: { minor: order.totalMinor, currency: order.currency },
      title: name,
      description: `${parts.serviceName}: ${name}`,
      language,
      expiresAt: order.expiresAt.toISOString(),
    });
    return { orderId: order.id, paymentId: payment.id };
  }

  /** The pending order that is there is the one: it was asked for twice at once, or is the same. */
  async function again(tx: Db, before: Order): Promise<{ orderId: number; paymentId: number | null }> {
    return { orderId: before.id, paymentId: (await payments.find(before.id, tx))?.id ?? null };
  }

  /** What is sold, frozen. */
  async function termsOf(tx: Transaction, userId: number, { planId, promoId, way, shownMinor }: Choice) {
    const plan = await plans.getOnSale(planId, tx);
    const promo = promoId === undefined ? undefined : await promos.recall(userId, promoId, tx);
    const quote = way === 'free' ? freeQuote(plan, promo) : priceOf(plan, promo, currencyOf(way));
    if (quote === undefined || (way !== 'free' && !parts.ways.includes(way)))
      throw new Refusal('conflict', 'order.way-gone');
    if (quote.totalMinor !== shownMinor) throw new Refusal('conflict', 'order.price-changed');
    const now = clock.now();
    return {
      userId,
      planId: plan.id,
      planCode: plan.code,
      planVersion: plan.version,
      planNames: plan.names,
      days: plan.days,
      trafficBytes: plan.trafficBytes,
      ...quote,
      promoId: promo?.id ?? null,
      provider: quote.totalMinor === 0 ? 'free' : providerOf(way),
      status: 'pending' as const,
      expiresAt: new Date(now.getTime() + offerMinutes * 60_000),
      createdAt: now,
      updatedAt: now,
    };
  }

  function freeQuote(plan: Plan, promo: Promo | undefined): Quote | undefined {
    return parts.ways
      .map((way) => priceOf(plan, promo, currencyOf(way)))
      .find((quote) => quote?.totalMinor === 0);
  }

  /** A provider that is away is no reason to lose the order: it is asked again by itself. */
  async function tryToOpen(paymentId: number): Promise<void> {
    await payments.open(paymentId).catch((error: unknown) => payments.onAway(error));
  }

  async function view(userId: number, orderId: number): Promise<OrderView> {
    const order = await findOrder(db, orderId);
    if (order === undefined || order.userId !== userId) throw new Refusal('missing', 'order.unknown');
    const [payment, subscription] = await Promise.all([payments.find(orderId), subscriptions.find(userId)]);
    return { order, payment, subscription };
  }

  async function reopen(userId: number, orderId: number): Promise<OrderView> {
    const { payment } = await view(userId, orderId);
    if (payment?.status === 'creating') await tryToOpen(payment.id);
    return await view(userId, orderId);
  }

  async function check(userId: number, orderId: number): Promise<OrderView> {
    const { payment } = await view(userId, orderId);
    if (payment !== undefined)
      await payments.look(payment.id).catch((error: unknown) => payments.onAway(error));
    return await view(userId, orderId);
  }

  async function cancel(userId: number, orderId: number): Promise<OrderView> {
    const { order } = await view(userId, orderId);
    if (order.status === 'pending') await payments.close(orderId);
    return await view(userId, orderId);
  }

  return {
    offer,
    place,
    view,
    pending: (userId) => findPendingOrder(db, userId),
    list: async (userId, { offset, limit }) => ({
      orders: await listOrders(db, { userId, offset, limit }),
      total: await countOrders(db, userId),
    }),
    reopen,
    check,
    cancel,
  };
}
