import fc from 'fast-check';
import { foldGrants } from '../../../src/features/subscriptions/fold.rules.ts';
import type { Grant } from '../../../src/features/subscriptions/steps.rules.ts';

export const dayMs = 24 * 60 * 60 * 1000;
const start = new Date('2026-01-01T00:00:00Z');
export const at = (days: number) => new Date(start.getTime() + days * dayMs);
let serial = 0;
export const grant = (onDay: number, days: number | null, trafficBytes: number | null = 10): Grant => ({
  id: ++serial,
  reason: `order ${serial}`,
  days,
  trafficBytes,
  trafficMode: 'total',
  planCode: null,
  grantedAt: at(onDay),
  givenAt: null,
  revokedAt: null,
  goesFirst: false,
  restBytes: null,
  converts: null,
  begunAt: null,
});
export const takenBack = (onDay: number, given: Grant): Grant => ({ ...given, revokedAt: at(onDay) });
/** What is given in place of it, or once more, in the same place in line. */
export const again = (
  onDay: number,
  given: Grant,
  days: number | null,
  trafficBytes: number | null = 10,
): Grant => ({
  ...grant(0, days, trafficBytes),
  reason: `${given.reason} after version 1`,
  grantedAt: given.grantedAt,
  givenAt: at(onDay),
});
export const endsOn = (list: readonly Grant[]) => {
  const end = foldGrants(list)?.expiresAt;
  return end && (end.getTime() - start.getTime()) / dayMs;
};

export const grants = fc
  .array(
    fc.record({
      onDay: fc.integer({ min: 0, max: 400 }),
      days: fc.option(fc.integer({ min: 1, max: 90 }), { nil: null, freq: 12 }),
      bytes: fc.option(fc.integer({ min: 1, max: 1_000 }), { nil: null, freq: 12 }),
    }),
    { maxLength: 12 },
  )
  .map((list) =>
    list.sort((a, b) => a.onDay - b.onDay).map(({ onDay, days, bytes }) => grant(onDay, days, bytes)),
  );

export const endOf = (list: readonly Grant[]): number => {
  const sum = foldGrants(list);
  if (sum === undefined) return Number.NEGATIVE_INFINITY;
  return sum.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
};
