import { Composer } from 'telegraf';
import type { Clock } from '../../../platform/clock.ts';
import type { Currency } from '../../../platform/money.ts';
import { hear } from '../../../telegram/screens/taps.ts';
import type { PlanService } from '../../plans/service.ts';
import type { BotContext, BotPart } from '../../users/context.ts';
import type { UserService } from '../../users/service.ts';
import { promoLink } from './code.rules.ts';
import { createNewPromoDialogue } from './create.dialogue.ts';
import { promoCardScreen, promoListScreen, promosPage } from './desk.screens.ts';
import type { Way } from '../providers/registry.ts';
import type { PromoService } from './service.ts';
import * as taps from './taps.ts';

/** Promo codes as admins see and switch them. */
export function createPromoDesk(parts: {
  promos: PromoService;
  plans: Pick<PlanService, 'list'>;
  users: Pick<UserService, 'demand'>;
  clock: Clock;
  currency: Currency;
  ways: readonly Way[];
  timeZone: string;
  botUsername: string;
}): BotPart {
  const { promos, plans, clock, botUsername } = parts;
  const composer = new Composer<BotContext>();
  hear(composer, taps.list, (ctx, [offset]) => showList(ctx, offset));
  hear(composer, taps.show, (ctx, [id]) => showCard(ctx, id));
  hear(composer, taps.switchOff, (ctx, [id]) => setActive(ctx, id, false));
  hear(composer, taps.switchOn, (ctx, [id]) => setActive(ctx, id, true));
  hear(composer, taps.create, (ctx) => creating.begin(ctx, {}));
  // Confirmed again after the dialogue is over: what was made is on top of the list.
  hear(composer, taps.make, (ctx) => showList(ctx, 0));
  const creating = createNewPromoDialogue({ ...parts, showCard, showList: (ctx) => showList(ctx, 0) });
  return { composer, dialogues: [creating] };

  async function showList(ctx: BotContext, offset: number): Promise<void> {
    const page = await promos.list(ctx.person.telegramId, { offset, limit: promosPage });
    await ctx.show(promoListScreen(ctx.voice, { ...page, offset, now: clock.now() }));
  }

  async function showCard(ctx: BotContext, id: number, isNew = false): Promise<void> {
    const actorId = ctx.person.telegramId;
    const [card, all] = await Promise.all([promos.card(actorId, id), plans.list(actorId)]);
    const link = promoLink(botUsername, card.promo.code);
    await ctx.show(promoCardScreen(ctx.voice, card, { plans: all, link, now: clock.now(), isNew }));
  }

  async function setActive(ctx: BotContext, id: number, isActive: boolean): Promise<void> {
    await promos.setActive(ctx.cause, id, isActive);
    ctx.toast(isActive ? ctx.voice.t.promos.switchedOn : ctx.voice.t.promos.switchedOff);
    await showCard(ctx, id);
  }
}
