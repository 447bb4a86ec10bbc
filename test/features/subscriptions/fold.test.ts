import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldGrants, type Grant } from '../../../src/features/subscriptions/fold.rules.ts';

const dayMs = 24 * 60 * 60 * 1000;
const start = new Date('2026-01-01T00:00:00Z');
const at = (days: number) => new Date(start.getTime() + days * dayMs);
const grant = (onDay: number, days: number | null, trafficBytes: number | null = 10): Grant => ({
  days,
  trafficBytes,
  planCode: null,
  grantedAt: at(onDay),
});

const grants = fc
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

const endOf = (list: readonly Grant[]): number => {
  const sum = foldGrants(list);
  if (sum === undefined) return Number.NEGATIVE_INFINITY;
  return sum.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
};

describe('the sum of grants', () => {
  it('of none is nothing', () => {
    expect(foldGrants([])).toBeUndefined();
  });

  it('during a period adds to its end and to its traffic', () => {
    expect(foldGrants([grant(0, 7, 5), grant(3, 30, 50)])).toEqual({
      startedAt: at(0),
      expiresAt: at(37),
      trafficBytes: 55,
      planCode: null,
    });
  });

  it('at the moment of the end or later begins anew, and old traffic does not count', () => {
    for (const day of [7, 20])
      expect(foldGrants([grant(0, 7, 5), grant(day, 30, 50)])).toEqual({
        startedAt: at(day),
        expiresAt: at(day + 30),
        trafficBytes: 50,
        planCode: null,
      });
  });

  it('for ever and unlimited win, whatever comes after', () => {
    expect(foldGrants([grant(0, 7, 5), grant(1, null, null), grant(500, 1, 1)])).toEqual({
      startedAt: at(0),
      expiresAt: null,
      trafficBytes: null,
      planCode: null,
    });
  });

  it.each([
    [['monthly'], 'monthly'],
    [['trial', 'monthly'], 'monthly'],
    [['monthly', 'trial'], 'monthly'],
    [['monthly', 'yearly'], 'yearly'],
    [['monthly', null], 'monthly'],
    [[null, 'trial'], 'trial'],
    [[null, null], null],
  ] as const)('of the plans %j goes by the name of %s', (codes, planCode) => {
    const list = codes.map((code, day) => ({ ...grant(day, 30), planCode: code }));
    expect(foldGrants(list)?.planCode).toBe(planCode);
  });

  it('forgets the plan of a period that is over', () => {
    expect(foldGrants([{ ...grant(0, 7), planCode: 'weekly' }, grant(9, 30)])?.planCode).toBeNull();
  });

  it('a grant more never ends access sooner', () => {
    fc.assert(
      fc.property(grants, (list) => {
        for (let count = 1; count < list.length; count++)
          expect(endOf(list.slice(0, count + 1))).toBeGreaterThanOrEqual(endOf(list.slice(0, count)));
      }),
    );
  });

  it('gives every day that was granted: never less than the last grant alone, never more than all together', () => {
    fc.assert(
      fc.property(grants, (list) => {
        const last = list.at(-1);
        if (last === undefined || list.some(({ days }) => days === null)) return;
        const days = list.reduce((sum, one) => sum + (one.days ?? 0), 0);
        expect(endOf(list)).toBeGreaterThanOrEqual(last.grantedAt.getTime() + (last.days ?? 0) * dayMs);
        expect(endOf(list)).toBeLessThanOrEqual(last.grantedAt.getTime() + days * dayMs);
      }),
    );
  });

  it('is the same whenever it is added up: a part of the grants folded first changes nothing', () => {
    fc.assert(
      fc.property(grants, (list) => {
        const sum = foldGrants(list);
        expect(foldGrants([...list])).toEqual(sum);
        expect(sum?.startedAt.getTime() ?? Number.NEGATIVE_INFINITY).toBeLessThanOrEqual(endOf(list));
      }),
    );
  });
});
