import type { Voice } from './voice.ts';

/** The part of a promo code that says what it gives. */
interface Giving {
  kind: 'percent' | 'fixed' | 'days' | 'traffic' | 'trial' | 'balance';
  value: number;
  currency: string | null;
}

/** The gift of a code, in the person's words; `short` for a label. */
export function givesText(
  { t, format }: Voice,
  { kind, value, currency }: Giving,
  how: 'short' | 'gives',
): string {
  const words = t.promos[how];
  switch (kind) {
    case 'percent':
      return words.percent(format.number(value));
    case 'fixed':
    case 'balance':
      return words[kind](format.money({ minor: value, currency: currency ?? '' }));
    case 'traffic':
      return words.traffic(format.size(value));
    case 'days':
    case 'trial':
      return words[kind](format.days(value));
  }
}
