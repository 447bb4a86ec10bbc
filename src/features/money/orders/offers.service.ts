import type { Currency, Money } from '../../../platform/money.ts';
import type { Db } from '../../../platform/db.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { Ledger } from '../ledger/service.ts';
import type { PaymentService } from '../payments/service.ts';
import type { SubscriptionService } from '../../subscriptions/service.ts';
import type { Plan, PlanService } from '../../plans/service.ts';
import type { Promo, PromoService } from '../promo-codes/service.ts';
import { canCharge, chargedBy, isHere, providerBy, type Way } from '../providers/registry.ts';
import type { Beginning, Beginnings } from './beginning.service.ts';
import { createPricing, type Quote } from './price.rules.ts';

/** The offer that somebody looks at before choosing how to pay. */
export interface Offer {
  plan: Plan;
  promo: Promo | undefined;
  /**
   * In the order in which they are offered, each with what it costs that way; the balance once more for each other currency
   * of it that covers the price.
   */
  ways: { way: Way; quote: Quote }[];
  /** Those that could not charge so little. */
  tooLittle: Way[];
  /** Whether it is to be bought again by itself, and whether it could be. */
  renews: boolean;
  canRenew: boolean;
  /** What a wider plan asks while a narrower one runs, and what was answered. */
  beginning?: Beginning | undefined;
  begins?: BeginMode | undefined;
}

/** Whether a wider plan begins now, or after the narrower one. */
export type BeginMode = 'now' | 'after';

export interface OfferRequest {
  planId: number;
  promoId: number | undefined;
  renews: boolean;
  begins?: BeginMode | undefined;
}

/** The purchase that somebody decided on. Without a way: whatever their code has made free. */
export interface Choice {
  planId: number;
  promoId: number | undefined;
  way: Way;
  /** Whether it is bought again by itself when its time is over. */
  renews: boolean;
  /** Asked where it is wider than what runs; after that when absent. */
  begins?: BeginMode | undefined;
  /** The total that was shown, in the smallest unit; a purchase at another one is refused. */
  shownMinor: number;
  /** In which currency, where that is not the one that this way has here. */
  currency?: Currency | undefined;
}

/** By what a purchase is to be paid, and whether it is bought again by itself. */
type Payable = Pick<Choice, 'way' | 'currency' | 'renews'>;

export interface Offers {
  offer(userId: number, wanted: OfferRequest): Promise<Offer>;
  /** Refuses `order.needless` where the plan would add nothing to what somebody has. */
  demandUseful(userId: number, wanted: { plan: Plan; renews: boolean }, at?: Db): Promise<void>;
  /** What a plan costs by one way, in its own currency unless another is named; undefined where it is not sold that way. */
  quoteFor(plan: Plan, promo: Promo | undefined, by: Payable): Quote | undefined;
  /** The price of nothing, where a code takes off everything. */
  freeQuoteFor(plan: Plan, promo: Promo | undefined): Quote | undefined;
  /** Whether who takes this money could take it again by itself. */
  canRenew(provider: string, wanted: { days: number; money: Money }): boolean;
}

