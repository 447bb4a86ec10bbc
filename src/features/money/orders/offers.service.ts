import type { Clock } from '../../../platform/clock.ts';
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
import type { Periods } from '../renewals/periods.service.ts';
import { createPricing, type Quote } from './price.rules.ts';

/** A way that is closed for a purchase: it cannot charge again, or only for other terms; or the balance falls short. */
type ClosedWay = { way: Way } & ({ why: 'once' | 'term' } | { why: 'short'; has: Money });

/** When it is charged again by which ways; and until when access runs that was there before. */
interface Charges {
  runsUntil: Date | undefined;
  next: { ways: Way[]; at: Date; after: Date }[];
}

/** Of an offer where nothing has to be explained. */
const simply = {
  tooLittle: [],
  closed: [],
  codeAside: undefined,
  charges: undefined,
  canRenew: false,
} satisfies Partial<Offer>;

const dayMs = 24 * 60 * 60 * 1_000;

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
  /** Those that are closed for another reason. */
  closed: ClosedWay[];
  /** A code that makes nothing cheaper, because what is bought is to renew itself. */
  codeAside: Promo | undefined;
  /** When it is charged again, where it is to renew itself. */
  charges: Charges | undefined;
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
  clock: Clock;
  periods: Pick<Periods, 'chargeAt'>;
  subscriptions: Pick<SubscriptionService, 'wouldAdd' | 'find' | 'runs' | 'endWith'>;
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
    const offered = await offerPlan(userId, plan, wanted);
    const end = begins === 'now' ? beginning?.endsNow : beginning?.endsAfter;
    const charges = wanted.renews ? await chargesOf(userId, offered, end ?? undefined) : undefined;
    return { ...offered, charges, beginning, begins: beginning && begins };
  }

  async function offerPlan(userId: number, plan: Plan, { promoId, renews }: OfferRequest): Promise<Offer> {
    const promo = promoId === undefined ? undefined : await promos.recall(userId, promoId);
    if (renews) return await offerRenewed(userId, plan, promo);
    const everywhere = quotesFor(plan, promo);
    const left = await leftOver(userId, plan, promo);
    if (promo !== undefined && [...everywhere, ...left].every(({ quote }) => quote.discountMinor === 0))
      throw new Refusal('conflict', 'promo.not-for-this');
    const free = everywhere.find(({ quote }) => quote.totalMinor === 0)?.quote;
    if (free !== undefined) return { ...simply, plan, promo, ways: [{ way: 'free', quote: free }], renews };
    const priced = everywhere.filter(isChargeable);
    const tooLittle = everywhere.filter((one) => !isChargeable(one)).map(({ way }) => way);
    const ways = [...(await payable(userId, priced)), ...left];
    const closed = await short(userId, priced);
    return {
      ...simply,
      plan,
      promo,
      ways,
      tooLittle,
      closed,
      renews,
      canRenew: ableToRenew(plan).length > 0,
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

  /** A code makes one purchase cheaper, not all that follow. */
  async function offerRenewed(userId: number, plan: Plan, codeAside: Promo | undefined): Promise<Offer> {
    const able = ableToRenew(plan);
    if (able.length === 0) throw new Refusal('conflict', 'renewal.not-for-this');
    const ways = await payable(userId, able);
    const everywhere = quotesFor(plan, undefined);
    const tooLittle = everywhere.filter((one) => !isChargeable(one)).map(({ way }) => way);
    const unable = everywhere.filter((one) => isChargeable(one) && !canRenewBy(plan, one));
    const closed = [
      ...unable.map(({ way }) => ({ way, why: chargedBy(providerBy(way).name) ? 'term' : 'once' }) as const),
      ...(await short(userId, able)),
    ];
    const said = { tooLittle, closed, codeAside };
    return { ...simply, ...said, plan, promo: undefined, ways, renews: true, canRenew: true };
  }

  function ableToRenew(plan: Plan): Offer['ways'] {
    return quotesFor(plan, undefined).filter((one) => isChargeable(one) && canRenewBy(plan, one));
  }

  /** The balance, where something is on it that does not cover the price. */
  async function short(userId: number, priced: Offer['ways']): Promise<ClosedWay[]> {
    const has = { minor: await ledger.balance(userId, parts.currency), currency: parts.currency };
    if (has.minor === 0) return [];
    const closed = priced.filter(({ way, quote }) => isSpent(way) && quote.totalMinor > has.minor);
    return closed.map(({ way }) => ({ way, why: 'short', has }));
  }

  /** A provider charges by its own calendar, from today; the balance a day before access ends. */
  async function chargesOf(
    userId: number,
    { plan, ways }: Pick<Offer, 'plan' | 'ways'>,
    known: Date | undefined,
  ): Promise<Charges> {
    const { days, trafficBytes, code: planCode } = plan;
    const found = await parts.subscriptions.find(userId);
    const runsUntil = (parts.subscriptions.runs(found) && found?.expiresAt) || undefined;
    const periodMs = (days ?? 0) * dayMs;
    const period = new Date(parts.clock.now().getTime() + periodMs);
    const gift = { days, trafficBytes, planCode };
    const end = known ?? (await parts.subscriptions.endWith(userId, gift)) ?? period;
    const nextOf = (by: 'provider' | 'us') => {
      const at = by === 'provider' ? period : parts.periods.chargeAt(end);
      const charged = ways.filter(({ way }) => chargedBy(providerBy(way).name) === by);
      const next = { ways: charged.map(({ way }) => way), at, after: new Date(at.getTime() + periodMs) };
      return charged.length === 0 ? [] : [next];
    };
    return { runsUntil, next: [...nextOf('provider'), ...nextOf('us')] };
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
