import { Composer } from 'telegraf';
import type { Currency } from '../../platform/money.ts';
import { hear } from '../../telegram/screens/taps.ts';
import type { BotContext, BotPart } from '../users/context.ts';
import { createEditPlanDialogue } from './dialogue.ts';
import { switchProtocol } from './protocols.rules.ts';
import { planCardScreen, planGroupScreen, planListScreen, planProtocolsScreen } from './screens.ts';
import type { Plan, PlanService, PlanStep } from './service.ts';
import * as taps from './taps.ts';

/** The plans as admins manage them. */
export function createPlanDesk(parts: {
  plans: PlanService;
  /** The shop's; Stars are always charged beside it. */
  currency: Currency;
  /** Whether links lead to us. */
  feedChoice: { isOwn(): Promise<boolean> };
}): BotPart {
  const { plans, currency, feedChoice } = parts;
  const composer = new Composer<BotContext>();
  hear(composer, taps.list, showAll);
  hear(composer, taps.show, (ctx, [id]) => show(ctx, id));
  hear(composer, taps.hide, (ctx, [id]) => setVisible(ctx, id, false));
  hear(composer, taps.offer, (ctx, [id]) => setVisible(ctx, id, true));
  hear(composer, taps.askGroup, async (ctx, [id]) => {
    const groups = await plans.groups(ctx.person.telegramId);
    await ctx.show(planGroupScreen(ctx.voice, await viewFor(ctx, id), groups));
  });
  hear(composer, taps.setGroup, async (ctx, [id, value]) => {
    await plans.change(ctx.cause, id, { field: 'panelGroup', value });
    await show(ctx, id);
  });
  hear(composer, taps.setTrafficMode, async (ctx, [id, value]) => {
    await plans.change(ctx.cause, id, { field: 'trafficMode', value });
    await show(ctx, id);
  });
  hear(composer, taps.askProtocols, (ctx, [id]) => showProtocols(ctx, id));
  hear(composer, taps.switchProtocol, async (ctx, [id, protocol, isWanted]) => {
    const plan = await viewFor(ctx, id);
    const value = switchProtocol(plan, protocol, isWanted);
    if (value === undefined) ctx.toast(ctx.voice.t.desk.lastProtocol);
    else if (value?.length !== plan.protocols?.length)
      await plans.change(ctx.cause, id, { field: 'protocols', value });
    await showProtocols(ctx, id);
  });
  hear(composer, taps.moveUp, (ctx, [id, from]) => move(ctx, id, { by: -1, from }));
  hear(composer, taps.moveDown, (ctx, [id, from]) => move(ctx, id, { by: 1, from }));
  hear(composer, taps.edit, (ctx, [planId, field]) => editing.begin(ctx, { planId, field }));
  const editing = createEditPlanDialogue({ plans, show, showAll });
  return { composer, dialogues: [editing] };

  async function showAll(ctx: BotContext): Promise<void> {
    await ctx.show(planListScreen(ctx.voice, await plans.list(ctx.person.telegramId)));
  }

  async function show(ctx: BotContext, id: number): Promise<void> {
    const all = await plans.list(ctx.person.telegramId);
    const place = all.findIndex((plan) => plan.id === id);
    const plan = all[place] ?? (await viewFor(ctx, id));
    await ctx.show(planCardScreen(ctx.voice, { plan, place, currencies: [currency, 'XTR'] }));
  }

  async function viewFor(ctx: BotContext, id: number): Promise<Plan> {
    return await plans.view(ctx.person.telegramId, id);
  }

  async function showProtocols(ctx: BotContext, id: number): Promise<void> {
    await ctx.show(planProtocolsScreen(ctx.voice, await viewFor(ctx, id), await feedChoice.isOwn()));
  }

  async function setVisible(ctx: BotContext, id: number, value: boolean): Promise<void> {
    await plans.change(ctx.cause, id, { field: 'isVisible', value });
    await show(ctx, id);
  }

  /** To the list, where the new order is seen. */
  async function move(ctx: BotContext, id: number, step: PlanStep): Promise<void> {
    await plans.move(ctx.cause, id, step);
    ctx.toast(ctx.voice.t.desk.moved);
    await showAll(ctx);
  }
}
