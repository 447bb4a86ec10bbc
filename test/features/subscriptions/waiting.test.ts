import { describe, expect, it } from 'vitest';
import { foldGrants } from '../../../src/features/subscriptions/fold.rules.ts';
import type { Grant } from '../../../src/features/subscriptions/steps.rules.ts';

const dayMs = 24 * 60 * 60 * 1000;
const start = new Date('2026-01-01T00:00:00Z');
const at = (days: number) => new Date(start.getTime() + days * dayMs);
let serial = 0;
const grant = (onDay: number, days: number | null, trafficBytes: number | null = 10): Grant => ({
  id: ++serial,
  reason: `order ${serial}`,
  days,
  trafficBytes,
  planCode: null,
  grantedAt: at(onDay),
  givenAt: null,
  revokedAt: null,
  goesFirst: false,
  restBytes: null,
  begunAt: null,
});
const takenBack = (onDay: number, given: Grant): Grant => ({ ...given, revokedAt: at(onDay) });
/** What is given in place of it, or once more, in the same place in line. */
const again = (
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
const endsOn = (list: readonly Grant[]) => {
  const end = foldGrants(list)?.expiresAt;
  return end && (end.getTime() - start.getTime()) / dayMs;
};

describe('the order of what waits', () => {
  const running = (list: readonly Grant[]) => foldGrants(list)?.runningGrantId;

  it('is that in which it was given, also for what comes back', () => {
    const [first, second, third] = [grant(0, 30), grant(1, 30), grant(2, 30)];
    const back = again(7, second, 30);
    const list = [takenBack(10, first), takenBack(5, second), third, back];
    expect(running(list)).toBe(back.id);
    const lastBack = again(7, third, 30);
    expect(running([takenBack(10, first), second, takenBack(5, third), lastBack])).toBe(second.id);
  });

  it('puts nothing before what runs already', () => {
    const [first, second] = [grant(0, 30), grant(1, 30)];
    const back = again(7, first, 30);
    expect(running([takenBack(5, first), second, back])).toBe(second.id);
  });

  it('at one and the same moment is that of the first time, whatever the order of writing', () => {
    const [first, second] = [takenBack(5, grant(0, 30)), takenBack(5, grant(1, 30))];
    const [secondBack, firstBack] = [again(10, second, 30), again(10, first, 30)];
    const list = [first, second, secondBack, firstBack];
    expect(running(list)).toBe(firstBack.id);
    expect(foldGrants(list.toReversed())).toEqual(foldGrants(list));
  });

  it('does not change when a part is given in place of the whole', () => {
    const [first, second] = [grant(0, 30), grant(5, 30)];
    const part = again(10, first, 20);
    const list = [takenBack(10, first), second, part];
    expect([running(list), endsOn(list)]).toEqual([part.id, 50]);
    // What is written in its place without a time of its own was given when the one before went.
    expect(foldGrants([takenBack(10, first), second, { ...part, givenAt: null }])).toEqual(foldGrants(list));
    const partOfSecond = again(10, second, 20);
    expect(endsOn([first, takenBack(10, second), partOfSecond])).toBe(50);
  });

  it('knows the twelfth version of an order as the order', () => {
    const first = grant(0, 30);
    const twelfth = { ...again(10, first, 20), reason: `${first.reason} after version 12` };
    expect(foldGrants([takenBack(10, first), twelfth])).toMatchObject({
      madeBy: first.reason,
      expiresAt: at(20),
    });
  });
});

describe('mere traffic', () => {
  it('comes on top of what runs, without a day more', () => {
    expect(foldGrants([grant(0, 30, 50), grant(5, 0, 20)])).toMatchObject({
      trafficBytes: 70,
      expiresAt: at(30),
    });
  });

  it('after the end is for nothing', () => {
    expect(foldGrants([grant(0, 30, 50), grant(40, 0, 20)])).toMatchObject({
      trafficBytes: 50,
      expiresAt: at(30),
      runningGrantId: undefined,
    });
  });
});

it('what had run before the period is none of it, also when a part of it is taken back now', () => {
  const [before, now] = [grant(0, 30, 10), grant(40, 30, 50)];
  const part = again(45, before, 10, 5);
  expect(foldGrants([takenBack(45, before), now, part])).toMatchObject({
    trafficBytes: 50,
    expiresAt: at(70),
  });
});
