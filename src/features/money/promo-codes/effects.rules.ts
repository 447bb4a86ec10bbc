import type { Currency, Money } from '../../../platform/money.ts';
import type { Plan } from '../../plans/service.ts';
import { canCharge, leastOf, providerBy, type Way } from '../providers/registry.ts';
import { discountOf } from './discount.rules.ts';
import { isDiscount, type PromoTerms } from './terms.rules.ts';

/** A surprise of a code that is about to be made: a plan that becomes free, or that a way of paying could not charge any more. */
export interface PromoOutcome {
  plan: Plan;
  /** Undefined: it is free. */
  dropped: { way: Way; left: Money; least: Money } | undefined;
}

/** What a code does that its maker may not have meant, plan by plan. */
export function effectsOf(
  terms: PromoTerms,
  plans: readonly Plan[],
  { ways, shop }: { ways: readonly Way[]; shop: Currency },
): PromoOutcome[] {
  if (!isDiscount(terms)) return [];
  return plans.flatMap((plan): PromoOutcome[] => {
    const left = ways.flatMap((way) => leftBy(terms, plan, { way, shop }) ?? []);
    if (left.some(({ money }) => money.minor === 0)) return [{ plan, dropped: undefined }];
    return left
      .filter(({ way, money }) => !canCharge(way, money))
      .map(({ way, money }) => {
        const least = { minor: leastOf(way, money.currency), currency: money.currency };
        return { plan, dropped: { way, left: money, least } };
      });
  });
}

function leftBy(
  terms: PromoTerms,
  { code, prices }: Plan,
  { way, shop }: { way: Way; shop: Currency },
): { way: Way; money: Money } | undefined {
  const currency = providerBy(way).traits.currencyIn(shop);
  const minor = currency === undefined ? undefined : prices[currency];
  if (currency === undefined || minor === undefined) return undefined;
  const discount = discountOf(terms, code, { minor, currency });
  return discount === undefined ? undefined : { way, money: { minor: minor - discount, currency } };
}
