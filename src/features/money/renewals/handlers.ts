import { Composer } from 'telegraf';
import type { Clock } from '../../../platform/clock.ts';
import type { Money } from '../../../platform/money.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { hear } from '../../../telegram/screens/taps.ts';
import type { PlanService } from '../../plans/service.ts';
import type { SubscriptionService } from '../../subscriptions/service.ts';
import type { BotContext, BotPart } from '../../users/context.ts';
import {
  type FromBalance,
  portalScreen,
  renewalScreen,
  startRenewalQuestion,
  stopRenewalQuestion,
} from './screens.ts';
import type { RenewalService } from './service.ts';
import { chargeAt } from './standing.rules.ts';
import * as taps from './taps.ts';

/** Auto-renewal: how it stands, off, on again, from the balance, and the provider's page for the card. */
export function createRenewalHandlers(parts: {
  clock: Clock;
  renewals: RenewalService;
  plans: Pick<PlanService, 'onSale'>;
  subscriptions: Pick<SubscriptionService, 'find' | 'runs'>;
  currency: Money['currency'];
  /** Whether the balance is a way of paying here. */
  hasBalance: boolean;
}): BotPart {
  const { renewals, plans, subscriptions, currency } = parts;
  const composer = new Composer<BotContext>();
  hear(composer, taps.show, show);
  hear(composer, taps.askStop, (ctx) => ctx.show(stopRenewalQuestion(ctx.voice)));
  hear(composer, taps.stop, (ctx) => change(ctx, renewals.stop, ctx.voice.t.renewals.stopped));
  hear(composer, taps.resume, (ctx) => change(ctx, renewals.resume, ctx.voice.t.renewals.resumed));
  hear(composer, taps.askStart, ask);
  hear(composer, taps.start, (ctx, [planId, shown]) =>
    change(
      ctx,
      (cause) => renewals.beginFromBalance(cause, { planId: planId, shownMinor: shown }),
      ctx.voice.t.renewals.started,
    ),
  );
  hear(composer, taps.openPortal, async (ctx) => {
    const url = await renewals.portal(ctx.person.telegramId, ctx.voice.language);
    await ctx.show(portalScreen(ctx.voice, url));
  });
  return { composer };

  async function show(ctx: BotContext): Promise<void> {
    const userId = ctx.person.telegramId;
    const [view, subscription] = await Promise.all([renewals.view(userId), subscriptions.find(userId)]);
    const expiresAt = (subscriptions.runs(subscription) && subscription?.expiresAt) || null;
    const fromBalance = await offer(expiresAt, view.renewal?.planId);
    await ctx.show(renewalScreen(ctx.voice, { ...view, now: parts.clock.now(), expiresAt, fromBalance }));
  }

  /** The plan that was renewed before, else the month, else whatever has an end: what the balance could renew. */
  async function offer(expiresAt: Date | null, planId: number | undefined): Promise<FromBalance | undefined> {
    if (!parts.hasBalance || expiresAt === null) return undefined;
    const able = (await plans.onSale()).filter(
      ({ days, prices }) => days !== null && prices[currency] !== undefined,
    );
    const plan =
      able.find(({ id }) => id === planId) ?? able.find(({ code }) => code === 'monthly') ?? able[0];
    const amountMinor = plan?.prices[currency];
    const dueAt = chargeAt(expiresAt);
    if (plan === undefined || amountMinor === undefined) return undefined;
    return { plan, amountMinor, currency, firstChargeAt: dueAt > parts.clock.now() ? dueAt : undefined };
  }

  async function ask(ctx: BotContext, [planId]: [number]): Promise<void> {
    const expiresAt = (await subscriptions.find(ctx.person.telegramId))?.expiresAt ?? null;
    const offered = await offer(expiresAt, planId);
    if (offered === undefined) throw new Refusal('conflict', 'renewal.needs-access');
    await ctx.show(startRenewalQuestion(ctx.voice, offered));
  }

  async function change(
    ctx: BotContext,
    how: (cause: BotContext['cause']) => Promise<void>,
    said: string,
  ): Promise<void> {
    await how(ctx.cause);
    ctx.toast(said);
    await show(ctx);
  }
}
