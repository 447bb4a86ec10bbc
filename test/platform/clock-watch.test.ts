import { expect, it } from 'vitest';
import { createClockWatch } from '../../src/platform/clock-watch.ts';

/** A watch over a clock that is ahead by so much, and counterparts whose own clocks are right. */
function openWatch(aheadSeconds = 0) {
  let ahead = aheadSeconds;
  let passed = 0;
  const told: { aheadSeconds: number; source: string }[] = [];
  const compared: Record<string, number> = {};
  const truth = () => Date.UTC(2026, 11, 1) + passed;
  const watch = createClockWatch({
    clock: { now: () => new Date(truth() + ahead * 1_000) },
    passedMs: () => passed,
    onWrong: (finding) => told.push(finding),
    onCompared: (source, seconds) => (compared[source] = seconds),
  });
  return {
    watch,
    told,
    compared,
    set: (seconds: number) => (ahead = seconds),
    pass: (seconds: number) => (passed += seconds * 1_000),
    /** So many answers, each dated when it was on half of its way. */
    answers(
      source: string,
      {
        times = 3,
        tookSeconds = 0.2,
        judges = true,
        headers = {},
      }: Partial<Record<'times' | 'tookSeconds', number>> & {
        judges?: boolean;
        headers?: Record<string, unknown>;
      } = {},
    ) {
      const hearing = watch.of(source, { judges });
      for (let time = 0; time < times; time++) {
        const hear = hearing();
        passed += tookSeconds * 500;
        const date = new Date(truth()).toUTCString();
        passed += tookSeconds * 500;
        hear({ date, ...headers });
      }
    },
  };
}

it.each([
  [400, 'ahead'],
  [61.5, 'a little more than the limit ahead'],
  [-400, 'behind'],
  [-62, 'a little more than the limit behind'],
])('a clock %s seconds %s is found wrong by three answers, and told of', (seconds) => {
  const { watch, answers, told, compared } = openWatch(seconds);
  answers('telegram', { times: 2 });
  expect(watch.found()).toBeUndefined();
  answers('telegram', { times: 1 });
  expect(() => watch.assertRight()).toThrow('of telegram');
  expect(told).toHaveLength(1);
  expect(Math.abs((told[0]?.aheadSeconds ?? 0) - seconds)).toBeLessThan(2);
  expect(Math.abs((compared['telegram'] ?? 0) - seconds)).toBeLessThan(1);
});

it.each([0, 58, -58])('a clock %s seconds ahead is right', (seconds) => {
  const { watch, answers } = openWatch(seconds);
  answers('telegram', { times: 5 });
  expect(watch.found()).toBeUndefined();
});

it('however long an answer is on its way, that is not the clock', () => {
  const { watch, answers } = openWatch();
  answers('telegram', { tookSeconds: 600, times: 5 });
  expect(watch.found()).toBeUndefined();
});

it('an odd answer is none, nor what a cache has kept, nor three that disagree about the side', () => {
  const { watch, answers, set } = openWatch();
  answers('telegram');
  const odd = (date: unknown, more = {}) => watch.of('telegram')()({ date, ...more });
  const old = new Date(Date.UTC(2026, 10, 1)).toUTCString();
  odd(old);
  odd(old);
  for (const date of [undefined, '', 'yesterday', 7]) odd(date);
  expect(watch.found()).toBeUndefined();
  for (let time = 0; time < 5; time++) odd(old, { age: '3600' });
  expect(watch.found()).toBeUndefined();
  set(900);
  answers('stripe', { times: 1 });
  set(-900);
  answers('stripe', { times: 1 });
  set(900);
  answers('stripe', { times: 1 });
  expect(watch.found()).toBeUndefined();
});

it('half of those who are heard of have to say so, and who does not judge counts for neither', () => {
  const { watch, answers, set, pass } = openWatch(0);
  answers('telegram');
  answers('crypto-pay');
  set(400);
  answers('stripe');
  expect(watch.found()).toBeUndefined();
  answers('panel:main', { judges: false });
  expect(watch.found()).toBeUndefined();
  answers('telegram');
  expect(watch.found()?.aheadSeconds).toBeGreaterThan(390);
  const ofTwo = openWatch(0);
  ofTwo.answers('telegram');
  ofTwo.set(400);
  ofTwo.answers('stripe');
  expect(ofTwo.watch.found()?.source).toBe('stripe');
  // Long ago says nothing of now.
  pass(16 * 60);
  expect(watch.found()).toBeUndefined();
  answers('panel:main', { judges: false, times: 9 });
  expect(watch.found()).toBeUndefined();
});

it('once it is set right, one answer says so; while it is wrong it is told once a minute', () => {
  const { watch, answers, set, pass, told } = openWatch(400);
  answers('telegram', { times: 9 });
  expect(told).toHaveLength(1);
  pass(61);
  answers('telegram', { times: 9 });
  expect(told).toHaveLength(2);
  set(0);
  answers('telegram', { times: 1 });
  expect(watch.found()).toBeUndefined();
});

it('a clock that is set while an answer is waited for is not wrong for that', () => {
  const { watch, answers, set } = openWatch(400);
  answers('telegram', { times: 2 });
  const hear = watch.of('telegram')();
  set(0);
  hear({ date: new Date(Date.UTC(2026, 11, 1)).toUTCString() });
  answers('telegram', { times: 1 });
  expect(watch.found()).toBeUndefined();
});
