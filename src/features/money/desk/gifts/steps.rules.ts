import { type Currency, readMinor } from '../../../../platform/money.ts';
import { readWhole } from '../../../../telegram/screens/taps.ts';
import { giftLimits } from './rules.ts';

/** The questions about gifts, in their order; access is days and traffic, money is an amount. */
export const giftSteps = ['days', 'traffic', 'amount', 'reason', 'sure'] as const;
export type GiftStep = (typeof giftSteps)[number];

/** A gift, as far as it is known. */
export interface GiftDraft {
  what: 'access' | 'money';
  /** Null: for ever. */
  days?: number | null | undefined;
  /** Bytes; null: without limit. */
  traffic?: number | null | undefined;
  /** Minor units. */
  amount?: number | undefined;
  reason?: string | undefined;
}

export function readDays(text: string): number | null | undefined {
  return text === 'forever' ? null : readWhole(text, { min: 1, max: giftLimits.days });
}

/** Gigabytes as they are typed, in bytes. */
export function readTraffic(text: string): number | null | undefined {
  if (text === 'unlimited') return null;
  const gigabytes = readWhole(text, { min: 1, max: giftLimits.gigabytes });
  return gigabytes === undefined ? undefined : gigabytes * 1024 ** 3;
}

export function readAmount(text: string, currency: Currency): number | undefined {
  const minor = readMinor(text, currency) ?? 0;
  return minor >= 1 && minor <= giftLimits.minor ? minor : undefined;
}
