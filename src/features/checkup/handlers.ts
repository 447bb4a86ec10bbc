import { Composer } from 'telegraf';
import { hear } from '../../telegram/screens/taps.ts';
import type { BotContext, BotPart } from '../users/context.ts';
import { checkupScreen } from './screens.ts';
import type { CheckupService } from './service.ts';
import * as taps from './taps.ts';

/** Hears whoever says that it does not work. */
export function createCheckupHandlers(parts: {
  checkup: Pick<CheckupService, 'check'>;
  supportContact: string | undefined;
}): BotPart {
  const composer = new Composer<BotContext>();
  hear(composer, taps.check, async (ctx) => {
    const found = await parts.checkup.check(ctx.person.telegramId);
    await ctx.show(checkupScreen(ctx.voice, found, parts.supportContact));
  });
  return { composer };
}
