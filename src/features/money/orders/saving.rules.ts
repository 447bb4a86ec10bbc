import type { Money } from '../../../platform/money.ts';

/** What plans are compared by. */
interface Priced {
  /** Null: for ever. */
  days: number | null;
  price: Money;
}

const monthDays = 30;

/** What a month of it costs; undefined where it is not longer than one, or has no end. */
export function perMonth({ days, price }: Priced): Money | undefined {
  if (days === null || days < monthDays * 1.5) return undefined;
  return { ...price, minor: Math.round((price.minor * monthDays) / days) };
}

/**
 * How many per cent of its price are saved against buying the same time by the plan for about a month, or without one by the
 * shortest; undefined below five, for ever, and in another currency.
 */
export function savedPercent(plan: Priced, others: readonly Priced[]): number | undefined {
  if (plan.days === null || plan.price.minor === 0) return undefined;
  const comparable = others
    .filter(({ days, price }) => days !== null && price.minor > 0 && price.currency === plan.price.currency)
    .toSorted((one, other) => distance(one) - distance(other));
  const [base] = comparable;
  if (base === undefined || base.days === null || base.days >= plan.days) return undefined;
  const saved = Math.floor((1 - plan.price.minor / plan.days / (base.price.minor / base.days)) * 100);
  return saved >= 5 ? saved : undefined;
}

function distance({ days }: Priced): number {
  return Math.abs((days ?? 0) - monthDays);
}
