import type { Composer, Context } from 'telegraf';
import type { Action } from './buttons.ts';

type Tapping = Context & { tap: Action | 'stale' | undefined };

/** Has a handler answer the genuine buttons of one route, wherever the composer stands (bot, stage or scene). */
export function onTap<C extends Tapping>(
  composer: Composer<C>,
  route: string,
  handler: (ctx: C, args: readonly string[]) => Promise<unknown>,
): void {
  composer.use(async (ctx, next) => {
    const { tap } = ctx;
    if (tap === undefined || tap === 'stale' || tap.route !== route) return await next();
    return await handler(ctx, tap.args);
  });
}

/** A whole number from a button's argument or from typed text; undefined when it is none in the range. */
export function readWhole(text: string | undefined, range: { min: number; max: number }): number | undefined {
  const digits = text?.trim().normalize('NFKC') ?? '';
  if (!/^\d{1,16}$/.test(digits)) return undefined;
  const value = Number(digits);
  return value >= range.min && value <= range.max ? value : undefined;
}
