import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Core } from './core.ts';

/** Work that follows an answered request starts within a few turns of the event loop. */
const quietTurns = 3;

async function staysIdle(isIdle: () => boolean): Promise<boolean> {
  for (let turn = 0; turn < quietTurns; turn++) {
    if (!isIdle()) return false;
    await nextTurn();
  }
  return isIdle();
}

/** What ends without saying so is seen by then. */
const lookAgainMs = 25;

/** Resolves when nothing is under way and nothing could be delivered at this instant of the clock. */
export async function waitUntilSettled(core: Core): Promise<void> {
  const isIdle = (): boolean => core.activity.isIdle() && core.updates.isIdle();
  while (!(await staysIdle(isIdle))) {
    if (isIdle()) continue;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        stops.forEach((stop) => stop());
        resolve();
      };
      const timer = setTimeout(wake, lookAgainMs);
      const stops = [core.activity.onChange(wake), core.events.onAny(wake), () => clearTimeout(timer)];
    });
  }
}

/** Resolves when the condition holds, asked again after every event; rejects after `timeoutMs` of real time. */
export function waitUntil(core: Core, condition: () => boolean, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (end: () => void): void => {
      clearTimeout(timer);
      stop();
      end();
    };
    const check = (): void => {
      try {
        if (condition()) finish(resolve);
      } catch {
        // A condition that throws, such as one about a screen that is not there yet, does not hold.
      }
    };
    const timer = setTimeout(
      () =>
        finish(() =>
          reject(
            new Error(`Nothing made the condition true within ${timeoutMs} ms: ${condition.toString()}`),
          ),
        ),
      timeoutMs,
    );
    const stop = core.events.onAny(() => queueMicrotask(check));
    check();
  });
}
