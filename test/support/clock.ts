import type { Clock } from '../../src/platform/clock.ts';

export interface MovableClock extends Clock {
  advance(ms: number): void;
}

/** The machine's time, ahead of it by what the test has let pass. */
export function createMovableClock(): MovableClock {
  let offsetMs = 0;
  return {
    now: () => new Date(Date.now() + offsetMs),
    advance(ms) {
      offsetMs += ms;
    },
  };
}
