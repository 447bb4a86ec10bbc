import { Composer, Scenes } from 'telegraf';
import { z } from 'zod';
import { type Currency, currencies, readMinor } from '../../platform/money.ts';
import { onAnswer } from '../../telegram/dialogue/answers.ts';
import { clip } from '../../telegram/screens/clip.ts';
import { hear, readWhole } from '../../telegram/screens/taps.ts';
import type { BotContext } from '../users/context.ts';
import type { PlanField } from './rules.ts';
import { switchProtocol } from './protocols.rules.ts';
import {
  askPlanScreen,
  isTrialPlan,
  planCardScreen,
  planGroupScreen,
  planListScreen,
  planProtocolsScreen,
} from './screens.ts';
import type { Plan, PlanChange, PlanService } from './service.ts';
import * as taps from './taps.ts';

const editPlanScene = 'plans.edit';
const stateSchema = z.object({
  schemaVersion: z.literal(1),
  planId: z.number().int(),
  field: z.enum(['days', 'traffic', 'name', 'nameEn', ...currencies]),
});

/** The plans as admins manage them. `shown`: the currencies that this shop charges in; `hasOwnFeed`: links lead here. */
export function createPlanDesk(
  plans: PlanService,
  { shown, hasOwnFeed }: { shown: readonly Currency[]; hasOwnFeed: boolean },
): { composer: Composer<BotContext>; scene: Scenes.BaseScene<BotContext> } {
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
  hear(composer, taps.askProtocols, (ctx, [id]) => showProtocols(ctx, id));
  hear(composer, taps.toggleProtocol, (ctx, [id, protocol]) => toggleProtocol(ctx, id, protocol));
  hear(composer, taps.moveUp, (ctx, [id]) => move(ctx, id, -1));
  hear(composer, taps.moveDown, (ctx, [id]) => move(ctx, id, 1));
  hear(composer, taps.edit, (ctx, [id, field]) =>
    ctx.scene.enter(editPlanScene, { schemaVersion: 1, planId: id, field }),
  );

  const scene = new Scenes.BaseScene<BotContext>(editPlanScene);
  scene.enter((ctx) => ask(ctx, false));
  onAnswer(scene, { text: answer, other: (ctx) => ask(ctx, true) });
  return { composer, scene };

  async function showAll(ctx: BotContext): Promise<void> {
    await ctx.show(planListScreen(ctx.voice, await plans.list(ctx.person.telegramId)));
  }

  async function show(ctx: BotContext, id: number): Promise<void> {
    const plan = await viewFor(ctx, id);
    await ctx.show(planCardScreen(ctx.voice, { plan, currencies: shown }));
  }

  async function viewFor(ctx: BotContext, id: number): Promise<Plan> {
    return await plans.view(ctx.person.telegramId, id);
  }

  async function showProtocols(ctx: BotContext, id: number): Promise<void> {
    await ctx.show(planProtocolsScreen(ctx.voice, await viewFor(ctx, id), hasOwnFeed));
  }

  async function toggleProtocol(ctx: BotContext, id: number, protocol: string): Promise<void> {
    const value = switchProtocol(await viewFor(ctx, id), protocol);
    if (value === undefined) ctx.toast(ctx.voice.t.desk.lastProtocol);
    else await plans.change(ctx.cause, id, { field: 'protocols', value });
    await showProtocols(ctx, id);
  }

  async function setVisible(ctx: BotContext, id: number, value: boolean): Promise<void> {
    await plans.change(ctx.cause, id, { field: 'isVisible', value });
    await show(ctx, id);
  }

  /** To the list, where the new order is seen. */
  async function move(ctx: BotContext, id: number, by: -1 | 1): Promise<void> {
    await plans.move(ctx.cause, id, by);
    ctx.toast(ctx.voice.t.desk.moved);
    await showAll(ctx);
  }

  async function ask(ctx: BotContext, isRepeat: boolean): Promise<void> {
    const state = stateSchema.safeParse(ctx.scene.state).data;
    if (state === undefined) {
      await ctx.scene.leave();
      return await showAll(ctx);
    }
    const plan = await viewFor(ctx, state.planId);
    await ctx.show(askPlanScreen(ctx.voice, { plan, field: state.field }, isRepeat));
  }

  async function answer(ctx: BotContext, text: string): Promise<void> {
    const state = stateSchema.safeParse(ctx.scene.state).data;
    if (state === undefined) return await ask(ctx, true);
    const plan = await viewFor(ctx, state.planId);
    const change = readChange(state.field, text);
    const isEndless = isTrialPlan(plan) && change?.value === null;
    if (change === undefined || isEndless) return await ask(ctx, true);
    await plans.change(ctx.cause, state.planId, change);
    await ctx.scene.leave();
    await show(ctx, state.planId);
  }
}

/** What was typed, as a change; undefined when it does not fit. Nought takes away. */
function readChange(field: PlanField, text: string): PlanChange | undefined {
  if (field === 'name' || field === 'nameEn') {
    const value = clip(text, 25);
    if (value === '' || value.length > 24) return undefined;
    return { field: field === 'name' ? 'nameRu' : 'nameEn', value };
  }
  if (field === 'traffic') {
    const gigabytes = readWhole(text, { min: 0, max: 10_000 });
    if (gigabytes === undefined) return undefined;
    return { field: 'trafficBytes', value: gigabytes === 0 ? null : gigabytes * 1024 ** 3 };
  }
  if (field === 'days') {
    const days = readWhole(text, { min: 0, max: 3_650 });
    return days === undefined ? undefined : { field, value: days === 0 ? null : days };
  }
  const minor = readMinor(text, field);
  if (minor === undefined) return undefined;
  return { field: 'price', currency: field, value: minor === 0 ? null : minor };
}
