import { describe, expect, it } from 'vitest';
import { foldGrants } from '../../../src/features/subscriptions/fold.rules.ts';
import type { Grant } from '../../../src/features/subscriptions/steps.rules.ts';
import { again, at, endsOn, grant, takenBack } from './grants.ts';

const week = { ...grant(0, 30, 50), planCode: 'narrow' };
const wide = (bytes: number | null, more: Partial<Grant> = {}): Grant => ({
  ...grant(10, 30, bytes),
  planCode: 'wide',
  goesFirst: true,
  restBytes: 20,
  converts: [{ thing: week.reason, rate: 0.5 }],
  ...more,
});
const on = (list: readonly Grant[], day: number) => foldGrants(list, { now: at(day) });

describe('what was left of a narrower plan, made time of a wider one', () => {
  it('runs behind it by its terms, as long as it is worth', () => {
    const list = [week, wide(null)];
    expect(on(list, 11)).toMatchObject({ planCode: 'wide', trafficBytes: null, changesAt: null });
    expect(endsOn(list)).toBe(10 + 30 + 10);
    expect(on(list, 45)).toMatchObject({ planCode: 'wide', trafficBytes: null, expiresAt: at(50) });
    // The counter of before is not that of now.
    expect(on(list, 11)?.madeBy).not.toBe(on([week], 9)?.madeBy);
  });

  it('brings as much of its traffic as so much of its time has, over one counter', () => {
    const list = [week, wide(300)];
    expect([11, 45].map((day) => on(list, day)?.trafficBytes)).toEqual([400, 400]);
    expect(on(list, 11)?.madeBy).toBe(on(list, 45)?.madeBy);
    const monthly = [week, wide(70, { trafficMode: 'monthly', days: 60 })];
    expect([11, 45, 75].map((day) => on(monthly, day)?.trafficBytes)).toEqual([70, 70, 70]);
    expect(on(monthly, 11)).toMatchObject({ resetsAt: at(40), expiresAt: at(80) });
    expect(on(monthly, 75)?.resetsAt).toBeNull();
  });

  it('is what it was again when the wider one is taken back, less what of it has run', () => {
    const list = (onDay: number) => [week, takenBack(onDay, wide(null))];
    expect(endsOn(list(20))).toBe(20 + 20);
    expect(on(list(20), 21)).toMatchObject({ planCode: 'narrow', trafficBytes: 20 });
    // Four of its ten days had run, worth eight of its own.
    expect(endsOn(list(44))).toBe(44 + 12);
    // A dispute that is won: what it is worth is the same as if there had been none, but for the days that ran otherwise.
    const disputed = wide(null);
    const won = [week, takenBack(20, disputed), { ...again(25, disputed, 30, null), planCode: 'wide' }];
    expect(on(won, 26)?.planCode).toBe('wide');
    expect(endsOn(won)).toBe(25 + 7.5 + 20);
  });

  it('goes when it is taken back itself, in part to that part, and the wider one stays', () => {
    expect(endsOn([takenBack(20, week), wide(null)])).toBe(40);
    const half = { ...again(20, week, 15, 25), planCode: 'narrow' };
    // Five of its own days are left of fifteen.
    expect(endsOn([takenBack(20, week), half, wide(null)])).toBe(42.5);
    expect(on([takenBack(20, week), half, wide(null)], 41)?.planCode).toBe('wide');
  });

  it('leaves to what was bought beside it the traffic that this brought', () => {
    const beside = { ...grant(5, 7, 25), planCode: 'beside' };
    const list = (left: number) => [week, beside, wide(null, { restBytes: left })];
    expect(on(list(75), 11)?.next).toEqual({ planCode: 'beside', trafficBytes: 25 });
    // A third of what there was is left, whichever of the two it was used of.
    expect(on(list(25), 51)).toMatchObject({ planCode: 'beside', trafficBytes: 8 });
    const back = [week, beside, takenBack(20, wide(null, { restBytes: 75 }))];
    expect(on(back, 21)?.trafficBytes).toBe(75);
    expect(on([takenBack(22, week), ...back.slice(1)], 23)?.trafficBytes).toBe(25);
  });

  it('is nothing but what follows where it is not said what it is worth', () => {
    const list = [week, wide(null, { converts: null })];
    expect(on(list, 11)).toMatchObject({ planCode: 'wide', changesAt: at(40), expiresAt: at(60) });
    expect(on(list, 41)).toMatchObject({ planCode: 'narrow', trafficBytes: 20 });
  });
});
