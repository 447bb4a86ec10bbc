import { localDate, startOfDate } from '../../../../platform/dates.ts';

/** Times that revenue is shown for. Days are calendar days of the service's time zone, today among them. */
export const periods = ['today', 'week', 'month', 'quarter', 'this-month', 'last-month'] as const;
export type RevenuePeriod = (typeof periods)[number];

const days: Partial<Record<RevenuePeriod, number>> = { today: 1, week: 7, month: 30, quarter: 90 };

/** From when until before when a period lasts. */
export function rangeOf(period: RevenuePeriod, now: Date, timeZone: string): { from: Date; to: Date } {
  const today = localDate(now, timeZone);
  const start = (date: string) => startOfDate(date, timeZone);
  const tomorrow = start(shiftDays(today, 1));
  const count = days[period];
  if (count !== undefined) return { from: start(shiftDays(today, 1 - count)), to: tomorrow };
  const first = `${today.slice(0, 8)}01`;
  if (period === 'this-month') return { from: start(first), to: tomorrow };
  return { from: start(`${shiftDays(first, -1).slice(0, 8)}01`), to: start(first) };
}

function shiftDays(date: string, count: number): string {
  const shifted = new Date(Date.parse(`${date}T00:00:00Z`) + count * 86_400_000);
  return shifted.toISOString().slice(0, 10);
}
