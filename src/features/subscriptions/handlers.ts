import { Composer } from 'telegraf';
import type { Clock } from '../../platform/clock.ts';
import { onTap } from '../../platform/telegram/taps.ts';
import type { BotContext } from '../users/context.ts';
import { subscriptionScreen } from './screens.ts';
import type { SubscriptionService } from './service.ts';

export function createSubscriptionHandlers(
  subscriptions: SubscriptionService,
  clock: Clock,
): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  composer.command('profile', show);
  onTap(composer, 'profile', show);
  return composer;

  async function show(ctx: BotContext): Promise<void> {
    const subscription = await subscriptions.find(ctx.person.telegramId);
    await ctx.show(subscriptionScreen(ctx.voice, subscription, clock.now()));
  }
}
