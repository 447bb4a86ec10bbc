import type { Priority } from './pace.ts';

/** The times in which Telegram asked not to be called, per key (a chat, or a method without a chat). */
export interface FloodWindows {
  /**
   * Remembers a 429. Three on distinct keys within 10 s may be the whole bot's: bulk waits as long as they do, others for a
   * second, after which Telegram itself says whether they have to wait longer.
   */
  note(key: string, seconds: number): void;
  /** Milliseconds until this key may be called again; 0 when it may now. */
  delayMs(key: string, priority: Priority): number;
}

const distinctKeys = 3;
const withinMs = 10_000;
/** Whoever waits for an answer did nothing: three groups that write too fast must not keep everybody waiting. */
const longestForAllMs = 1_000;

export function createFloodWindows(nowMs: () => number): FloodWindows {
  const openAtMs = new Map<string, number>();
  let recent: { key: string; atMs: number }[] = [];
  let allOpenAtMs = 0;
  let bulkOpenAtMs = 0;

  const forgetPassed = (now: number): void => {
    for (const [key, atMs] of openAtMs) if (atMs <= now) openAtMs.delete(key);
    recent = recent.filter(({ atMs }) => now - atMs < withinMs);
  };

  return {
    note(key, seconds) {
      const now = nowMs();
      // A retry_after of 0 would make a hot loop.
      const untilMs = now + Math.max(1, seconds) * 1000;
      forgetPassed(now);
      openAtMs.set(key, Math.max(untilMs, openAtMs.get(key) ?? 0));
      recent = [...recent.filter((entry) => entry.key !== key), { key, atMs: now }];
      if (recent.length < distinctKeys) return;
      bulkOpenAtMs = Math.max(bulkOpenAtMs, untilMs);
      allOpenAtMs = Math.max(allOpenAtMs, Math.min(untilMs, now + longestForAllMs));
    },
    delayMs(key, priority) {
      const forAll = priority === 'bulk' ? bulkOpenAtMs : allOpenAtMs;
      return Math.max(0, (openAtMs.get(key) ?? 0) - nowMs(), forAll - nowMs());
    },
  };
}
