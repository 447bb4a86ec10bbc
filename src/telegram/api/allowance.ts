/** The rate at which something may go out: `perSecond` on average, up to `burst` at once. */
export interface Rate {
  perSecond: number;
  burst: number;
}

/** A rate kept per key. Keys that have been idle are forgotten. */
export interface Allowance {
  /** Milliseconds until one more fits; changes nothing. */
  delayMs(key: string): number;
  /** Counts one, also ahead of its time. */
  take(key: string): void;
}

/** Generic cell rate algorithm: one number per key, the time at which its allowance is whole again. */
export function createAllowance(rate: Rate, nowMs: () => number): Allowance {
  const intervalMs = 1000 / rate.perSecond;
  const toleranceMs = intervalMs * (rate.burst - 1);
  const wholeAtMs = new Map<string, number>();
  let sweepAtSize = 1000;

  const sweep = (now: number): void => {
    if (wholeAtMs.size < sweepAtSize) return;
    for (const [key, atMs] of wholeAtMs) if (atMs <= now) wholeAtMs.delete(key);
    sweepAtSize = Math.max(1000, wholeAtMs.size * 2);
  };

  return {
    delayMs: (key) => Math.max(0, (wholeAtMs.get(key) ?? 0) - toleranceMs - nowMs()),
    take(key) {
      const now = nowMs();
      sweep(now);
      wholeAtMs.set(key, Math.max(now, wholeAtMs.get(key) ?? 0) + intervalMs);
    },
  };
}
