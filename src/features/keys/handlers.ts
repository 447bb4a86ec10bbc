import { Composer } from 'telegraf';
import type { Screen } from '../../telegram/screens/screen.ts';
import { onTap } from '../../telegram/screens/taps.ts';
import type { GuideService } from './guides/service.ts';
import type { TrialService } from '../trial/service.ts';
import type { BotContext } from '../users/context.ts';
import { networkOf, placeOf } from './advice.ts';
import { adviceScreen, networkQuestion, placeQuestion } from './advice.screens.ts';
import { preferred, type Protocol, protocols } from './protocols/registry.rules.ts';
import { type Format, formats } from './protocols/contract.rules.ts';
import { createDeviceHandlers } from './device.handlers.ts';
import { type KeyMode, modeOf } from './protocols/packet-cut.rules.ts';
import { comparisonScreen, fileScreen, keyScreen, qrScreen, vlessScreen } from './screens.ts';
import type { KeyService } from './service.ts';

export function createKeyHandlers(parts: {
  keys: KeyService;
  guides: GuideService;
  trial: TrialService;
  publicUrl: string;
}): Composer<BotContext> {
  const { keys, guides, trial, publicUrl } = parts;
  const composer = new Composer<BotContext>();
  composer.command('key', (ctx) => showKey(ctx, undefined));
  onTap(composer, 'key', (ctx, [mode]) => showKey(ctx, mode));
  onTap(composer, 'key.cmp', (ctx, [mode]) => ctx.show(comparisonScreen(ctx.voice, modeOf(mode))));
  onTap(composer, 'key.adv', advise);
  onTap(composer, 'key.vless', (ctx, [modeName, protocolName]) =>
    deliver(ctx, modeName, async (id, mode) => {
      const protocol = protocolOf(protocolName);
      return vlessScreen(ctx.voice, { ...(await keys.link(id, { mode, protocol })), mode, protocol });
    }),
  );
  onTap(composer, 'key.qr', (ctx, [mode]) =>
    deliver(ctx, mode, async (id, wanted) => qrScreen(ctx.voice, await keys.qr(id, wanted), wanted)),
  );
  onTap(composer, 'key.file', (ctx, [modeName, formatName]) =>
    deliver(ctx, modeName, async (id, mode) => {
      const format = formatOf(formatName);
      return fileScreen(ctx.voice, { file: await keys.file(id, { mode, format }), mode, format });
    }),
  );
  composer.use(createDeviceHandlers({ keys, guides, publicUrl, showKey }));
  return composer;

  async function showKey(ctx: BotContext, mode: string | undefined): Promise<void> {
    const { telegramId, admittedAt } = ctx.person;
    const key = await keys.stateFor(telegramId);
    const mayTry = key.state !== 'ready' && admittedAt !== null;
    const offer = mayTry ? await trial.offerFor(telegramId) : undefined;
    await ctx.show(keyScreen(ctx.voice, { ...key, trial: offer }, modeOf(mode)));
  }

  async function advise(
    ctx: BotContext,
    [modeName, placeName, networkName]: readonly string[],
  ): Promise<void> {
    const [mode, place, network] = [modeOf(modeName), placeOf(placeName), networkOf(networkName)];
    if (place === undefined) return await ctx.show(placeQuestion(ctx.voice, mode));
    if (network === undefined) return await ctx.show(networkQuestion(ctx.voice, mode, place));
    await ctx.show(adviceScreen(ctx.voice, { mode, place, network }));
  }

  /** A picture or file cannot take the place of a text: it is sent below, with the buttons, and stays in the chat. */
  async function deliver(
    ctx: BotContext,
    mode: string | undefined,
    make: (userId: number, mode: KeyMode) => Promise<Screen>,
  ): Promise<void> {
    await ctx.show(await make(ctx.person.telegramId, modeOf(mode)));
  }
}

function protocolOf(text: string | undefined): Protocol {
  return protocols.find((known) => known === text) ?? preferred;
}

function formatOf(text: string | undefined): Format {
  return formats.find((known) => known === text) ?? 'xray';
}
