import type { CommandHandlers } from '../../telegram/commands.ts';
import { Composer } from 'telegraf';
import type { Screen } from '../../telegram/screens/screen.ts';
import { hear } from '../../telegram/screens/taps.ts';
import type { GuideService } from './guides/service.ts';
import type { TrialService } from '../trial/service.ts';
import { type BotContext, type BotPart, together } from '../users/context.ts';
import type { NetworkKind, Place } from './advice.rules.ts';
import { adviceScreen, networkQuestion, placeQuestion } from './advice.screens.ts';
import { createDeviceHandlers } from './device.handlers.ts';
import type { KeyMode } from './protocols/packet-cut.rules.ts';
import { createPresetDesk } from './presets/handlers.ts';
import { preferred } from './protocols/registry.rules.ts';
import { comparisonScreen, fileScreen, keyScreen, qrScreen, vlessScreen } from './screens.ts';
import type { KeyService } from './service.ts';
import * as taps from './taps.ts';

interface KeyParts {
  keys: KeyService;
  guides: GuideService;
  trial: TrialService;
  publicUrl: string;
}

/** What people ask of their keys, and admins of what keys are made of. */
export function createKeyTalk(needs: KeyParts & Parameters<typeof createPresetDesk>[0]) {
  const keys = createKeyHandlers(needs);
  return { ...together(keys, createPresetDesk(needs)), commands: keys.commands };
}

function createKeyHandlers(parts: KeyParts): BotPart & { commands: CommandHandlers<BotContext, 'key'> } {
  const { keys, guides, trial, publicUrl } = parts;
  const composer = new Composer<BotContext>();
  hear(composer, taps.show, (ctx, [mode]) => showKey(ctx, mode));
  hear(composer, taps.compare, (ctx, [mode]) => ctx.show(comparisonScreen(ctx.voice, mode)));
  hear(composer, taps.advise, advise);
  hear(composer, taps.asLink, (ctx, [mode, protocol = preferred]) =>
    deliver(ctx, async (id) => {
      return vlessScreen(ctx.voice, { ...(await keys.link(id, { mode, protocol })), mode, protocol });
    }),
  );
  hear(composer, taps.asPicture, (ctx, [mode]) =>
    deliver(ctx, async (id) => qrScreen(ctx.voice, await keys.qr(id, mode), mode)),
  );
  hear(composer, taps.asFile, (ctx, [mode, format = 'xray']) =>
    deliver(ctx, async (id) => {
      return fileScreen(ctx.voice, { file: await keys.file(id, { mode, format }), mode, format });
    }),
  );
  composer.use(createDeviceHandlers({ keys, guides, publicUrl, showKey }));
  return { composer, commands: { key: (ctx) => showKey(ctx) } };

  async function showKey(ctx: BotContext, mode: KeyMode = 'standard'): Promise<void> {
    const { telegramId, admittedAt } = ctx.person;
    const key = await keys.stateFor(telegramId);
    const mayTry = key.state !== 'ready' && admittedAt !== null;
    const offer = mayTry ? await trial.offerFor(telegramId) : undefined;
    await ctx.show(keyScreen(ctx.voice, { ...key, trial: offer }, mode));
  }

  async function advise(
    ctx: BotContext,
    [mode, place, network]: [KeyMode, Place?, NetworkKind?],
  ): Promise<void> {
    if (place === undefined) return await ctx.show(placeQuestion(ctx.voice, mode));
    if (network === undefined) return await ctx.show(networkQuestion(ctx.voice, mode, place));
    await ctx.show(adviceScreen(ctx.voice, { mode, place, network }));
  }

  /** A picture or file cannot take the place of a text: it is sent below, with the buttons, and stays in the chat. */
  async function deliver(ctx: BotContext, make: (userId: number) => Promise<Screen>): Promise<void> {
    await ctx.show(await make(ctx.person.telegramId));
  }
}
