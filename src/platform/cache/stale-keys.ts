import { longestMs } from './cache.ts';

const mostKeys = 20_000;

/**
 * Keys whose deletion Redis has not confirmed, so that it may still hold what was there before. Nothing there outlives
 * `longestMs`, and neither does the doubt.
 */
export function createStaleKeys() {
  const doubts = new Map<string, { untilMs: number }>();
  /** Too many to remember: until then every key is in doubt. */
  let allUntilMs = 0;

  /** Answers the function that ends this doubt, and those of before: whoever doubted since goes on. */
  function add(keys: readonly string[]): () => void {
    const doubt = { untilMs: performance.now() + longestMs };
    for (const key of keys) {
      // A key added again goes to the end, so that the first ones end first.
      doubts.delete(key);
      doubts.set(key, doubt);
    }
    if (doubts.size > mostKeys) {
      doubts.clear();
      allUntilMs = doubt.untilMs;
    }
    return () => {
      for (const key of keys) if (doubts.get(key) === doubt) doubts.delete(key);
    };
  }

  function has(key: string): boolean {
    const nowMs = performance.now();
    for (const [first, { untilMs }] of doubts) {
      if (untilMs > nowMs) break;
      doubts.delete(first);
    }
    return allUntilMs > nowMs || doubts.has(key);
  }

  return { add, has };
}
