import { Composer } from 'telegraf';
import { hear } from '../../../telegram/screens/taps.ts';
import type { BotContext, BotPart } from '../../users/context.ts';
import type { AppId } from '../apps.rules.ts';
import {
  applyPresetQuestion,
  feedQuestion,
  presetAppsScreen,
  presetHistoryScreen,
  presetPartScreen,
  presetScreen,
  presetServersScreen,
  presetTryoutScreen,
} from './screens.ts';
import type { CutStrength } from '../protocols/packet-cut.rules.ts';
import type { Protocol } from '../protocols/registry.rules.ts';
import type { FeedChoice } from '../feed/choice.service.ts';
import type { PresetService } from './service.ts';
import { createPresetDialogue } from './dialogue.ts';
import { partOf, presetFields, type PresetPart } from './rules.ts';
import * as taps from './taps.ts';

/** The admins' desk for what keys are made of. */
export function createPresetDesk(parts: { presets: PresetService; feedChoice: FeedChoice }): BotPart {
  const { presets, feedChoice } = parts;
  const composer = new Composer<BotContext>();
  hear(composer, taps.open, show);
  hear(composer, taps.showPart, (ctx, [part]) => showPart(ctx, part));
  hear(composer, taps.ask, (ctx, [index]) => {
    const asked = presetFields[index];
    return asked === undefined ? show(ctx) : changing.begin(ctx, { asked });
  });
  hear(composer, taps.setStrength, takeStrength);
  hear(composer, taps.switchProtocol, switchProtocol);
  hear(composer, taps.listApps, showApps);
  hear(composer, taps.switchApp, switchApp);
  hear(composer, taps.listServers, showServers);
  hear(composer, taps.addServer, (ctx) => changing.begin(ctx, { asked: 'server' }));
  hear(composer, taps.removeServer, removeServer);
  hear(composer, taps.askFeed, async (ctx) => ctx.show(feedQuestion(ctx.voice, await feedFor(ctx))));
  hear(composer, taps.chooseFeed, chooseFeed);
  hear(composer, taps.tryOut, async (ctx) =>
    ctx.show(presetTryoutScreen(ctx.voice, await presets.tryOut(ctx.person.telegramId))),
  );
  hear(composer, taps.askApply, askToApply);
  hear(composer, taps.apply, apply);
  hear(composer, taps.drop, drop);
  hear(composer, taps.listVersions, async (ctx) =>
    ctx.show(presetHistoryScreen(ctx.voice, await viewFor(ctx))),
  );
  hear(composer, taps.restore, restore);

  const changing = createPresetDialogue({
    presets,
    show,
    showChanged: (ctx, asked) => (asked === 'server' ? showServers(ctx) : showPart(ctx, partOf(asked))),
  });
  return { composer, dialogues: [changing] };

  async function viewFor(ctx: BotContext) {
    return await presets.view(ctx.person.telegramId);
  }

  async function show(ctx: BotContext): Promise<void> {
    const [desk, feed] = await Promise.all([viewFor(ctx), feedFor(ctx)]);
    await ctx.show(presetScreen(ctx.voice, desk, feed));
  }

  async function feedFor(ctx: BotContext) {
    return await feedChoice.view(ctx.person.telegramId);
  }

  async function chooseFeed(ctx: BotContext, [chosen]: ['own' | 'panel']): Promise<void> {
    await feedChoice.choose(ctx.cause, chosen === 'own');
    ctx.toast(ctx.voice.t.presets.feedChosen);
    await show(ctx);
  }

  async function showPart(ctx: BotContext, part: PresetPart): Promise<void> {
    await ctx.show(presetPartScreen(ctx.voice, await viewFor(ctx), part));
  }

  async function showApps(ctx: BotContext): Promise<void> {
    await ctx.show(presetAppsScreen(ctx.voice, await viewFor(ctx)));
  }

  async function showServers(ctx: BotContext): Promise<void> {
    await ctx.show(
      presetServersScreen(ctx.voice, { desk: await viewFor(ctx), hasOwnFeed: await feedChoice.isOwn() }),
    );
  }

  async function takeStrength(ctx: BotContext, [name]: [CutStrength]): Promise<void> {
    await presets.setStrength(ctx.cause, name);
    await showPart(ctx, 'cut');
  }

  async function switchProtocol(ctx: BotContext, [name, isOffered]: [Protocol, boolean?]): Promise<void> {
    await presets.switchOffer(ctx.cause, { protocol: name, isOffered });
    await showPart(ctx, name);
  }

  async function switchApp(ctx: BotContext, [id, isOffered]: [AppId, boolean?]): Promise<void> {
    await presets.switchOffer(ctx.cause, { app: id, isOffered });
    await showApps(ctx);
  }

  async function removeServer(ctx: BotContext, [index, of]: [number, number?]): Promise<void> {
    await presets.removeServer(ctx.cause, index, of);
    await showServers(ctx);
  }

  async function askToApply(ctx: BotContext): Promise<void> {
    const { draft } = await viewFor(ctx);
    if (draft === undefined) return await show(ctx);
    await ctx.show(applyPresetQuestion(ctx.voice, draft.revision));
  }

  async function apply(ctx: BotContext, [revision]: [number]): Promise<void> {
    await presets.apply(ctx.cause, revision);
    ctx.toast(ctx.voice.t.presets.applied);
    await show(ctx);
  }

  async function drop(ctx: BotContext): Promise<void> {
    await presets.drop(ctx.cause);
    ctx.toast(ctx.voice.t.presets.dropped);
    await show(ctx);
  }

  async function restore(ctx: BotContext, [version]: [number]): Promise<void> {
    await presets.restore(ctx.cause, version);
    ctx.toast(ctx.voice.t.presets.restored);
    await show(ctx);
  }
}
