import { Refusal } from '../../../platform/refusal.ts';
import type { Promo } from './queries.ts';

/** The terms of a code, apart from what became of it. */
export type PromoTerms = Pick<
  Promo,
  | 'code'
  | 'kind'
  | 'value'
  | 'currency'
  | 'maxUses'
  | 'perPerson'
  | 'startsAt'
  | 'endsAt'
  | 'planCodes'
  | 'isFirstPurchaseOnly'
>;
export type PromoKind = Promo['kind'];

/** A code as an admin asks for it. */
export type NewPromo = Pick<PromoTerms, 'code' | 'kind' | 'value' | 'currency' | 'maxUses' | 'endsAt'> &
  Partial<Pick<PromoTerms, 'perPerson' | 'startsAt' | 'planCodes' | 'isFirstPurchaseOnly'>>;

export const promoKinds = ['percent', 'fixed', 'days', 'traffic', 'trial', 'balance'] as const;

/** The most of each thing that a code may be made of. */
export const promoLimits = {
  percent: 100,
  minor: 99_999_999,
  days: 3_650,
  gigabytes: 10_000,
  uses: 1_000_000,
  perPerson: 1_000,
} as const;

/** Whether the code makes a purchase cheaper; every other one gives something at once. */
export function isDiscount({ kind }: { kind: PromoKind }): boolean {
  return kind === 'percent' || kind === 'fixed';
}

/** Refuses what no code can be: `promo.bad-value`, `promo.bad-uses`, `promo.bad-end`, `promo.no-plans`. */
export function demandPossible(wanted: NewPromo, now: Date): void {
  const { maxUses, perPerson = 1, endsAt, planCodes = null } = wanted;
  if (!isWhole(wanted.value, mostOf(wanted))) throw new Refusal('invalid', 'promo.bad-value');
  const isCountable = maxUses === null || isWhole(maxUses, promoLimits.uses);
  if (!isCountable || !isWhole(perPerson, promoLimits.perPerson))
    throw new Refusal('invalid', 'promo.bad-uses');
  if (endsAt !== null && endsAt <= now) throw new Refusal('invalid', 'promo.bad-end');
  if (planCodes?.length === 0) throw new Refusal('invalid', 'promo.no-plans');
}

/** A sum needs a currency: without one it can be nothing. */
function mostOf({ kind, currency }: NewPromo): number {
  switch (kind) {
    case 'percent':
      return promoLimits.percent;
    case 'fixed':
    case 'balance':
      return currency === null ? 0 : promoLimits.minor;
    case 'traffic':
      return promoLimits.gigabytes * 1024 ** 3;
    case 'days':
    case 'trial':
      return promoLimits.days;
  }
}

function isWhole(value: number, most: number): boolean {
  return Number.isSafeInteger(value) && value >= 1 && value <= most;
}
