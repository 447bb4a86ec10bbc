import { Composer } from 'telegraf';
import { hear } from '../../telegram/screens/taps.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { BotContext, BotPart } from '../users/context.ts';
import { deadLettersScreen, lettersPage } from './screens.ts';
import type { DeadLetters } from './service.ts';
import * as taps from './taps.ts';

/** Work that was given up, as admins see it, with another life for it. */
export function createDeadLetterHandlers({ deadLetters: letters }: { deadLetters: DeadLetters }): BotPart {
  const composer = new Composer<BotContext>();
  hear(composer, taps.list, (ctx, [from]) => show(ctx, from));
  hear(composer, taps.retry, (ctx, [id]) =>
    retrying(ctx, async () => {
      await letters.retry(ctx.cause, id);
      return 1;
    }),
  );
  hear(composer, taps.retryAll, (ctx, [name]) => retrying(ctx, () => letters.retryAll(ctx.cause, name)));
  return { composer };

  async function show(ctx: BotContext, offset = 0): Promise<void> {
    const page = await letters.list(ctx.person.telegramId, { offset, limit: lettersPage });
    await ctx.show(deadLettersScreen(ctx.voice, { ...page, offset }));
  }

  /** Whatever came of it, what is left is shown. */
  async function retrying(ctx: BotContext, work: () => Promise<number>): Promise<void> {
    try {
      ctx.toast(ctx.voice.t.deadLetters.retrying(ctx.voice.format.number(await work())));
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind !== 'conflict') throw error;
      ctx.toast(ctx.voice.refusal(error.code, error.details));
    }
    await show(ctx);
  }
}
