import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  planReminders,
  type Reminder,
  type ReminderState,
} from '../../../src/features/reminders/due.rules.ts';
import { tellingTime } from '../../../src/features/reminders/hours.rules.ts';
import { localHour } from '../../../src/platform/dates.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const end = new Date('2026-12-31T12:00:00Z');
const before = (days: number) => new Date(end.getTime() - days * dayMs);
const facts = (changes: Partial<ReminderState> = {}): ReminderState => ({
  now: before(8),
  state: 'ready',
  startedAt: before(30),
  expiresAt: end,
  boughtMs: 30 * dayMs,
  isInGrace: false,
  renews: false,
  traffic: undefined,
  wasUsed: true,
  zone: 'UTC',
  muted: [],
  isReachable: true,
  settled: [],
  lastToldAt: undefined,
  ...changes,
});
const stepOf = (changes: Partial<ReminderState>) => planReminders(facts(changes)).tell?.step;

/** Lets time pass in these steps, as a job that looks when it was told to, and at least so often. */
function live(
  changes: Partial<ReminderState>,
  { from, to, lateMs = 0 }: { from: Date; to: Date; lateMs?: number },
) {
  const settled: Reminder[] = [];
  const told: { at: Date; reminder: Reminder }[] = [];
  let now = from;
  for (let looks = 0; looks < 100; looks++) {
    const state = now >= end ? 'ended' : 'ready';
    const plan = planReminders(facts({ state, ...changes, now, settled, lastToldAt: told.at(-1)?.at }));
    settled.push(...plan.passed, ...plan.muted, ...(plan.tell === undefined ? [] : [plan.tell]));
    if (plan.tell !== undefined) told.push({ at: now, reminder: plan.tell });
    if (plan.nextAt === null || plan.nextAt > to) return told;
    expect(plan.nextAt.getTime()).toBeGreaterThan(now.getTime());
    now = new Date(plan.nextAt.getTime() + lateMs);
  }
  throw new Error('it never comes to rest');
}

describe('the end of access', () => {
  it('is said seven, three and one day before, when it is there and three days later, each once', () => {
    const told = live({}, { from: before(29), to: before(-30) });
    expect(told.map(({ reminder }) => reminder.step)).toEqual([7, 3, 1, 0, -3]);
    expect(told.map(({ at }) => at)).toEqual([7, 3, 1, 0, -3].map(before));
  });

  it('is not said earlier than half of what was bought before it', () => {
    const steps = (days: number) =>
      live({ boughtMs: days * dayMs, startedAt: before(days) }, { from: before(days), to: before(-30) }).map(
        ({ reminder }) => reminder.step,
      );
    expect(steps(7)).toEqual([3, 1, 0, -3]);
    expect(steps(5)).toEqual([1, 0, -3]);
    expect(steps(1)).toEqual([0, -3]);
    expect(steps(14)).toEqual([7, 3, 1, 0, -3]);
  });

  it('that was missed is caught up with by the nearest alone, however late', () => {
    const late = planReminders(facts({ now: before(0.05) }));
    expect(late.tell?.step).toBe(1);
    expect(late.passed.map(({ step }) => step)).toEqual([7, 3]);
    expect(planReminders(facts({ now: before(-2), state: 'ended' })).tell?.step).toBe(0);
    const over = planReminders(facts({ now: before(-20), state: 'ended' }));
    expect(over).toMatchObject({ tell: undefined, nextAt: null });
    expect(over.passed).toHaveLength(5);
  });

  it('is said anew when it is another end', () => {
    const settled = [{ kind: 'ends', basis: end.toISOString(), step: 7 }] as const;
    expect(stepOf({ now: before(6), settled })).toBeUndefined();
    const later = new Date(end.getTime() + 30 * dayMs);
    expect(planReminders(facts({ now: before(-24), settled, expiresAt: later })).tell).toMatchObject({
      step: 7,
      basis: later.toISOString(),
    });
  });

  it('is no news where access goes on by itself, has no end, is set up, was taken back, or is switched off on the server', () => {
    const now = before(0.5);
    expect(stepOf({ now, renews: true })).toBeUndefined();
    expect(stepOf({ now, expiresAt: null })).toBeUndefined();
    expect(stepOf({ now, startedAt: null })).toBeUndefined();
    expect(stepOf({ now, state: 'pending' })).toBeUndefined();
    expect(stepOf({ now, state: 'switched-off' })).toBeUndefined();
    expect(planReminders(facts({ now, state: 'switched-off' })).nextAt).toEqual(
      new Date(now.getTime() + 6 * hourMs),
    );
  });
});

