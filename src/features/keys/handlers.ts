import { Composer } from 'telegraf';
import type { Screen } from '../../platform/telegram/screen.ts';
import { onTap } from '../../platform/telegram/taps.ts';
import type { GuideService } from '../guides/service.ts';
import type { TrialService } from '../trial/service.ts';
import type { BotContext } from '../users/context.ts';
import { type App, appsFor, type Platform, platforms } from './apps.ts';
import { comparisonScreen, deviceScreen, fileScreen, keyScreen, qrScreen, vlessScreen } from './screens.ts';
import type { KeyService } from './service.ts';
import type { KeyMode } from './vless-link.ts';

export function createKeyHandlers(parts: {
  keys: KeyService;
  guides: GuideService;
  trial: TrialService;
}): Composer<BotContext> {
  const { keys, guides, trial } = parts;
  const composer = new Composer<BotContext>();
  composer.command('key', (ctx) => showKey(ctx, undefined));
  onTap(composer, 'key', (ctx, [mode]) => showKey(ctx, mode));
  onTap(composer, 'key.on', showDevice);
  onTap(composer, 'key.cmp', (ctx, [mode]) => ctx.show(comparisonScreen(ctx.voice, modeOf(mode))));
  onTap(composer, 'key.vless', (ctx, [mode]) =>
    deliver(ctx, mode, async (id, wanted) => vlessScreen(ctx.voice, await keys.vless(id, wanted), wanted)),
  );
  onTap(composer, 'key.qr', (ctx, [mode]) =>
    deliver(ctx, mode, async (id, wanted) => qrScreen(ctx.voice, await keys.qr(id, wanted), wanted)),
  );
  onTap(composer, 'key.file', (ctx, [mode]) =>
    deliver(ctx, mode, async (id, wanted) => fileScreen(ctx.voice, await keys.file(id, wanted), wanted)),
  );
  return composer;

  async function showKey(ctx: BotContext, mode: string | undefined): Promise<void> {
    const { telegramId, admittedAt } = ctx.person;
    const key = await keys.stateFor(telegramId);
    const mayTry = key.state !== 'ready' && admittedAt !== null;
    const offer = mayTry ? await trial.offerFor(telegramId) : undefined;
    await ctx.show(keyScreen(ctx.voice, { ...key, trial: offer }, modeOf(mode)));
  }

  /** A picture or file cannot take the place of a text: it is sent below, with the buttons, and stays in the chat. */
  async function deliver(
    ctx: BotContext,
    mode: string | undefined,
    make: (userId: number, mode: KeyMode) => Promise<Screen>,
  ): Promise<void> {
    await ctx.show(await make(ctx.person.telegramId, modeOf(mode)));
  }

  async function showDevice(
    ctx: BotContext,
    [platformName, modeName, appId]: readonly string[],
  ): Promise<void> {
    const mode = modeOf(modeName);
    const link = await linkFor(ctx.person.telegramId, mode);
    if (link === undefined) return await showKey(ctx, mode);
    const platform = platforms.find((known) => known === platformName) ?? 'other';
    const offered = appsFor(platform, mode);
    const app = offered.find(({ id }) => id === appId) ?? offered[0];
    const others = offered.filter((candidate) => candidate !== app).slice(0, 3);
    await ctx.show(
      deviceScreen(ctx.voice, {
        platform,
        mode,
        link,
        app,
        others,
        steps: stepsFor(ctx, { platform, mode, app }),
      }),
    );
  }

  /** What the guide tells to copy: the subscription, or the one key that carries the Enhanced settings. */
  async function linkFor(userId: number, mode: KeyMode): Promise<string | undefined> {
    const key = await keys.stateFor(userId);
    if (key.state !== 'ready') return undefined;
    return (mode === 'enhanced' ? await keys.vless(userId, mode) : undefined) ?? key.subscriptionLink;
  }

  function stepsFor(
    { voice }: BotContext,
    wanted: { platform: Platform; mode: KeyMode; app: App | undefined },
  ) {
    const { platform, mode, app } = wanted;
    const download = app?.downloads[platform]?.[0];
    if (app === undefined || download === undefined || platform === 'other') return guides.otherSteps(voice);
    return guides.steps(voice, {
      platform,
      app: app.id,
      appName: app.name,
      store: download.store,
      by: mode === 'enhanced' ? 'key' : 'subscription',
    });
  }
}

function modeOf(text: string | undefined): KeyMode {
  return text === 'enhanced' ? 'enhanced' : 'standard';
}
