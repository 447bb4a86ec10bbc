import { z } from 'zod';
import { dateAfter, localDate, readDate, startOfDate } from '../../../platform/dates.ts';
import { type Currency, readMinor } from '../../../platform/money.ts';
import { readWhole } from '../../../telegram/screens/taps.ts';
import { isDiscount, type NewPromo, type PromoKind, promoKinds, promoLimits } from './terms.rules.ts';

/** The questions of the dialogue that makes a code, in their order. */
export const promoSteps = ['code', 'kind', 'value', 'uses', 'each', 'end', 'plans', 'first', 'sure'] as const;
export type PromoStep = (typeof promoSteps)[number];
export type PromoQuestion = Exclude<PromoStep, 'sure'>;

/** The answers that the dialogue gathers. */
export const promoAnswers = z.object({
  code: z.string(),
  kind: z.enum(promoKinds),
  value: z.number().int(),
  /** Null: without limit. */
  uses: z.number().int().nullable(),
  each: z.number().int(),
  /** Null: never. */
  end: z.iso.datetime().nullable(),
  /** Some plans, or all; null while they are being chosen. */
  plans: z.object({ codes: z.array(z.string()), are: z.enum(['these', 'all']).nullable() }).optional(),
  first: z.boolean().optional(),
});
export type PromoAnswers = z.infer<typeof promoAnswers>;
export type PromoPlans = NonNullable<PromoAnswers['plans']>;

/** The facts by which an answer is read. */
export interface PromoContext {
  currency: Currency;
  timeZone: string;
  now: Date;
}

/** Only what makes a purchase cheaper is asked for plans and for a first purchase. */
export function isForBuying({ kind }: Pick<Partial<PromoAnswers>, 'kind'>): boolean {
  return kind === undefined || isDiscount({ kind });
}

/** The plans with one more chosen, or one no longer; the other of the two where nothing is said. */
export function choosePlan(
  { codes }: Pick<PromoPlans, 'codes'>,
  code: string,
  isChosen = !codes.includes(code),
): PromoPlans {
  const others = codes.filter((chosen) => chosen !== code);
  return { codes: isChosen ? [...others, code] : others, are: null };
}

export function readKind(text: string): PromoKind | undefined {
  return promoKinds.find((known) => known === text);
}

/** How much of its kind a code gives: per cent, minor units, bytes or days. */
export function readValue(
  kind: PromoKind | undefined,
  text: string,
  { currency }: Pick<PromoContext, 'currency'>,
): number | undefined {
  switch (kind) {
    case 'percent':
      return readWhole(text.replace(/\s*%\s*$/, ''), { min: 1, max: promoLimits.percent });
    case 'fixed':
    case 'balance': {
      const minor = readMinor(text, currency) ?? 0;
      return minor >= 1 && minor <= promoLimits.minor ? minor : undefined;
    }
    case 'traffic': {
      const gigabytes = readWhole(text, { min: 1, max: promoLimits.gigabytes });
      return gigabytes === undefined ? undefined : gigabytes * 1024 ** 3;
    }
    case 'days':
    case 'trial':
      return readWhole(text, { min: 1, max: promoLimits.days });
    case undefined:
      return undefined;
  }
}

export function readUses(text: string): number | null | undefined {
  return text === 'unlimited' ? null : readWhole(text, { min: 1, max: promoLimits.uses });
}

export function readEach(text: string): number | undefined {
  return readWhole(text, { min: 1, max: promoLimits.perPerson });
}

/** A number of days or a date: the code works until the end of that day. */
export function readEnd(
  text: string,
  { timeZone, now }: Omit<PromoContext, 'currency'>,
): string | null | undefined {
  if (text === 'never') return null;
  const today = localDate(now, timeZone);
  const days = readWhole(text, { min: 1, max: promoLimits.days });
  const date = days === undefined ? readDate(text) : dateAfter(today, days);
  if (date === undefined || date < today || date > dateAfter(today, promoLimits.days)) return undefined;
  return startOfDate(dateAfter(date, 1), timeZone).toISOString();
}

export function readPlans(text: string, chosen: PromoPlans | undefined): PromoPlans | undefined {
  const codes = chosen?.codes ?? [];
  if (text === 'all') return { codes, are: 'all' };
  return text === 'done' && codes.length > 0 ? { codes, are: 'these' } : undefined;
}

export function readYes(text: string): boolean | undefined {
  return text === 'yes' || text === 'no' ? text === 'yes' : undefined;
}

/** The terms of the code that the answers make. */
export function termsOf(answers: PromoAnswers, currency: Currency): Required<NewPromo> {
  const { code, kind, value, uses, each, end, plans, first } = answers;
  const isBuying = isForBuying(answers);
  return {
    code,
    kind,
    value,
    currency: kind === 'fixed' || kind === 'balance' ? currency : null,
    maxUses: uses,
    perPerson: each,
    startsAt: null,
    endsAt: end === null ? null : new Date(end),
    planCodes: isBuying && plans?.are === 'these' ? plans.codes : null,
    isFirstPurchaseOnly: isBuying && first === true,
  };
}
