import { describe, expect, it } from 'vitest';
import { createManualClock, createShiftableClock } from '@hiddify-vpn-bot/sandbox/kit/clock.ts';

describe('the clock of the stand-in', () => {
  it('stands still until it is moved, and fires timers in the order of their time', () => {
    const clock = createManualClock();
    const start = clock.now().getTime();
    const fired: [string, number][] = [];
    const note = (name: string) => () => void fired.push([name, clock.now().getTime() - start]);
    clock.setTimer(2000, note('late'));
    clock.setTimer(1000, note('early'));
    clock.setTimer(500, note('never'))();
    clock.setTimer(1500, () => clock.setTimer(100, note('inner')));
    clock.advance(1999);
    expect(fired).toEqual([
      ['early', 1000],
      ['inner', 1600],
    ]);
    clock.advance(1);
    expect(fired.at(-1)).toEqual(['late', 2000]);
  });

  it('runs with the real time and can be put forward', async () => {
    const clock = createShiftableClock();
    const day = new Promise((resolve) => clock.setTimer(24 * 3600 * 1000, () => resolve('a day later')));
    clock.advance(24 * 3600 * 1000);
    expect(await day).toBe('a day later');
    expect(clock.now().getTime() - Date.now()).toBeGreaterThan(23 * 3600 * 1000);
    expect(await new Promise((resolve) => clock.setTimer(1, () => resolve('soon')))).toBe('soon');
  });
});
