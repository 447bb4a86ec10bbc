import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../platform/clock.ts';

/** Resolves after that many milliseconds, or rejects with the signal's reason. */
export type Wait = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

/** Waits in real time. */
export const realWait: Wait = async (milliseconds, signal) => {
  try {
    await delay(milliseconds, undefined, { ...(signal && { signal }) });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
};

/**
 * Milliseconds that have passed by the clock, and at least by the machine: a clock that stands still or is set
 * back would otherwise keep a waiting call waiting for ever.
 */
export function createPassingTime(clock: Clock): () => number {
  const clockStartMs = clock.now().getTime();
  const machineStartMs = performance.now();
  return () => Math.max(clock.now().getTime() - clockStartMs, performance.now() - machineStartMs);
}
