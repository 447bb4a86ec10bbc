import type { MiddlewareFn } from 'telegraf';
import { TelegramError } from '../telegram/api/telegram-error.ts';
import type { BotContext } from '../features/users/context.ts';
import { plain } from '../telegram/screens/html.ts';
import type { Events } from '../platform/events.ts';

/** After so long a spinner looks like a fault, whatever the handler is still doing. */
const patienceMs = 700;

/**
 * Answers every tap exactly once: with the handler's word when it is done, or silently when it takes long; a word that
 * comes after that is a message. A button of another version, or of somebody else, is told that the menu has changed.
 */
export function answerTaps({ events }: { events: Pick<Events, 'tapStale'> }): MiddlewareFn<BotContext> {
  return async (ctx, next) => {
    if (ctx.callbackQuery === undefined) return await next();
    let word: string | undefined;
    ctx.toast = (text) => {
      word = text;
    };
    if (ctx.tap === 'stale') word = ctx.voice.t.general.menuChanged;
    let answered: Promise<void> | undefined;
    let said: string | undefined;
    const answer = () => {
      if (answered === undefined) said = word;
      return (answered ??= send(ctx, word));
    };
    // Its failure is thrown below; until then nobody else would hear it, and that would end the process.
    const timer = setTimeout(() => void answer().catch(() => {}), patienceMs);
    try {
      await next();
      // Stale from the beginning, or found to be by what would have heard it.
      if (ctx.tap === 'stale') {
        events.tapStale();
        word ??= ctx.voice.t.general.menuChanged;
      }
    } finally {
      clearTimeout(timer);
      await answer();
    }
    if (word !== undefined && word !== said) await ctx.post({ text: plain(word), buttons: [] });
  };
}

/** An answer that comes too late or not at all must not undo what the tap has done. */
async function send(ctx: BotContext, word: string | undefined): Promise<void> {
  try {
    await ctx.answerCbQuery(word?.slice(0, 200));
  } catch (error) {
    if (!(error instanceof TelegramError)) throw error;
  }
}
