import { z } from 'zod';
import { type Currency, readMinor } from '../../../platform/money.ts';
import { readReason } from '../../../platform/reason.ts';
import { readWhole } from '../../../telegram/screens/taps.ts';
import { giftLimits } from './gift.rules.ts';

/** The questions about each kind of gift, in their order. */
const stepsOf = {
  access: ['days', 'traffic', 'reason', 'sure'],
  money: ['amount', 'reason', 'sure'],
} as const;
export const giftSteps = ['days', 'traffic', 'amount', 'reason', 'sure'] as const;
export type GiftStep = (typeof giftSteps)[number];

/** What the dialogue has gathered so far; it is JSON in a row, so it is checked before it is used. */
export const giftSchema = z.object({
  schemaVersion: z.literal(1),
  /** Of this dialogue: one gives once, however often it is confirmed. */
  id: z.string(),
  what: z.enum(['access', 'money']),
  userId: z.number().int(),
  step: z.enum(['days', 'traffic', 'amount', 'reason', 'sure']),
  /** Null: for ever. */
  days: z.number().int().nullable().optional(),
  /** Null: unlimited. */
  trafficBytes: z.number().int().nullable().optional(),
  minor: z.number().int().optional(),
  reason: z.string().optional(),
});
export type GiftDraft = z.infer<typeof giftSchema>;

/** A dialogue that begins: its first question. */
export function beginGift(what: GiftDraft['what'], userId: number, id: string): GiftDraft {
  return { schemaVersion: 1, id, what, userId, step: stepsOf[what][0] };
}

/** The same draft at the question before or after this one. */
export function moveStep(draft: GiftDraft, by: -1 | 1): GiftDraft {
  const steps: readonly GiftStep[] = stepsOf[draft.what];
  return { ...draft, step: steps[Math.max(0, steps.indexOf(draft.step) + by)] ?? draft.step };
}

/** Whether there is a question before this one. */
export function isFirstStep({ what, step }: GiftDraft): boolean {
  return stepsOf[what][0] === step;
}

/** The draft with this answer in it; undefined when the answer does not fit its question. */
export function readGift(draft: GiftDraft, text: string, currency: Currency): GiftDraft | undefined {
  const found = answerTo(draft.step, text, currency);
  return found === undefined ? undefined : { ...draft, ...found };
}

function answerTo(step: GiftStep, text: string, currency: Currency): Partial<GiftDraft> | undefined {
  switch (step) {
    case 'days': {
      const days = text === 'forever' ? null : readWhole(text, { min: 1, max: giftLimits.days });
      return days === undefined ? undefined : { days };
    }
    case 'traffic': {
      if (text === 'unlimited') return { trafficBytes: null };
      const gigabytes = readWhole(text, { min: 1, max: giftLimits.gigabytes });
      return gigabytes === undefined ? undefined : { trafficBytes: gigabytes * 1024 ** 3 };
    }
    case 'amount': {
      const minor = readMinor(text, currency) ?? 0;
      return minor >= 1 && minor <= giftLimits.minor ? { minor } : undefined;
    }
    case 'reason': {
      const reason = readReason(text);
      return reason === undefined ? undefined : { reason };
    }
    case 'sure':
      return undefined;
  }
}
