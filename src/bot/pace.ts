import type { MiddlewareFn } from 'telegraf';
import type { BotContext } from '../features/users/context.ts';
import { plain } from '../telegram/screens/html.ts';
import type { Events } from '../platform/events.ts';
import type { RateLimiter } from '../platform/rate-limit.ts';

/** The pace of one person: twenty things at once, then one a second. Whoever works here may be in a hurry. */
const pace = { burst: 20, perSecond: 1 };
const staffPace = { burst: 60, perSecond: 3 };

/** Puts off whoever is too fast: one polite notice a minute, never an error. */
export function slowDown(parts: {
  limiter: RateLimiter;
  events: Pick<Events, 'personSlowed'>;
}): MiddlewareFn<BotContext> {
  return async (ctx, next) => {
    const { telegramId, role } = ctx.person;
    const verdict = await parts.limiter.take(`person ${telegramId}`, role === 'user' ? pace : staffPace);
    if (verdict.allowed) return await next();
    parts.events.personSlowed();
    ctx.toast(ctx.voice.t.general.slowDown);
    if (verdict.firstRefusal && ctx.callbackQuery === undefined)
      await ctx.post({ text: plain(ctx.voice.t.general.slowDown) });
  };
}
