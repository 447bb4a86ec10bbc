import type { CommandHandlers } from '../../telegram/commands.ts';
import { Composer } from 'telegraf';
import { hear } from '../../telegram/screens/taps.ts';
import type { BotContext, BotPart } from '../users/context.ts';
import { trialOfferScreen, trialStartedScreen } from './screens.ts';
import type { TrialService } from './service.ts';
import * as taps from './taps.ts';

export function createTrialHandlers({
  trial,
}: {
  trial: TrialService;
}): BotPart & { commands: CommandHandlers<BotContext, 'trial'> } {
  const composer = new Composer<BotContext>();
  hear(composer, taps.offer, showOffer);
  hear(composer, taps.start, start);
  return { composer, commands: { trial: showOffer } };

  async function showOffer(ctx: BotContext): Promise<void> {
    const standing = await trial.standingOf(ctx.person.telegramId);
    await ctx.show(trialOfferScreen(ctx.voice, { admitted: ctx.person.admittedAt !== null, standing }));
  }

  async function start(ctx: BotContext): Promise<void> {
    await trial.start(ctx.cause);
    await ctx.show(trialStartedScreen(ctx.voice));
  }
}
