import { Composer } from 'telegraf';
import type { Clock } from '../../platform/clock.ts';
import { onTap } from '../../platform/telegram/taps.ts';
import type { TrialService } from '../trial/service.ts';
import type { BotContext } from '../users/context.ts';
import { subscriptionScreen } from './screens.ts';
import type { SubscriptionService } from './service.ts';

export function createSubscriptionHandlers(parts: {
  subscriptions: SubscriptionService;
  trial: TrialService;
  clock: Clock;
}): Composer<BotContext> {
  const { subscriptions, trial, clock } = parts;
  const composer = new Composer<BotContext>();
  composer.command('profile', show);
  onTap(composer, 'profile', show);
  return composer;

  async function show(ctx: BotContext): Promise<void> {
    const { telegramId, admittedAt } = ctx.person;
    const subscription = await subscriptions.find(telegramId);
    const offer = admittedAt === null ? undefined : await trial.offerFor(telegramId);
    await ctx.show(subscriptionScreen(ctx.voice, subscription, { now: clock.now(), trial: offer }));
  }
}
