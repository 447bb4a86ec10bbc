import { Composer } from 'telegraf';
import { hear } from '../../telegram/screens/taps.ts';
import type { BotContext, BotPart } from '../users/context.ts';
import { reminderChoiceScreen } from './screens.ts';
import type { ReminderService } from './service.ts';
import * as taps from './taps.ts';

/** Hears what people do not want to be reminded of. */
export function createReminderHandlers({
  reminders,
}: {
  reminders: Pick<ReminderService, 'choose'>;
}): BotPart {
  const composer = new Composer<BotContext>();
  hear(composer, taps.choose, async (ctx, [kind, isWanted]) => {
    await reminders.choose(ctx.cause, kind, isWanted);
    await ctx.show(reminderChoiceScreen(ctx.voice, kind, isWanted));
  });
  return { composer };
}
