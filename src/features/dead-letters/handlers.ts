import { Composer } from 'telegraf';
import { onTap, readWhole } from '../../telegram/screens/taps.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { BotContext } from '../users/context.ts';
import { deadLettersScreen, lettersPage } from './screens.ts';
import type { DeadLetters } from './service.ts';

/** Work that was given up, as admins see it, with another life for it. */
export function createDeadLetterHandlers(letters: DeadLetters): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  onTap(composer, 'jobs', (ctx, [from]) => show(ctx, from));
  onTap(composer, 'job.go', (ctx, [id]) =>
    retrying(ctx, async () => {
      await letters.retry(ctx.cause, id ?? '');
      return 1;
    }),
  );
  onTap(composer, 'job.all', (ctx, [name]) => retrying(ctx, () => letters.retryAll(ctx.cause, name ?? '')));
  return composer;

  async function show(ctx: BotContext, from?: string): Promise<void> {
    const offset = readWhole(from, { min: 0, max: Number.MAX_SAFE_INTEGER }) ?? 0;
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
