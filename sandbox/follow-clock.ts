import { createInterface } from 'node:readline';
import { putAhead } from '../src/platform/clock.ts';

/**
 * For `node --import`: the clock of this process follows the sandbox's. How far that is ahead comes in milliseconds,
 * first in SANDBOX_AHEAD_MS, then as lines at the standard input.
 */
function follow(text: string | undefined): void {
  const ms = Number(text);
  if (Number.isFinite(ms)) putAhead(ms);
}

follow(process.env['SANDBOX_AHEAD_MS'] ?? '0');
createInterface({ input: process.stdin }).on('line', follow);
