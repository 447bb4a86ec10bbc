import type { Clock } from '../../src/platform/clock.ts';

export interface MovableClock extends Clock {
  advance(ms: number): void;
}

/** Goes on from this moment, or from now, at the machine's pace, and ahead by what the test lets pass. */
export function createMovableClock(start = new Date()): MovableClock {
  let offsetMs = start.getTime() - Date.now();
  return {
    now: () => new Date(Date.now() + offsetMs),
    advance(ms) {
      offsetMs += ms;
    },
  };
}
