import type { WaitingUpdate } from './update-queue.ts';

/** The longest pause is drawn anew each time, between these. */
const shortestCapSeconds = 60;
const longestCapSeconds = 120;

/**
 * When to try again after a failure: at once, then after 2, 4, 8 … seconds up to a random cap of 60–120 s;
 * a Retry-After of the answer comes before that. Undefined when the update expires first.
 */
export function planRetry(
  waiting: WaitingUpdate,
  nowMs: number,
  retryAfterSeconds?: number,
): number | undefined {
  const isFirstFailure = waiting.attempts <= 1;
  if (!isFirstFailure) {
    const cap = shortestCapSeconds + Math.random() * (longestCapSeconds - shortestCapSeconds);
    waiting.pauseSeconds = Math.min(cap, waiting.pauseSeconds * 2);
  }
  const ownSeconds = isFirstFailure ? 0 : waiting.pauseSeconds;
  const dueAtMs = nowMs + (retryAfterSeconds ?? ownSeconds) * 1000;
  return dueAtMs > waiting.expiresAtMs ? undefined : dueAtMs;
}
