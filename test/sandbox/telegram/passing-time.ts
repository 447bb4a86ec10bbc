import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SandboxBot } from './sandbox-bot.ts';

/** Lets the event loop turn, so that what was started can go on. */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await nextTurn();
}

export async function turnsUntil(condition: () => boolean): Promise<void> {
  while (!condition()) await nextTurn();
}

/** Moves the clock in small steps, so that whatever a timer starts can end before the next one. */
export async function pass(bot: SandboxBot, seconds: number): Promise<void> {
  for (let left = seconds; left > 0; left--) {
    bot.clock.advance(1000);
    await bot.world.settled();
  }
}
