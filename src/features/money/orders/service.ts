import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../platform/clock.ts';
import type { Database, Db, Transaction } from '../../../platform/db.ts';
import type { Currency } from '../../../platform/money.ts';
import type { Cause, Once } from '../../../platform/once.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { Seal } from '../../../platform/seal.ts';
import { languageOf } from '../../../texts/voice.ts';
import type { Ledger } from '../ledger/service.ts';
import type { Payment, PaymentService } from '../payments/service.ts';
import type { PlanService } from '../../plans/service.ts';
import type { PromoService } from '../promo-codes/service.ts';
import type { Periods, Renewal } from '../renewals/periods.service.ts';
import type { RenewalUpkeep } from '../renewals/upkeep.service.ts';
import type { AccessState, Subscription, SubscriptionService } from '../../subscriptions/service.ts';
import type { UserService } from '../../users/service.ts';
import {
  countOrders,
  findCodeOf,
  findOrder,
  findPendingOrder,
  insertOrder,
  listOrders,
  listUnpaid,
  type Order,
} from './queries.ts';
import { type RepeatPurchase, createRepeatPurchase } from './again.service.ts';
import { createBeginnings } from './beginning.service.ts';
import { type Choice, createOffers, type Offer, type OfferRequest } from './offers.service.ts';
import { createSale, type Terms } from './sale.service.ts';
import { isHere, providerBy, type Way } from '../providers/registry.ts';
import { isBlocked, lockBuyer } from './buyers.queries.ts';

export type { Choice, Offer, Order, OfferRequest, Way };

/** One purchase with everything that is known of it. */
export interface OrderView {
  order: Order;
  payment: Payment | undefined;
  subscription: Subscription | undefined;
  /** What the buyer's access is good for now. */
  access: AccessState;
  /** The code that made it cheaper. */
  code?: string | undefined;
}

export interface OrderService extends RepeatPurchase {
  /**
   * The plan, what it costs by each way, and the code; with `renews` only the ways that can charge again, at the price
   * without a code. Refuses `plan.unknown`, `renewal.not-for-this` and what the code is refused for.
   */
  offer(userId: number, wanted: OfferRequest): Promise<Offer>;
  /**
   * Makes the actor's one pending order, or answers the one that is the same; another one makes room for what is possible. Paid at
   * once from the balance or when it is free. Refuses `not-admitted`, `plan.unknown`, `order.price-changed`,
   * `order.way-gone`, `renewal.not-for-this`, `balance.too-little` and what a code is refused for.
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
  /**
   * Has somebody who is blocked pay for nothing more: what they have begun to buy can be paid no longer, and nothing
   * renews. Throws while a provider could not be told.
   */
  endAll(userId: number): Promise<void>;
}

