import type { TelegramError } from './telegram-error.ts';

/**
 * `safe` repeats what certainly was not carried out, and everything else only when repeating does no harm ·
 * `always` also what may have been carried out (it must arrive, a double is bearable) · `never` nothing.
 */
export type RetryPolicy = 'safe' | 'always' | 'never';

const pausesMs = [250, 1_000, 4_000];

/** Milliseconds before the next attempt, or undefined when the failure is final. A flood waits in its window. */
export function findPauseMs(error: TelegramError, attempt: number, policy: RetryPolicy): number | undefined {
  if (policy === 'never') return undefined;
  if (error.kind === 'flood') return 0;
  if (error.kind !== 'server' && error.kind !== 'network' && error.kind !== 'timeout') return undefined;
  const harmless = !error.mayHaveHappened || policy === 'always' || isRepeatable(error.method);
  return harmless ? pausesMs[attempt - 1] : undefined;
}

/** Reading, and methods that say what shall be so instead of adding something. */
function isRepeatable(method: string): boolean {
  return /^(get|set|edit|delete|answer)/.test(method);
}
