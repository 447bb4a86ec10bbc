import type { MiddlewareFn } from 'telegraf';
import type { BotContext } from '../features/users/context.ts';
import { hasEndedDialogue } from '../telegram/dialogue/ended.ts';
import { askOnceMore, isInDialogue, leaveDialogue } from '../telegram/dialogue/stage.ts';
import type { SessionStore } from '../telegram/screens/session.ts';

/**
 * Loads the dialogue, and saves it only when the update went well and changed it: a half-finished step is never
 * kept, and the repeat starts from where the first try started.
 */
export function keepSession(sessions: SessionStore): MiddlewareFn<BotContext> {
  return async (ctx, next) => {
    const session = await sessions.load({ userId: ctx.person.telegramId, chatId: ctx.person.telegramId });
    ctx.session = session.data;
    await next();
    await session.save();
  };
}

/**
 * A command or button that no dialogue took means that the person has moved on. A stale button means nothing: the step
 * that the person is at is drawn again, with what they answered so far. Nor does a button pressed twice: the first
 * press has done it.
 */
export function leaveOnNavigation(): MiddlewareFn<BotContext> {
  return async (ctx, next) => {
    if (hasEndedDialogue(ctx)) return ctx.toast(ctx.voice.t.general.doneBefore);
    if (isInDialogue(ctx) && ctx.tap === 'stale') return await askOnceMore(ctx);
    const isCommand = ctx.message !== undefined && 'text' in ctx.message && ctx.message.text.startsWith('/');
    if (isCommand || ctx.tap !== undefined) await leaveDialogue(ctx);
    await next();
  };
}
