import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldGrants } from '../../../src/features/subscriptions/fold.rules.ts';
import type { Grant } from '../../../src/features/subscriptions/steps.rules.ts';
import { again, at, grant, takenBack } from './grants.ts';

const monthly = (onDay: number, days: number | null, bytes = 50): Grant => ({
  ...grant(onDay, days, bytes),
  trafficMode: 'monthly',
  planCode: 'yearly',
});
const kept = (onDay: number, days: number | null): Grant => ({
  ...monthly(onDay, days),
  trafficMode: 'monthly-kept',
});
const on = (list: readonly Grant[], day: number) => foldGrants(list, { now: at(day) });

describe('traffic that is for a month', () => {
  it('is the same for each of the twelve months of a year, and has a counter for each', () => {
    const year = [monthly(0, 365)];
    const days = [0, 29, 30, 59, 180, 330, 359, 360, 364];
    const months = days.map((day) => on(year, day));
    expect(months.map((one) => one?.trafficBytes)).toEqual(days.map(() => 50));
    const counters = new Set(Array.from({ length: 365 }, (_, day) => on(year, day)?.madeBy));
    expect(counters.size).toBe(12);
    expect(months.map((one) => one?.resetsAt)).toEqual([
      ...[30, 30, 60, 60, 210].map(at),
      ...days.slice(5).map(() => null),
    ]);
    expect(
      months.every((one) => one?.changesAt === null && one.expiresAt?.getTime() === at(365).getTime()),
    ).toBe(true);
  });

  it('grows by a month and keeps its counter where what is left is kept', () => {
    const year = [kept(0, 365)];
    expect([0, 30, 95].map((day) => on(year, day)?.trafficBytes)).toEqual([50, 100, 200]);
    expect(on(year, 95)?.madeBy).toBe(on(year, 0)?.madeBy);
    expect(on(year, 95)).toMatchObject({ resetsAt: at(120), trafficMode: 'monthly-kept' });
  });

  it('is said to be as much by the next change as it is then, however far that is', () => {
    const list = [
      { ...grant(0, 1, null), planCode: 'monthly' },
      { ...grant(0, 150, null), planCode: 'trial' },
      { ...kept(0, 15), trafficBytes: 1 },
    ];
    const next = on(list, 13)?.next;
    expect(on(list, 13)?.changesAt).toEqual(at(151));
    expect(next).toEqual({ planCode: 'yearly', trafficBytes: on(list, 151)?.trafficBytes });
  });

  it('never ends where access does not', () => {
    expect(on([monthly(0, null)], 3_700)).toMatchObject({
      trafficBytes: 50,
      resetsAt: at(3_720),
      expiresAt: null,
    });
    expect(on([kept(0, null)], 3_700)?.trafficBytes).toBe(124 * 50);
  });

  it('waits for its own time behind what was bought before, and nothing of that counts with it', () => {
    const list = [{ ...grant(0, 30, 20), planCode: 'monthly' }, monthly(10, 90)];
    expect(on(list, 20)).toMatchObject({ trafficBytes: 20, changesAt: at(30), resetsAt: null });
    expect(on(list, 20)?.next).toEqual({ planCode: 'yearly', trafficBytes: 50 });
    expect(on(list, 30)).toMatchObject({ trafficBytes: 50, resetsAt: at(60), changesAt: null });
    expect(on(list, 30)?.madeBy).not.toBe(on(list, 29)?.madeBy);
  });

  it('gets mere traffic in the month in which it is given, and keeps it only where what is left is kept', () => {
    const extra = grant(40, 0, 7);
    expect([20, 45, 65].map((day) => on([monthly(0, 365), extra], day)?.trafficBytes)).toEqual([50, 57, 50]);
    expect([20, 45, 65].map((day) => on([kept(0, 365), extra], day)?.trafficBytes)).toEqual([50, 107, 157]);
  });

  it('goes on through days that came without a plan, and what they bring comes at once', () => {
    const list = [monthly(0, 30), grant(5, 30, 8)];
    expect([6, 29, 31].map((day) => on(list, day)?.trafficBytes)).toEqual([58, 58, 50]);
    expect(on(list, 6)).toMatchObject({ resetsAt: at(30), expiresAt: at(60), planCode: 'yearly' });
    // Days alone are days with traffic.
    expect(on([monthly(0, 30), grant(5, 5, 0)], 31)?.trafficBytes).toBe(50);
  });

  it('holds at once for who has a trial, whose days are months of it', () => {
    const list = [{ ...grant(0, 7, 5), planCode: 'trial' }, monthly(2, 30)];
    expect(on(list, 3)).toMatchObject({
      trafficBytes: 55,
      planCode: 'yearly',
      expiresAt: at(37),
      resetsAt: null,
    });
  });

  it('that was left when something else went first is what is left when it comes back, until the month is over', () => {
    const first: Grant = { ...grant(40, 7, null), planCode: 'weekly', goesFirst: true, restBytes: 3 };
    const list = [monthly(0, 90), first];
    expect(on(list, 41)).toMatchObject({ trafficBytes: null, changesAt: at(47), next: { trafficBytes: 3 } });
    expect(on(list, 50)).toMatchObject({ trafficBytes: 3, resetsAt: at(67) });
    expect(on(list, 68)).toMatchObject({ trafficBytes: 50, expiresAt: at(97) });
    expect([50, 68].map((day) => on([kept(0, 90), first], day)?.trafficBytes)).toEqual([3, 53]);
  });

  it('stays where it was when a part of the time is taken back', () => {
    const year = monthly(0, 365);
    const half = { ...again(200, year, 182, 50), trafficMode: 'monthly' as const, planCode: 'yearly' };
    const list = [takenBack(200, year), half];
    expect(on([year], 199)?.madeBy).toBe(foldGrants([year], { now: at(200) })?.madeBy);
    expect(on(list, 185)).toMatchObject({ madeBy: on([year], 185)?.madeBy, trafficBytes: 50 });
    const early = [takenBack(100, year), { ...half, givenAt: at(100) }];
    expect(on(early, 101)).toMatchObject({
      madeBy: on([year], 101)?.madeBy,
      expiresAt: at(182),
      resetsAt: at(120),
    });
  });

  it('adds nothing to what was bought in another way, and takes nothing from it', () => {
    const total = { ...grant(5, 30, 20), planCode: 'monthly' };
    const list = [monthly(0, 60), total];
    expect([6, 31, 61].map((day) => on(list, day)?.trafficBytes)).toEqual([50, 50, 20]);
    expect(on(list, 31)).toMatchObject({
      changesAt: at(60),
      next: { planCode: 'monthly', trafficBytes: 20 },
    });
  });
});

