import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldGrants } from '../../../src/features/subscriptions/fold.rules.ts';
import { again, at, dayMs, endOf, endsOn, grant, grants, takenBack } from './grants.ts';

describe('the sum of grants', () => {
  it('of none is nothing', () => {
    expect(foldGrants([])).toBeUndefined();
  });

  it('during a period adds to its end and to its traffic', () => {
    expect(foldGrants([grant(0, 7, 5), grant(3, 30, 50)])).toMatchObject({
      startedAt: at(0),
      expiresAt: at(37),
      trafficBytes: 55,
      planCode: null,
    });
  });

  it('at the moment of the end or later begins anew, and old traffic does not count', () => {
    for (const day of [7, 20])
      expect(foldGrants([grant(0, 7, 5), grant(day, 30, 50)])).toMatchObject({
        startedAt: at(day),
        expiresAt: at(day + 30),
        trafficBytes: 50,
        planCode: null,
      });
  });

  it('for ever and unlimited win, whatever comes after', () => {
    expect(foldGrants([grant(0, 7, 5), grant(1, null, null), grant(500, 1, 1)])).toMatchObject({
      startedAt: at(0),
      expiresAt: null,
      trafficBytes: null,
      planCode: null,
    });
  });

  it.each([
    [['monthly'], 'monthly', 'monthly'],
    [['trial', 'monthly'], 'monthly', 'monthly'],
    [['monthly', 'trial'], 'monthly', 'monthly'],
    [['monthly', 'yearly'], 'monthly', 'yearly'],
    [['monthly', null], 'monthly', 'monthly'],
    [[null, 'trial'], null, 'trial'],
    [[null, null], null, null],
  ] as const)('of the plans %j goes by %s first, and by %s in the end', (codes, first, last) => {
    const list = codes.map((code, day) => ({ ...grant(day, 30), planCode: code }));
    expect(foldGrants(list, { now: at(29) })?.planCode).toBe(first);
    expect(foldGrants(list, { now: at(31) })?.planCode).toBe(last);
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

describe('what was taken back', () => {
  it('has run where its time has run: months of 1 January, 25 January and 25 February end on 1 April all the same', () => {
    const [january, second, third] = [grant(0, 30), grant(24, 30), grant(55, 30)];
    expect(endsOn([january, second, third])).toBe(90);
    expect(endsOn([takenBack(59, january), second, third])).toBe(90);
    expect(endsOn([january, takenBack(59, second), third])).toBe(89);
    expect(endsOn([january, second, takenBack(59, third)])).toBe(60);
  });

  it('makes way for what waited: its rest is taken, and nothing else', () => {
    expect(endsOn([takenBack(20, grant(0, 30)), grant(10, 30)])).toBe(50);
    expect(endsOn([grant(0, 30), takenBack(20, grant(10, 30))])).toBe(30);
    expect(foldGrants([takenBack(0, grant(0, 30)), grant(10, 30)])?.startedAt).toEqual(at(10));
  });

  it('leaves the period that it began, and nothing of its traffic', () => {
    const [first, second] = [grant(0, 30, 50), grant(10, 30, 50)];
    const before = foldGrants([first, second]);
    const after = foldGrants([takenBack(14, first), second]);
    expect(before).toMatchObject({ trafficBytes: 100, startedAt: at(0) });
    expect(after).toMatchObject({ trafficBytes: 50, startedAt: at(0), madeBy: before?.madeBy });
  });

  it('comes back with what had not run, in the same period, and what did not run meanwhile is not lost', () => {
    const bought = takenBack(10, grant(0, 30, 50));
    expect(foldGrants([bought])).toBeUndefined();
    const back = again(15, bought, 30, 50);
    expect(foldGrants([bought, back])).toMatchObject({
      startedAt: at(0),
      expiresAt: at(35),
      trafficBytes: 50,
      madeBy: bought.reason,
    });
    // Something else ran meanwhile, and goes on first.
    expect(endsOn([bought, back, grant(5, 30)])).toBe(10 + 30 + 20);
  });

  it('in part is never less than what has run', () => {
    const bought = grant(0, 30);
    const cut = (onDay: number, days: number) =>
      endsOn([takenBack(onDay, bought), again(onDay, bought, days), grant(25, 7)]);
    expect(cut(5, 15)).toBe(32);
    expect(cut(20, 15)).toBe(32);
    expect(endsOn([takenBack(20, bought), again(20, bought, 15), grant(10, 7)])).toBe(27);
  });

  it('of access for ever lets what was bought beside it begin', () => {
    expect(endsOn([takenBack(40, grant(0, null, null)), grant(10, 30)])).toBe(70);
  });
});

describe('what was bought one after another', () => {
  const year = { ...grant(0, 365, 600), planCode: 'yearly' };
  const week = { ...grant(30, 7, null), planCode: 'weekly' };

  it('holds one after another: a year with its limit, then a week without one, each by its plan', () => {
    const during = foldGrants([year, week], { now: at(100) });
    expect(during).toMatchObject({ planCode: 'yearly', trafficBytes: 600, expiresAt: at(372) });
    expect(during).toMatchObject({ changesAt: at(365), next: { planCode: 'weekly', trafficBytes: null } });
    const after = foldGrants([year, week], { now: at(365) });
    expect(after).toMatchObject({
      planCode: 'weekly',
      trafficBytes: null,
      expiresAt: at(372),
      changesAt: null,
    });
    expect(after?.madeBy).not.toBe(during?.madeBy);
    const over = foldGrants([year, week], { now: at(400) });
    expect(over).toMatchObject({
      planCode: 'weekly',
      trafficBytes: null,
      expiresAt: at(372),
      changesAt: null,
    });
  });

  it('adds its traffic at once where both have a limit, and stays one period', () => {
    const [first, second] = [grant(0, 30, 50), grant(14, 30, 50)];
    const now = foldGrants([first, second], { now: at(20) });
    expect(now).toMatchObject({ trafficBytes: 100, changesAt: null });
    expect(foldGrants([first, second], { now: at(40) })?.madeBy).toBe(now?.madeBy);
  });

  it('is what is left of it where something was taken back before it ran, or while it did', () => {
    expect(foldGrants([year, takenBack(40, week)], { now: at(50) })).toMatchObject({
      changesAt: null,
      expiresAt: at(365),
    });
    const without = foldGrants([takenBack(50, year), week], { now: at(51) });
    expect(without).toMatchObject({ planCode: 'weekly', trafficBytes: null, expiresAt: at(57) });
  });

  it('does not wait for a trial to end: a trial is as good as what was bought behind it', () => {
    const trial = { ...grant(0, 7, 5), planCode: 'trial' };
    expect(foldGrants([trial, { ...week, grantedAt: at(1) }], { now: at(2) })).toMatchObject({
      planCode: 'weekly',
      trafficBytes: null,
      changesAt: null,
      madeBy: trial.reason,
    });
  });

  it('goes first where what runs is used up, and the rest of that time follows with the traffic that was left', () => {
    const month = { ...grant(0, 30, 50), planCode: 'monthly' };
    const list = [month, { ...grant(10, 7, null), planCode: 'weekly', goesFirst: true, restBytes: 3 }];
    expect(foldGrants(list, { now: at(11) })).toMatchObject({
      planCode: 'weekly',
      trafficBytes: null,
      expiresAt: at(37),
      changesAt: at(17),
      next: { planCode: 'monthly', trafficBytes: 3 },
    });
    expect(foldGrants(list, { now: at(18) })).toMatchObject({ planCode: 'monthly', trafficBytes: 3 });
    expect(foldGrants([...list, grant(20, 30, 10)])).toMatchObject({ trafficBytes: 13, expiresAt: at(67) });
  });

  it('gets mere traffic where it runs', () => {
    const extra = { ...grant(100, 0, 25) };
    expect(foldGrants([year, week, extra], { now: at(200) })?.trafficBytes).toBe(625);
    expect(
      foldGrants([year, week, { ...extra, grantedAt: at(366) }], { now: at(367) })?.trafficBytes,
    ).toBeNull();
  });
});

describe('what no panel held yet', () => {
  it('begins when one does, and so does what waits behind it', () => {
    const late = { ...grant(0, 7), begunAt: at(3) };
    expect(foldGrants([late, grant(1, 30)])).toMatchObject({ startedAt: at(3), expiresAt: at(40) });
  });

  it('is what is to begin, however long that took, and whatever was given or taken meanwhile', () => {
    const [waiting, later] = [grant(0, 7), grant(20, 30)];
    expect(foldGrants([waiting, later])?.runningGrantId).toBe(later.id);
    expect(foldGrants([waiting, later], { still: at(0) })?.runningGrantId).toBe(waiting.id);
    expect(foldGrants([takenBack(21, waiting), later], { still: at(0) })?.runningGrantId).toBe(later.id);
  });
});
