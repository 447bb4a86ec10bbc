import { expect, it } from 'vitest';
import { perMonth, savedPercent } from '../../../../src/features/money/orders/saving.rules.ts';

const plan = (days: number | null, minor: number, currency: 'USD' | 'XTR' = 'USD') => ({
  days,
  price: { minor, currency },
});
const [week, month, quarter, year] = [plan(7, 149), plan(30, 399), plan(90, 999), plan(365, 3_499)] as const;
const all = [week, month, quarter, year, plan(null, 9_999)];

it('longer plans say what a month of them costs', () => {
  expect([week, month, plan(null, 9_999)].map(perMonth)).toEqual([undefined, undefined, undefined]);
  expect(perMonth(quarter)).toEqual({ minor: 333, currency: 'USD' });
  expect(perMonth(year)).toEqual({ minor: 288, currency: 'USD' });
});

it('what is saved is said against the month, and only where it is worth a word', () => {
  expect(all.map((one) => savedPercent(one, all))).toEqual([undefined, undefined, 16, 27, undefined]);
  expect(savedPercent(plan(90, 1_150), all)).toBeUndefined();
});

it('without a month it is said against the shortest, and never against another currency or nothing at all', () => {
  expect(savedPercent(quarter, [week, quarter])).toBe(47);
  expect(savedPercent(quarter, [plan(30, 250, 'XTR'), quarter])).toBeUndefined();
  expect(savedPercent(quarter, [plan(30, 0), quarter])).toBeUndefined();
});