/** What a sum says of later and what holds then, where they are not the same. */
function contradictions(grants: readonly Grant[], now: Date): unknown[] {
  const sum = foldGrants(grants, { now });
  if (sum === undefined) return [];
  const { resetsAt, changesAt, next, expiresAt, trafficMode, planCode, madeBy, trafficBytes } = sum;
  const wrong: unknown[] = [];
  const claim = (is: boolean, what: string) => is || wrong.push({ what, now, sum });
  if (resetsAt !== null) {
    const then = foldGrants(grants, { now: resetsAt });
    claim(then?.planCode === planCode, 'a month is of another plan');
    claim(resetsAt > now && (expiresAt === null || resetsAt < expiresAt), 'a month begins outside the time');
    claim((then?.madeBy === madeBy) === (trafficMode === 'monthly-kept'), 'the counter of a month');
  }
  if (changesAt !== null) {
    const then = foldGrants(grants, { now: changesAt });
    claim(then?.planCode === next?.planCode && then?.trafficBytes === next?.trafficBytes, 'the next change');
  }
  const soonest = Math.min(
    ...[resetsAt, changesAt, expiresAt].map((date) => date?.getTime() ?? Number.POSITIVE_INFINITY),
  );
  const justBefore = soonest === Number.POSITIVE_INFINITY ? now.getTime() : soonest - 60_000;
  if (justBefore <= now.getTime()) return wrong;
  const before = foldGrants(grants, { now: new Date(justBefore) });
  claim(before?.madeBy === madeBy && before.planCode === planCode, 'something untold');
  claim(before?.trafficBytes === trafficBytes, 'a limit untold');
  return wrong;
}

const purchases = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 0, max: 60 }),
      days: fc.integer({ min: 1, max: 200 }),
      bytes: fc.option(fc.integer({ min: 1, max: 100 }), { nil: null, freq: 4 }),
      trafficMode: fc.constantFrom('total', 'monthly', 'monthly-kept'),
      planCode: fc.constantFrom('monthly', 'yearly', 'trial', null),
      taken: fc.option(fc.integer({ min: 0, max: 90 }), { nil: undefined, freq: 3 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((list) => {
    let day = 0;
    return list.map(({ gap, days, bytes, trafficMode, planCode, taken }): Grant => {
      day += gap;
      const given: Grant = { ...grant(day, days, bytes), trafficMode, planCode };
      return taken === undefined ? given : takenBack(day + taken, given);
    });
  });

/** What is known of them by then. */
const knownAt = (grants: readonly Grant[], now: Date) =>
  grants
    .filter(({ grantedAt }) => grantedAt <= now)
    .map((one) => ({
      ...one,
      revokedAt: one.revokedAt !== null && one.revokedAt <= now ? one.revokedAt : null,
    }));

it('what the next change and the next month are said to be is what holds then, whatever was bought and taken back', () => {
  const moments = Array.from({ length: 60 }, (_, step) => at(13 * step));
  fc.assert(
    fc.property(purchases, (list) => {
      expect(moments.flatMap((now) => contradictions(knownAt(list, now), now))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
