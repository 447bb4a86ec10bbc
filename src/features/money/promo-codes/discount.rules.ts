import type { Money } from '../../../platform/money.ts';

/** The part of a code that decides how much cheaper it makes something. */
export interface Discounting {
  kind: string;
  value: number;
  currency: string | null;
  planCodes: readonly string[] | null;
}

/**
 * By how much a code makes a price smaller, in its smallest unit: percents rounded down, never below nothing. Whether what
 * is left can be charged is for each way of paying. Undefined when it does not fit the plan or the currency.
 */
export function discountOf(promo: Discounting, planCode: string, price: Money): number | undefined {
  if (promo.planCodes !== null && !promo.planCodes.includes(planCode)) return undefined;
  const raw = rawDiscount(promo, price);
  if (raw === undefined) return undefined;
  return Math.min(raw, price.minor);
}

function rawDiscount(promo: Discounting, price: Money): number | undefined {
  if (promo.kind === 'percent') return Math.floor((price.minor * promo.value) / 100);
  if (promo.kind === 'fixed' && promo.currency === price.currency) return promo.value;
  return undefined;
}
