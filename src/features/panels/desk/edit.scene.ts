import { Scenes } from 'telegraf';
import { z } from 'zod';
import { onAnswer } from '../../../telegram/dialogue/answers.ts';
import { hear } from '../../../telegram/screens/taps.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { BotContext } from '../../users/context.ts';
import { accessSteps, type PanelField, panelFields, readAnswer, readChange } from './answers.rules.ts';
import { panelSettingsScreen } from './care.screens.ts';
import { accessStepScreen, notChangedScreen, panelFieldScreen } from './edit.screens.ts';
import type { PanelService, PanelView } from './service.ts';
import * as taps from './taps.ts';

export const editPanelScene = 'panels.edit';
export const panelAccessScene = 'panels.access';

const panelId = z.number().int();
const fieldSchema = z.object({ schemaVersion: z.literal(1), panelId, field: z.enum(panelFields) });

/** Asks for one new value and stores it: name, capacity, weight or group. */
export function createEditPanelScene(desk: PanelService): Scenes.BaseScene<BotContext> {
  const scene = new Scenes.BaseScene<BotContext>(editPanelScene);
  scene.enter((ctx) => ask(ctx));
  hear(scene, taps.pickValue, (ctx, [value]) => answer(ctx, value));
  onAnswer(scene, { text: answer, other: askAgain });
  return scene;

  /** Of a dialogue that another version began nothing is left: no panel is refused with `panel.unknown`. */
  function read(ctx: BotContext): { id: number; field: PanelField } {
    const state = fieldSchema.safeParse(ctx.scene.state).data;
    return { id: state?.panelId ?? 0, field: state?.field ?? 'name' };
  }

  async function ask(ctx: BotContext, problem?: string): Promise<void> {
    const { id, field } = read(ctx);
    const { panel } = await desk.view(ctx.person.telegramId, id);
    const now = valueOf(ctx, panel, field);
    await ctx.show(panelFieldScreen(ctx.voice, { field, now, problem }));
  }

  async function askAgain(ctx: BotContext): Promise<void> {
    await ask(ctx, ctx.voice.t.panels.wrongField[read(ctx).field]);
  }

  async function answer(ctx: BotContext, text: string): Promise<void> {
    const { id, field } = read(ctx);
    const changes = readChange(field, text);
    if (changes === undefined) return await askAgain(ctx);
    try {
      await desk.edit(ctx.cause, id, changes);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'panel.taken') throw error;
      return await ask(ctx, ctx.voice.refusal(error.code, error.details));
    }
    await ctx.scene.leave();
    ctx.toast(ctx.voice.t.panels.saved);
    await ctx.show(panelSettingsScreen(ctx.voice, await desk.view(ctx.person.telegramId, id)));
  }
}

function valueOf({ voice }: BotContext, panel: PanelView['panel'], field: PanelField): string {
  const value = panel[field];
  return value === null ? voice.t.panels.noLimit : String(value);
}

const accessSchema = z.object({
  schemaVersion: z.literal(1),
  panelId,
  step: z.enum(accessSteps),
  sealed: z.string(),
});

/** Asks for paths and key, each of which may stay as it is, and puts them in place only when the panel answers to them. */
export function createPanelAccessScene(desk: PanelService): Scenes.BaseScene<BotContext> {
  const scene = new Scenes.BaseScene<BotContext>(panelAccessScene);
  scene.enter((ctx) => ask(ctx, false));
  hear(scene, taps.keepAccess, (ctx, [step]) =>
    step === read(ctx).step ? goOn(ctx, undefined) : ask(ctx, false),
  );
  onAnswer(scene, { text: answer, other: (ctx) => ask(ctx, true) });
  return scene;

  function read(ctx: BotContext) {
    const id = z.object({ panelId }).loose().safeParse(ctx.scene.state).data?.panelId ?? 0;
    const state = accessSchema.safeParse(ctx.scene.state).data;
    if (state === undefined) return { id, step: accessSteps[0], draft: {} };
    return { id, step: state.step, draft: desk.openDraft(state.sealed) };
  }

  async function ask(ctx: BotContext, isRepeat: boolean): Promise<void> {
    const { id, step } = read(ctx);
    const { panel } = await desk.view(ctx.person.telegramId, id);
    await ctx.show(accessStepScreen(ctx.voice, { name: panel.name, step, isRepeat }));
  }

  async function answer(ctx: BotContext, text: string): Promise<void> {
    const value = readAnswer(read(ctx).step, text);
    await (value === undefined ? ask(ctx, true) : goOn(ctx, value));
  }

  /** To the next question, or to the trial of what was answered. */
  async function goOn(ctx: BotContext, value: string | undefined): Promise<void> {
    const { id, step, draft } = read(ctx);
    const grown = value === undefined ? draft : { ...draft, [step]: value };
    const next = accessSteps[accessSteps.indexOf(step) + 1];
    if (next !== undefined) {
      ctx.scene.state = { schemaVersion: 1, panelId: id, step: next, sealed: desk.sealDraft(grown) };
      return await ask(ctx, false);
    }
    await ctx.scene.leave();
    const { adminPath, clientPath, apiKey } = grown;
    const trial = await desk.changeAccess(ctx.cause, id, {
      ...(adminPath !== undefined && { adminPath }),
      ...(clientPath !== undefined && { clientPath }),
      ...(apiKey !== undefined && { apiKey }),
    });
    if (!trial.ok) return await ctx.show(notChangedScreen(ctx.voice, id, trial.wrong));
    ctx.toast(ctx.voice.t.panels.accessChanged);
    await ctx.show(panelSettingsScreen(ctx.voice, await desk.view(ctx.person.telegramId, id)));
  }
}