/** Makes offers: what, to whom, at what price, and whether it could renew itself. */
export function createOffers(parts: {
  plans: Pick<PlanService, 'getOnSale'>;
  promos: Pick<PromoService, 'recall' | 'discount'>;
  payments: Pick<PaymentService, 'provider'>;
  ledger: Pick<Ledger, 'balance' | 'balances'>;
  subscriptions: Pick<SubscriptionService, 'wouldAdd'>;
  beginnings: Beginnings;
  ways: readonly Way[];
  currency: Currency;
}): Offers {
  const { plans, promos, payments, ledger } = parts;
  const priceOf = createPricing(promos.discount);

  async function offer(userId: number, { begins, ...wanted }: OfferRequest): Promise<Offer> {
    const plan = await plans.getOnSale(wanted.planId);
    await demandUseful(userId, { plan, renews: wanted.renews });
    const beginning = await parts.beginnings.of(userId, plan);
    return { ...(await offerPlan(userId, plan, wanted)), beginning, begins: beginning && begins };
  }

  async function offerPlan(userId: number, plan: Plan, { promoId, renews }: OfferRequest): Promise<Offer> {
    if (renews) return await offerRenewed(userId, plan);
    const promo = promoId === undefined ? undefined : await promos.recall(userId, promoId);
    const everywhere = quotesFor(plan, promo);
    const left = await leftOver(userId, plan, promo);
    if (promo !== undefined && [...everywhere, ...left].every(({ quote }) => quote.discountMinor === 0))
      throw new Refusal('conflict', 'promo.not-for-this');
    const free = everywhere.find(({ quote }) => quote.totalMinor === 0)?.quote;
    if (free !== undefined)
      return { plan, promo, ways: [{ way: 'free', quote: free }], tooLittle: [], renews, canRenew: false };
    const priced = everywhere.filter(isChargeable);
    const tooLittle = everywhere.filter((one) => !isChargeable(one)).map(({ way }) => way);
    // A code makes one purchase cheaper, not all that follow.
    const isAble = promo === undefined && priced.some((at) => canRenewBy(plan, at));
    return {
      plan,
      promo,
      ways: [...(await payable(userId, priced)), ...left],
      tooLittle,
      renews,
      canRenew: isAble,
    };
  }

  /** Where access has no end there is nothing to renew, whatever traffic a period would add. */
  async function demandUseful(
    userId: number,
    { plan, renews }: { plan: Plan; renews: boolean },
    at?: Db,
  ): Promise<void> {
    const { days, trafficBytes, trafficMode, code: planCode } = plan;
    const gift = { days, trafficBytes: renews ? 0 : trafficBytes, trafficMode, planCode };
    if (!(await parts.subscriptions.wouldAdd(userId, gift, at)))
      throw new Refusal('conflict', 'order.needless');
  }

  async function offerRenewed(userId: number, plan: Plan): Promise<Offer> {
    const able = quotesFor(plan, undefined).filter((one) => isChargeable(one) && canRenewBy(plan, one));
    if (able.length === 0) throw new Refusal('conflict', 'renewal.not-for-this');
    const ways = await payable(userId, able);
    return { plan, promo: undefined, ways, tooLittle: [], renews: true, canRenew: true };
  }

  /** What it costs by each way, whether that way could charge it or not. */
  function quotesFor(plan: Plan, promo: Promo | undefined): Offer['ways'] {
    return parts.ways.flatMap((way) => {
      const quote = priceBy(plan, promo, way);
      return quote === undefined ? [] : [{ way, quote }];
    });
  }

  /** What can be paid now: the balance only when it covers the price. */
  async function payable(userId: number, priced: Offer['ways']): Promise<Offer['ways']> {
    const balance = await ledger.balance(userId, parts.currency);
    return priced.filter(
      ({ way, quote }) => quote.totalMinor > 0 && (!isSpent(way) || quote.totalMinor <= balance),
    );
  }

  /** What somebody has with us in another currency than ours of today, Stars say, buys at a price of that currency. */
  async function leftOver(userId: number, plan: Plan, promo: Promo | undefined): Promise<Offer['ways']> {
    const balances = await ledger.balances(userId);
    return parts.ways.filter(isSpent).flatMap((way) =>
      balances.flatMap(({ minor, currency }) => {
        const quote = ownCurrency(way) === currency ? undefined : priceOf(plan, promo, currency);
        const isCovered = quote !== undefined && quote.totalMinor > 0 && quote.totalMinor <= minor;
        return isCovered ? [{ way, quote }] : [];
      }),
    );
  }

  function canRenewBy({ days }: Plan, { way, quote }: Offer['ways'][number]): boolean {
    if (days === null || quote.totalMinor === 0) return false;
    const money = { minor: quote.totalMinor, currency: quote.currency };
    return canRenew(providerBy(way).name, { days, money });
  }

  function canRenew(provider: string, wanted: { days: number; money: Money }): boolean {
    return chargedBy(provider) === 'us' || payments.provider(provider)?.renewing?.canRenew(wanted) === true;
  }

  function quoteFor(
    plan: Plan,
    promo: Promo | undefined,
    { way, currency = ownCurrency(way), renews }: Payable,
  ): Quote | undefined {
    if (currency === undefined) return undefined;
    // What is left in another currency buys, but does not renew: nothing comes in there any more.
    if (currency !== ownCurrency(way))
      return isSpent(way) && !renews ? paidQuote(priceOf(plan, promo, currency)) : undefined;
    const quote = priceOf(plan, promo, currency);
    return quote === undefined || quote.totalMinor === 0 || isChargeable({ way, quote }) ? quote : undefined;
  }

  function priceBy(plan: Plan, promo: Promo | undefined, way: Way): Quote | undefined {
    const currency = ownCurrency(way);
    return currency === undefined ? undefined : priceOf(plan, promo, currency);
  }

  function ownCurrency(way: Way): Currency | undefined {
    return providerBy(way).traits.currencyIn(parts.currency);
  }

  function freeQuoteFor(plan: Plan, promo: Promo | undefined): Quote | undefined {
    return parts.ways
      .map((way) => quoteFor(plan, promo, { way, renews: false }))
      .find((quote) => quote?.totalMinor === 0);
  }

  return { offer, demandUseful, quoteFor, freeQuoteFor, canRenew };
}

/** Whether it spends what is with us already. */
function isSpent(way: Way): boolean {
  return isHere(providerBy(way).name);
}

/** What costs nothing is given at the prices of today, and in no other currency. */
function paidQuote(quote: Quote | undefined): Quote | undefined {
  return quote === undefined || quote.totalMinor === 0 ? undefined : quote;
}

function isChargeable({ way, quote }: Offer['ways'][number]): boolean {
  return canCharge(way, { minor: quote.totalMinor, currency: quote.currency });
}
