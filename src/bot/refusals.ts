import type { MiddlewareFn } from 'telegraf';
import type { BotContext } from '../features/users/context.ts';
import { leaveDialogue } from '../telegram/dialogue/stage.ts';
import { plain } from '../telegram/screens/html.ts';
import { Refusal } from '../platform/refusal.ts';
import { wayHome } from '../texts/navigation.ts';

/**
 * Says a service's refusal in the person's language; faults pass through. A dialogue under way stays where it is, unless
 * the person may not go on with it or what it was about is gone.
 */
export function explainRefusals(showHome: (ctx: BotContext) => Promise<void>): MiddlewareFn<BotContext> {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const isOver = error.kind === 'forbidden' || error.kind === 'missing';
      if (isOver) await leaveDialogue(ctx);
      const sentence = ctx.voice.refusal(error.code, error.details);
      if (ctx.callbackQuery === undefined)
        return await ctx.show({ text: plain(sentence), buttons: [wayHome(ctx.voice)] });
      ctx.toast(sentence);
      // What the person may do has changed since the button was drawn: draw what is true now.
      if (isOver) await showHome(ctx);
    }
  };
}
