import type { Currency } from '../../../platform/money.ts';
import type { Plan } from '../../plans/service.ts';
import type { PromoService } from '../promo-codes/service.ts';

/** The price of something: without a code, what the code takes off, and what is left. */
export interface Quote {
  listMinor: number;
  discountMinor: number;
  totalMinor: number;
  currency: Currency;
}

type Price = (plan: Plan, promo: Promo | undefined, currency: Currency) => Quote | undefined;
type Promo = Awaited<ReturnType<PromoService['find']>>;

/** Undefined where the plan is not sold in this currency. A code that does not fit it takes nothing off. */
export function createPricing(discount: PromoService['discount']): Price {
  return (plan, promo, currency) => {
    const listMinor = plan.prices[currency];
    if (listMinor === undefined) return undefined;
    const price = { minor: listMinor, currency };
    const discountMinor = promo === undefined ? 0 : (discount(promo, plan.code, price) ?? 0);
    return { listMinor, discountMinor, totalMinor: listMinor - discountMinor, currency };
  };
}