describe('access that goes on only so that somebody can renew', () => {
  const grace = { isInGrace: true, startedAt: before(3), boughtMs: 3 * dayMs } as const;

  it('is told of when what was paid for is over, and again when it is over itself', () => {
    const told = live(grace, { from: before(3), to: before(-30) });
    expect(told.map(({ at, reminder }) => [at, reminder.step])).toEqual([
      [before(3), 0],
      [before(0), 0],
      [before(-3), -3],
    ]);
  });

  it('that was missed is told of as what it is: over', () => {
    const late = planReminders(facts({ ...grace, now: before(-0.05), state: 'ended' }));
    expect(late).toMatchObject({
      tell: { step: 0, basis: end.toISOString() },
      passed: [{ basis: before(3).toISOString() }],
    });
  });
});

describe('traffic', () => {
  const used = (usedPercent: number, changes: Partial<ReminderState> = {}) =>
    planReminders(facts({ now: before(20), traffic: { basis: 'period 1 of 5', usedPercent }, ...changes }));

  it('is talked about at 80, 95 and 100 per cent, the highest alone', () => {
    expect([79, 80, 94, 95, 99, 100, 140].map((percent) => used(percent).tell?.step)).toEqual([
      undefined,
      80,
      80,
      95,
      95,
      100,
      100,
    ]);
    expect(used(97).passed).toEqual([{ kind: 'traffic', basis: 'period 1 of 5', step: 80 }]);
  });

  it('is talked about anew in another period, or when there is more of it', () => {
    const settled = [{ kind: 'traffic', basis: 'period 1 of 5', step: 80 }] as const;
    expect(used(85, { settled }).tell).toBeUndefined();
    expect(used(85, { settled, traffic: { basis: 'period 2 of 5', usedPercent: 85 } }).tell?.step).toBe(80);
  });

  it('that is used up goes before everything else, and what else is due comes hours later', () => {
    const both = used(100, { now: before(1), state: 'used-up' });
    expect(both.tell).toMatchObject({ kind: 'traffic', step: 100 });
    expect(both.nextAt).toEqual(new Date(before(1).getTime() + 4 * hourMs));
    const settled = [{ kind: 'traffic', basis: 'period 1 of 5', step: 100 }] as const;
    const soon = used(100, { now: before(0.95), state: 'used-up', settled, lastToldAt: before(1) });
    expect(soon.tell).toBeUndefined();
    expect(used(100, { now: before(0.8), state: 'used-up', settled, lastToldAt: before(1) }).tell?.step).toBe(
      1,
    );
  });
});

describe('whoever has not connected', () => {
  it('is offered help a day later, once, unless it is not known', () => {
    const since = { startedAt: before(20), now: before(18.9) };
    expect(planReminders(facts({ ...since, wasUsed: false })).tell?.kind).toBe('unconnected');
    expect(planReminders(facts({ ...since, wasUsed: true })).tell).toBeUndefined();
    const unknown = planReminders(facts({ ...since, wasUsed: undefined }));
    expect(unknown.tell).toBeUndefined();
    expect(unknown.nextAt).toEqual(new Date(before(18.9).getTime() + 6 * hourMs));
    expect(planReminders(facts({ ...since, now: before(19.5), wasUsed: false }))).toMatchObject({
      tell: undefined,
      nextAt: before(19),
    });
  });
});

