import { createManualClock, type StandInClock } from '@hiddify-vpn-bot/sandbox/kit/clock.ts';
import type { Wait } from '../../../src/telegram/api/waiting.ts';

/** Windows are kept on the machine's time too: as much of it as may have passed before one was noted. */
export const slowMachineMs = 5_000;

/** Time for a client that moves only when the test says so. */
export interface ManualTime {
  clock: StandInClock;
  wait: Wait;
  advance(ms: number): void;
  /** How many calls wait right now. */
  waiting(): number;
}

export function createManualTime(): ManualTime {
  const clock = createManualClock();
  let waiting = 0;
  return {
    clock,
    advance: (ms) => clock.advance(ms),
    waiting: () => waiting,
    wait(milliseconds, signal) {
      signal?.throwIfAborted();
      waiting += 1;
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const cancel = clock.setTimer(milliseconds, resolve);
      const giveUp = (): void => {
        cancel();
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      return promise.finally(() => {
        waiting -= 1;
        signal?.removeEventListener('abort', giveUp);
      });
    },
  };
}

/** Waits for a condition without a fixed pause; fails after ten seconds. */
export async function until(condition: () => boolean): Promise<void> {
  const limitMs = performance.now() + 10_000;
  while (!condition()) {
    if (performance.now() > limitMs) throw new Error('the condition did not come true');
    await new Promise((resolve) => setImmediate(resolve));
  }
}
