import { Composer, Scenes } from 'telegraf';
import { z } from 'zod';
import { onAnswer } from '../../../telegram/screens/answers.ts';
import { clip } from '../../../telegram/screens/clip.ts';
import type { Html } from '../../../telegram/screens/html.ts';
import { plain } from '../../../telegram/screens/html.ts';
import { onTap, readWhole } from '../../../telegram/screens/taps.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { BotContext } from '../../users/context.ts';
import { type AppId, appIds } from '../apps.ts';
import {
  applyPresetQuestion,
  askPresetScreen,
  askServerScreen,
  isProtocol,
  isStrength,
  presetAppsScreen,
  presetHistoryScreen,
  type PresetPart,
  presetParts,
  presetPartScreen,
  presetScreen,
  presetServersScreen,
  presetTrialScreen,
} from './screens.ts';
import type { PresetService } from './service.ts';
import { type PresetField, presetFields } from './preset.ts';

const presetScene = 'keys.preset';
const stateSchema = z.object({
  schemaVersion: z.literal(1),
  asked: z.union([z.enum(presetFields), z.literal('server')]),
});

/** What keys are made of, as admins change it. */
export function createPresetDesk(
  presets: PresetService,
  hasOwnFeed: boolean,
): { composer: Composer<BotContext>; scene: Scenes.BaseScene<BotContext> } {
  const composer = new Composer<BotContext>();
  onTap(composer, 'kp', show);
  onTap(composer, 'kp.part', (ctx, [part]) => showPart(ctx, partOf(part)));
  onTap(composer, 'kp.ask', (ctx, [index]) => {
    const asked = presetFields[readWhole(index, { min: 0, max: presetFields.length - 1 }) ?? 0];
    return ctx.scene.enter(presetScene, { schemaVersion: 1, asked });
  });
  onTap(composer, 'kp.cut', takeStrength);
  onTap(composer, 'kp.tog', toggleProtocol);
  onTap(composer, 'kp.apps', showApps);
  onTap(composer, 'kp.app', toggleApp);
  onTap(composer, 'kp.more', showServers);
  onTap(composer, 'kp.more+', (ctx) => ctx.scene.enter(presetScene, { schemaVersion: 1, asked: 'server' }));
  onTap(composer, 'kp.more-', removeServer);
  onTap(composer, 'kp.try', async (ctx) =>
    ctx.show(presetTrialScreen(ctx.voice, await presets.tryOut(ctx.person.telegramId))),
  );
  onTap(composer, 'kp.go?', askToApply);
  onTap(composer, 'kp.go', apply);
  onTap(composer, 'kp.drop', drop);
  onTap(composer, 'kp.old', async (ctx) => ctx.show(presetHistoryScreen(ctx.voice, await viewFor(ctx))));
  onTap(composer, 'kp.back', restore);

  const scene = new Scenes.BaseScene<BotContext>(presetScene);
  scene.enter((ctx) => ask(ctx));
  onAnswer(scene, { text: answer, other: (ctx) => ask(ctx, plain(ctx.voice.t.presets.wrongKind)) });
  return { composer, scene };

  async function viewFor(ctx: BotContext) {
    return await presets.view(ctx.person.telegramId);
  }

  async function show(ctx: BotContext): Promise<void> {
    await ctx.show(presetScreen(ctx.voice, await viewFor(ctx)));
  }

  async function showPart(ctx: BotContext, part: PresetPart): Promise<void> {
    await ctx.show(presetPartScreen(ctx.voice, await viewFor(ctx), part));
  }

  async function showApps(ctx: BotContext): Promise<void> {
    await ctx.show(presetAppsScreen(ctx.voice, await viewFor(ctx)));
  }

  async function showServers(ctx: BotContext): Promise<void> {
    await ctx.show(presetServersScreen(ctx.voice, { desk: await viewFor(ctx), hasOwnFeed }));
  }

  async function takeStrength(ctx: BotContext, [name]: readonly string[]): Promise<void> {
    if (isStrength(name)) await presets.setStrength(ctx.cause, name);
    await showPart(ctx, 'cut');
  }

  async function toggleProtocol(ctx: BotContext, [name]: readonly string[]): Promise<void> {
    if (!isProtocol(name)) return await show(ctx);
    await presets.toggle(ctx.cause, { protocol: name });
    await showPart(ctx, name);
  }

  async function toggleApp(ctx: BotContext, [id]: readonly string[]): Promise<void> {
    if (appIds.some((known) => known === id)) await presets.toggle(ctx.cause, { app: id as AppId });
    await showApps(ctx);
  }

  async function removeServer(ctx: BotContext, [index]: readonly string[]): Promise<void> {
    await presets.removeServer(ctx.cause, readWhole(index, { min: 0, max: 99 }) ?? -1);
    await showServers(ctx);
  }

  async function askToApply(ctx: BotContext): Promise<void> {
    const { draft } = await viewFor(ctx);
    if (draft === undefined) return await show(ctx);
    await ctx.show(applyPresetQuestion(ctx.voice, draft.revision));
  }

  async function apply(ctx: BotContext, [revision]: readonly string[]): Promise<void> {
    await presets.apply(ctx.cause, readWhole(revision, { min: 0, max: Number.MAX_SAFE_INTEGER }) ?? 0);
    ctx.toast(ctx.voice.t.presets.applied);
    await show(ctx);
  }

  async function drop(ctx: BotContext): Promise<void> {
    await presets.drop(ctx.cause);
    ctx.toast(ctx.voice.t.presets.dropped);
    await show(ctx);
  }

  async function restore(ctx: BotContext, [version]: readonly string[]): Promise<void> {
    await presets.restore(ctx.cause, readWhole(version, { min: 1, max: Number.MAX_SAFE_INTEGER }) ?? 0);
    ctx.toast(ctx.voice.t.presets.restored);
    await show(ctx);
  }

  async function ask(ctx: BotContext, problem?: Html): Promise<void> {
    const asked = stateSchema.safeParse(ctx.scene.state).data?.asked;
    const desk = await viewFor(ctx);
    if (asked === undefined) {
      await ctx.scene.leave();
      return await ctx.show(presetScreen(ctx.voice, desk));
    }
    await ctx.show(
      asked === 'server'
        ? askServerScreen(ctx.voice, problem)
        : askPresetScreen(ctx.voice, { field: asked, desk, problem }),
    );
  }

  async function answer(ctx: BotContext, text: string): Promise<void> {
    const asked = stateSchema.safeParse(ctx.scene.state).data?.asked;
    if (asked === undefined) return await ask(ctx);
    try {
      await take(ctx, asked, text);
    } catch (error) {
      if (!(error instanceof Refusal) || !error.code.startsWith('preset.bad-')) throw error;
      const { t } = ctx.voice;
      return await ask(
        ctx,
        asked === 'server' ? plain(t.presets.wrongLink) : t.presets.wrong(clip(text, 64)),
      );
    }
    await ctx.scene.leave();
    await (asked === 'server' ? showServers(ctx) : showPart(ctx, partOf(asked.split('.')[0])));
  }

  async function take(ctx: BotContext, asked: PresetField | 'server', text: string): Promise<void> {
    if (asked === 'server') return await presets.addServer(ctx.cause, text);
    await presets.setField(ctx.cause, asked, text);
  }
}

function partOf(text: string | undefined): PresetPart {
  return presetParts.find((part) => part === text) ?? 'reality';
}
