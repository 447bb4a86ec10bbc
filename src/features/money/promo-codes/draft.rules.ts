import { z } from 'zod';
import { dateAfter, localDate, readDate, startOfDate } from '../../../platform/dates.ts';
import { type Currency, readMinor } from '../../../platform/money.ts';
import { readWhole } from '../../../telegram/screens/taps.ts';
import { isDiscount, type NewPromo, promoKinds, promoLimits } from './terms.rules.ts';

/** The questions of the dialogue that makes a code, in their order. */
export const promoSteps = ['code', 'kind', 'value', 'uses', 'each', 'end', 'plans', 'first', 'sure'] as const;
export type PromoStep = (typeof promoSteps)[number];

/** What the dialogue has gathered so far; it is JSON in a row, so it is checked before it is used. */
export const draftSchema = z.object({
  schemaVersion: z.literal(1),
  /** Of this dialogue: one makes one code, however often it is confirmed. */
  id: z.string(),
  step: z.enum(promoSteps),
  code: z.string().optional(),
  kind: z.enum(promoKinds).optional(),
  value: z.number().int().optional(),
  maxUses: z.number().int().nullable().optional(),
  perPerson: z.number().int().optional(),
  endsAt: z.iso.datetime().nullable().optional(),
  planCodes: z.array(z.string()).default([]),
  isForEveryPlan: z.boolean().optional(),
  isFirstPurchaseOnly: z.boolean().optional(),
});
export type PromoDraft = z.infer<typeof draftSchema>;

/** What an answer is read by. */
export interface Shop {
  currency: Currency;
  timeZone: string;
  now: Date;
}

/** Only what makes a purchase cheaper is asked for plans and for a first purchase. */
function stepsOf({ kind }: PromoDraft): PromoStep[] {
  const isForBuying = kind === undefined || isDiscount({ kind });
  return promoSteps.filter((step) => isForBuying || (step !== 'plans' && step !== 'first'));
}

/** Which question of how many this is. */
export function placeOf(draft: PromoDraft): { number: number; count: number } {
  const all = stepsOf(draft);
  return { number: all.indexOf(draft.step) + 1, count: all.length - 1 };
}

export function stepBefore(draft: PromoDraft): PromoDraft {
  const all = stepsOf(draft);
  return { ...draft, step: all[Math.max(0, all.indexOf(draft.step) - 1)] ?? 'code' };
}

/** On to the next question; another code for a draft that is complete leads straight back to the summary. */
export function stepAfter(draft: PromoDraft): PromoDraft {
  if (draft.step === 'code' && termsOf(draft, 'USD') !== undefined) return { ...draft, step: 'sure' };
  const all = stepsOf(draft);
  return { ...draft, step: all[all.indexOf(draft.step) + 1] ?? 'sure' };
}

/** The draft with one plan chosen, or no longer. */
export function togglePlan(draft: PromoDraft, code: string): PromoDraft {
  const others = draft.planCodes.filter((chosen) => chosen !== code);
  return { ...draft, planCodes: others.length < draft.planCodes.length ? others : [...others, code] };
}

/** The draft with this answer in it; undefined when the answer does not fit its question. */
export function readAnswer(draft: PromoDraft, text: string, shop: Shop): PromoDraft | undefined {
  const found = answerTo(draft, text, shop);
  return found === undefined ? undefined : { ...draft, ...found };
}

function answerTo(draft: PromoDraft, text: string, shop: Shop): Partial<PromoDraft> | undefined {
  switch (draft.step) {
    case 'kind': {
      const kind = promoKinds.find((known) => known === text);
      return kind && { kind };
    }
    case 'value':
      return withNumber('value', valueIn(draft, text, shop));
    case 'uses':
      if (text === 'unlimited') return { maxUses: null };
      return withNumber('maxUses', readWhole(text, { min: 1, max: promoLimits.uses }));
    case 'each':
      return withNumber('perPerson', readWhole(text, { min: 1, max: promoLimits.perPerson }));
    case 'end':
      return text === 'never' ? { endsAt: null } : endIn(text, shop);
    case 'plans':
      return plansIn(draft, text);
    case 'first':
      return text === 'yes' || text === 'no' ? { isFirstPurchaseOnly: text === 'yes' } : undefined;
    case 'code':
    case 'sure':
      return undefined;
  }
}

function withNumber<Name extends string>(name: Name, value: number | undefined) {
  return value === undefined ? undefined : ({ [name]: value } as Record<Name, number>);
}

function valueIn({ kind }: PromoDraft, text: string, { currency }: Shop): number | undefined {
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

/** A number of days or a date: the code works until the end of that day. */
function endIn(text: string, { timeZone, now }: Shop): { endsAt: string } | undefined {
  const today = localDate(now, timeZone);
  const days = readWhole(text, { min: 1, max: promoLimits.days });
  const date = days === undefined ? readDate(text) : dateAfter(today, days);
  if (date === undefined || date < today || date > dateAfter(today, promoLimits.days)) return undefined;
  return { endsAt: startOfDate(dateAfter(date, 1), timeZone).toISOString() };
}

function plansIn(draft: PromoDraft, text: string): Partial<PromoDraft> | undefined {
  if (text === 'all') return { isForEveryPlan: true };
  return text === 'done' && draft.planCodes.length > 0 ? { isForEveryPlan: false } : undefined;
}

/** What the draft says the code is; undefined while an answer is missing. */
export function termsOf(draft: PromoDraft, currency: Currency): Required<NewPromo> | undefined {
  const { code, kind, value, maxUses, perPerson, endsAt, isForEveryPlan, isFirstPurchaseOnly } = draft;
  if (code === undefined || kind === undefined || value === undefined) return undefined;
  if (maxUses === undefined || perPerson === undefined || endsAt === undefined) return undefined;
  const isForBuying = isDiscount({ kind });
  if (isForBuying && (isForEveryPlan === undefined || isFirstPurchaseOnly === undefined)) return undefined;
  return {
    code,
    kind,
    value,
    currency: kind === 'fixed' || kind === 'balance' ? currency : null,
    maxUses,
    perPerson,
    startsAt: null,
    endsAt: endsAt === null ? null : new Date(endsAt),
    planCodes: isForBuying && isForEveryPlan === false ? draft.planCodes : null,
    isFirstPurchaseOnly: isForBuying && isFirstPurchaseOnly === true,
  };
}
