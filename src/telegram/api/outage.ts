import { TelegramError } from './telegram-error.ts';

const away: ReadonlySet<string> = new Set(['flood', 'server', 'network', 'timeout']);
const [shortestMs, longestMs] = [1_000, 30_000];

/**
 * How long to leave Telegram alone after this failure, when the failure is Telegram's own and not the call's; undefined
 * otherwise. What has waited `waitedMs` already waits about half as long again, unless Telegram has named a time.
 */
export function outageMs(error: unknown, waitedMs: number): number | undefined {
  if (!(error instanceof TelegramError) || !away.has(error.kind)) return undefined;
  const named = error.parameters?.retry_after;
  return named === undefined
    ? Math.min(Math.max(waitedMs / 2, shortestMs), longestMs)
    : Math.max(named * 1000, shortestMs);
}
