import { Composer } from 'telegraf';
import type { Screen } from '../../platform/telegram/screen.ts';
import { onTap } from '../../platform/telegram/taps.ts';
import type { GuideService } from '../guides/service.ts';
import type { TrialService } from '../trial/service.ts';
import type { BotContext } from '../users/context.ts';
import { type App, appsFor, type Platform, platforms } from './apps.ts';
import { type Protocol, protocols } from './access.ts';
import { type Format, formats } from './config-file.ts';
import type { KeyMode } from './packet-cut.ts';
import { comparisonScreen, deviceScreen, fileScreen, keyScreen, qrScreen, vlessScreen } from './screens.ts';
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
  onTap(composer, 'key.on', showDevice);
  onTap(composer, 'key.cmp', (ctx, [mode]) => ctx.show(comparisonScreen(ctx.voice, modeOf(mode))));
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
    const ways = await waysFor(ctx.person.telegramId, mode);
    if (ways === undefined) return await showKey(ctx, mode);
    const platform = platforms.find((known) => known === platformName) ?? 'other';
    const offered = appsFor(platform, mode, keys.demand);
    const app = offered.find(({ id }) => id === appId) ?? offered[0];
    const others = offered.filter((candidate) => candidate !== app).slice(0, 3);
    const openUrl = app?.deepLink === undefined ? undefined : ways.openUrl?.(app.id);
    const by = openUrl !== undefined ? 'tap' : ways.by;
    keys.noteGuide({ mode, platform, app: app?.id ?? '' });
    await ctx.show(
      deviceScreen(ctx.voice, {
        platform,
        mode,
        link: ways.link,
        openUrl,
        app,
        others,
        steps: stepsFor(ctx, { platform, app, by }),
      }),
    );
  }

  /**
   * How the key gets into an app: by the subscription, opened with a tap where the app can, or in Enhanced, unless our
   * own subscription has it, by the one link that carries its settings.
   */
  async function waysFor(
    userId: number,
    mode: KeyMode,
  ): Promise<{ link: string; by: 'subscription' | 'key'; openUrl?: (app: string) => string } | undefined> {
    const [key, addresses] = [await keys.stateFor(userId), await keys.addresses(userId)];
    if (key.state !== 'ready' || addresses === undefined) return undefined;
    const { token, enhancedLink } = addresses;
    if (mode === 'standard')
      return {
        link: key.subscriptionLink,
        by: 'subscription',
        openUrl: (app) => `${publicUrl}/import/${app}/${token}`,
      };
    if (enhancedLink !== undefined)
      return {
        link: enhancedLink,
        by: 'subscription',
        openUrl: (app) => `${publicUrl}/import/${app}/${token}?mode=enhanced`,
      };
    const { link } = await keys.link(userId, { mode, protocol: 'reality' });
    return link === undefined ? { link: key.subscriptionLink, by: 'subscription' } : { link, by: 'key' };
  }

  function stepsFor(
    { voice }: BotContext,
    wanted: { platform: Platform; app: App | undefined; by: 'tap' | 'subscription' | 'key' },
  ) {
    const { platform, app, by } = wanted;
    const download = app?.downloads[platform]?.[0];
    if (app === undefined || download === undefined || platform === 'other') return guides.otherSteps(voice);
    return guides.steps(voice, {
      platform,
      app: app.id,
      appName: app.name,
      store: download.store,
      by,
    });
  }
}

function modeOf(text: string | undefined): KeyMode {
  return text === 'enhanced' ? 'enhanced' : 'standard';
}

function protocolOf(text: string | undefined): Protocol {
  return protocols.find((known) => known === text) ?? 'reality';
}

function formatOf(text: string | undefined): Format {
  return formats.find((known) => known === text) ?? 'xray';
}
