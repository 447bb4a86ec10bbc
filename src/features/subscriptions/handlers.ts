import type { CommandHandlers } from '../../telegram/commands.ts';
import { Composer } from 'telegraf';
import type { Clock } from '../../platform/clock.ts';
import { hear } from '../../telegram/screens/taps.ts';
import type { CheckupService } from '../checkup/service.ts';
import type { PlanService } from '../plans/service.ts';
import type { KeyService } from '../keys/service.ts';
import type { TrialService } from '../trial/service.ts';
import type { BotContext, BotPart } from '../users/context.ts';
import type { LinkService } from './links.service.ts';
import { refreshedText, replaceLinkQuestion, replacingLinkScreen, subscriptionScreen } from './screens.ts';
import type { SubscriptionService } from './service.ts';
import * as taps from './taps.ts';

/** Shows people their subscription, and the replacement of their own link. */
export function createSubscriptionHandlers(parts: {
  subscriptions: SubscriptionService;
  links: LinkService;
  trial: TrialService;
  plans: Pick<PlanService, 'namesOf'>;
  keys: Pick<KeyService, 'offered'>;
  checkup: Pick<CheckupService, 'refresh'>;
  clock: Clock;
}): BotPart & { commands: CommandHandlers<BotContext, 'profile'> } {
  const { subscriptions, links, trial, plans, keys, clock } = parts;
  const composer = new Composer<BotContext>();
  hear(composer, taps.show, show);
  hear(composer, taps.refresh, refresh);
  hear(composer, taps.askReplaceLink, (ctx) => ctx.show(replaceLinkQuestion(ctx.voice)));
  hear(composer, taps.replaceLink, async (ctx) => {
    await links.replaceOwn(ctx.cause);
    await ctx.show(replacingLinkScreen(ctx.voice));
  });
  return { composer, commands: { profile: show } };

  async function refresh(ctx: BotContext): Promise<void> {
    const refreshed = await parts.checkup.refresh(ctx.person.telegramId);
    ctx.toast(refreshedText(ctx.voice, refreshed));
    await show(ctx);
  }

  async function show(ctx: BotContext): Promise<void> {
    const { telegramId, admittedAt } = ctx.person;
    const subscription = await subscriptions.glance(telegramId);
    const offer = admittedAt === null ? undefined : await trial.offerFor(telegramId);
    const code = subscription?.planCode ?? undefined;
    const planNames = code === undefined ? undefined : await plans.namesOf(code);
    const nextCode = subscription?.next?.planCode ?? undefined;
    const nextNames = nextCode === undefined ? undefined : await plans.namesOf(nextCode);
    const protocols = subscription === undefined ? [] : await keys.offered(subscription);
    const view = { now: clock.now(), trial: offer, planNames, nextNames, protocols };
    await ctx.show(subscriptionScreen(ctx.voice, subscription, view));
  }
}