describe('who is told', () => {
  it('nobody hears what they have muted, and of the rest they do', () => {
    const traffic = { basis: 'period 1 of 5', usedPercent: 96 };
    const plan = planReminders(facts({ now: before(2), traffic, muted: ['ends'] }));
    expect(plan.tell?.kind).toBe('traffic');
    expect(plan.muted.map(({ kind, step }) => [kind, step])).toEqual([
      ['ends', 7],
      ['ends', 3],
    ]);
  });

  it('nobody who cannot be written to is kept for later', () => {
    const plan = planReminders(facts({ now: before(2), isReachable: false }));
    expect(plan.tell).toBeUndefined();
    expect(plan.muted).toHaveLength(2);
  });
});

describe('decent hours', () => {
  it('go by the zone: at night it waits until ten', () => {
    const at = (text: string) => new Date(text);
    expect(tellingTime(at('2026-12-01T09:30:00Z'), 'Europe/Moscow')).toEqual(at('2026-12-01T09:30:00Z'));
    expect(tellingTime(at('2026-12-01T18:00:00Z'), 'Europe/Moscow')).toEqual(at('2026-12-02T07:00:00Z'));
    expect(tellingTime(at('2026-12-01T03:00:00Z'), 'Europe/Moscow')).toEqual(at('2026-12-01T07:00:00Z'));
    expect(tellingTime(at('2026-12-01T20:00:00Z'), 'Asia/Kathmandu')).toEqual(at('2026-12-02T04:15:00Z'));
  });

  it('come before the night where it would be too late after it', () => {
    const due = new Date('2026-12-02T02:00:00Z');
    const tooLate = new Date('2026-12-02T05:00:00Z');
    expect(tellingTime(due, 'Europe/Moscow', tooLate)).toEqual(new Date('2026-12-01T17:00:00Z'));
  });

  it('are kept in every zone, at every moment, and never more than fifteen hours late', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    const moments = fc.date({
      min: new Date('2026-01-01'),
      max: new Date('2027-12-31'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(fc.constantFrom(...zones), moments, (zone, due) => {
        const told = tellingTime(due, zone);
        const hour = localHour(told, zone);
        expect(hour >= 10 && hour < 21).toBe(true);
        expect(told.getTime() - due.getTime()).toBeGreaterThanOrEqual(0);
        expect(told.getTime() - due.getTime()).toBeLessThan(15 * hourMs);
      }),
      { numRuns: 300 },
    );
  });
});

it('whatever was bought, used and muted, each thing is told once, at decent hours, hours apart, and it comes to rest', () => {
  const some = fc.record({
    days: fc.integer({ min: 1, max: 400 }),
    lateMinutes: fc.integer({ min: 0, max: 600 }),
    usedPercent: fc.integer({ min: 0, max: 120 }),
    zone: fc.constantFrom('UTC', 'Europe/Moscow', 'Asia/Kathmandu', 'Pacific/Chatham'),
    muted: fc.subarray(['ends', 'traffic', 'unconnected'] as const),
  });
  fc.assert(
    fc.property(some, ({ days, lateMinutes, usedPercent, zone, muted }) => {
      const changes = {
        zone,
        muted,
        boughtMs: days * dayMs,
        startedAt: before(days),
        traffic: { basis: 'period 1 of 5', usedPercent },
        wasUsed: usedPercent > 0,
      };
      const told = live(changes, { from: before(days), to: before(-40), lateMs: lateMinutes * 60_000 });
      expect(told.every(({ reminder }) => !muted.includes(reminder.kind as never))).toBe(true);
      const names = told.map(({ reminder: { kind, step } }) => `${kind} ${step}`);
      expect(new Set(names).size).toBe(names.length);
      const gaps = told.slice(1).map(({ at }, index) => at.getTime() - (told[index]?.at.getTime() ?? 0));
      expect(gaps.every((gap) => gap >= 4 * hourMs)).toBe(true);
    }),
    { numRuns: 200 },
  );
});