export function createOrderService(parts: {
  db: Database;
  clock: Clock;
  once: Once;
  users: Pick<UserService, 'get'>;
  plans: Pick<PlanService, 'getOnSale' | 'protocolsOf'>;
  promos: Pick<PromoService, 'recall' | 'reserve' | 'discount'>;
  payments: PaymentService;
  ledger: Pick<Ledger, 'balance' | 'balances'>;
  subscriptions: Pick<SubscriptionService, 'find' | 'stateOf' | 'wouldAdd' | 'runs' | 'restOf' | 'endWith'>;
  periods: Pick<Periods, 'draft' | 'chargeAt'>;
  /** Names people before providers. */
  seal: Pick<Seal, 'hash'>;
  renewalUpkeep: Pick<RenewalUpkeep, 'endFor'>;
  serviceName: string;
  /** Where people come back to after paying. */
  returnUrl: string;
  /** In the order in which they are offered. */
  ways: readonly Way[];
  /** What cards, crypto and the balance are priced in. */
  currency: Currency;
}): OrderService {
  const { db, clock, once, plans, promos, payments, subscriptions } = parts;

  const beginnings = createBeginnings(parts);
  const offers = createOffers({ ...parts, beginnings });
  const sale = createSale({ ...parts, offers, beginnings });

  async function place(cause: Cause, choice: Choice): Promise<OrderView> {
    const userId = cause.actorId;
    const placed = await once.askAndApply(cause, 'place order', {
      ask: () => replaceAnother(userId, choice),
      effect: (tx) => add(tx, cause, choice),
    });
    if (placed.paymentId !== null) await tryToOpen(placed.paymentId);
    return await view(userId, placed.orderId);
  }

  /**
   * Whatever else waits makes room only for what is possible. A repeat comes no further: it would close what it placed, once
   * that is sold otherwise.
   */
  async function replaceAnother(userId: number, choice: Choice): Promise<void> {
    const before = await findPendingOrder(db, userId);
    if (before === undefined || (await isSame(before, choice))) return;
    await sale.demandPossible(userId, choice);
    await payments.close(before.id, 'replaced');
  }

  async function isSame(
    order: Order,
    { planId, promoId, way, renews, begins, shownMinor, currency = order.currency }: Choice,
  ): Promise<boolean> {
    const { planVersion, totalMinor, expiresAt, provider, renewalId } = order;
    if (order.planId !== planId || (order.promoId ?? undefined) !== promoId) return false;
    if ((renewalId !== null) !== renews || (order.converts !== null) !== (begins === 'now')) return false;
    if (provider !== providerBy(way).name || totalMinor !== shownMinor) return false;
    if (currency !== order.currency) return false;
    const plan = await plans.getOnSale(planId);
    return plan.version === planVersion && expiresAt.getTime() > clock.now().getTime() + 5 * 60_000;
  }

  async function add(
    tx: Transaction,
    { actorId: userId, topicId }: Cause,
    choice: Choice,
  ): Promise<{ orderId: number; paymentId: number | null }> {
    await lockBuyer(tx, userId);
    const person = await sale.demandBuyer(userId, tx);
    const before = await findPendingOrder(tx, userId);
    if (before !== undefined) return await again(tx, before);
    const terms = await sale.termsOf(userId, choice, tx);
    const renewal = choice.renews ? await draft(tx, terms) : undefined;
    const order = await insertOrder(tx, {
      ...terms,
      ...(renewal !== undefined && { renewalId: renewal.id, period: 1 }),
    });
    if (order.promoId !== null)
      await promos.reserve(tx, { promoId: order.promoId, userId, orderId: order.id });
    if (isHere(order.provider)) {
      await payments.payHere(tx, order);
      return { orderId: order.id, paymentId: null };
    }
    const language = languageOf(person);
    const name = order.planNames[language];
    const reference = randomUUID();
    const payment = await payments.begin(tx, order, {
      key: reference,
      reference,
      buyer: parts.seal.hash(String(userId), 'buyer'),
      orderId: order.id,
      userId,
      ...(topicId !== undefined && { topicId }),
      money: { minor: order.totalMinor, currency: order.currency },
      title: name,
      description: `${parts.serviceName}: ${name}`,
      language,
      expiresAt: order.expiresAt.toISOString(),
      returnUrl: `${parts.returnUrl}/o/${order.pageId}`,
      ...(renewal !== undefined && { renews: { days: renewal.days, customerRef: renewal.customerRef } }),
    });
    return { orderId: order.id, paymentId: payment.id };
  }

  /** What is bought again and again, as it is sold now. */
  async function draft(tx: Transaction, terms: Terms): Promise<Renewal> {
    const days = sale.demandRenewable(terms);
    const { userId, planId, planCode, planVersion, planNames, currency, provider } = terms;
    const { trafficBytes, trafficMode } = terms;
    const sold = { userId, planId, planCode, planVersion, planNames, days, trafficBytes, trafficMode };
    return await parts.periods.draft(tx, { ...sold, amountMinor: terms.totalMinor, currency, provider });
  }

  /** The pending order that is there is the one: it was asked for twice at once, or is the same. */
  async function again(tx: Db, before: Order): Promise<{ orderId: number; paymentId: number | null }> {
    return { orderId: before.id, paymentId: (await payments.find(before.id, tx))?.id ?? null };
  }

  /** A provider that is away is no reason to lose the order: it is asked again by itself. */
  async function tryToOpen(paymentId: number): Promise<void> {
    await payments.open(paymentId).catch((error: unknown) => payments.onAway(error));
  }

  async function view(userId: number, orderId: number): Promise<OrderView> {
    const order = await findOrder(db, orderId);
    if (order === undefined || order.userId !== userId) throw new Refusal('missing', 'order.unknown');
    const [payment, subscription, code] = await Promise.all([
      payments.find(orderId),
      subscriptions.find(userId),
      findCodeOf(db, order),
    ]);
    return { order, payment, subscription, access: subscriptions.stateOf(subscription), code };
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
    if (order.status === 'pending') await payments.close(orderId, 'cancelled');
    return await view(userId, orderId);
  }

  async function endAll(userId: number): Promise<void> {
    // Unblocked meanwhile: they may buy again.
    if (!(await isBlocked(db, userId))) return;
    await parts.renewalUpkeep.endFor(userId);
    for (const { id } of await listUnpaid(db, userId, clock.now())) {
      await payments.close(id, 'cancelled');
      if (await payments.isPayable(id)) throw new Error('A page to pay on could not be closed yet');
    }
  }

  return {
    offer: offers.offer,
    ...createRepeatPurchase({ db, offers }),
    place,
    view,
    endAll,
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
