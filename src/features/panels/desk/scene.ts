import { Scenes } from 'telegraf';
import { z } from 'zod';
import { onAnswer } from '../../../telegram/dialogue/answers.ts';
import type { BotContext } from '../../users/context.ts';
import { notAddedScreen, panelStepScreen } from './edit.screens.ts';
import { type PanelStep, panelSteps as steps, readAnswer } from './answers.rules.ts';
import { panelScreen } from './screens.ts';
import type { NewPanel, PanelDraft } from './access.service.ts';
import type { PanelService } from './service.ts';

export const addPanelScene = 'panels.add';

const stateSchema = z.object({ schemaVersion: z.literal(1), step: z.enum(steps), sealed: z.string() });

/** Asks for address, paths, key and time zone, tries them, and adds the panel only when it answers as one. */
export function createAddPanelScene(desk: PanelService): Scenes.BaseScene<BotContext> {
  const scene = new Scenes.BaseScene<BotContext>(addPanelScene);
  scene.enter((ctx) => {
    const { step, draft } = read(ctx);
    return ask(ctx, step, draft);
  });
  onAnswer(scene, { text: answer, other: repeat });
  return scene;

  function read(ctx: BotContext): { step: PanelStep; draft: PanelDraft } {
    const state = stateSchema.safeParse(ctx.scene.state).data;
    return state === undefined
      ? { step: 'url', draft: {} }
      : { step: state.step, draft: desk.openDraft(state.sealed) };
  }

  async function ask(ctx: BotContext, step: PanelStep, draft: PanelDraft): Promise<void> {
    ctx.scene.state = { schemaVersion: 1, step, sealed: desk.sealDraft(draft) };
    await ctx.show(panelStepScreen(ctx.voice, step, false));
  }

  async function repeat(ctx: BotContext): Promise<void> {
    await ctx.show(panelStepScreen(ctx.voice, read(ctx).step, true));
  }

  async function answer(ctx: BotContext, text: string): Promise<void> {
    const { step, draft } = read(ctx);
    const value = readAnswer(step, text);
    if (value === undefined) return await repeat(ctx);
    const next = steps[steps.indexOf(step) + 1];
    const grown = { ...draft, [step]: value };
    return next === undefined ? await finish(ctx, grown) : await ask(ctx, next, grown);
  }

  async function finish(ctx: BotContext, draft: PanelDraft): Promise<void> {
    const { url, adminPath, clientPath, apiKey, timeZone } = draft;
    if (!url || !adminPath || !clientPath || !apiKey || !timeZone) return await ask(ctx, 'url', {});
    await ctx.scene.leave();
    const whole: NewPanel = { name: new URL(url).host, url, adminPath, clientPath, apiKey, timeZone };
    const added = await desk.add(ctx.cause, whole);
    if (!added.ok) return await ctx.show(notAddedScreen(ctx.voice, added.wrong));
    ctx.toast(ctx.voice.t.panels.added(added.panel.name, added.version));
    await ctx.show(panelScreen(ctx.voice, await desk.view(ctx.person.telegramId, added.panel.id)));
  }
}
