import { Composer } from 'telegraf';
import type { Action } from '../../telegram/screens/buttons.ts';
import { hear } from '../../telegram/screens/taps.ts';
import type { GuideRequest } from './guides/rules.ts';
import type { GuideService } from './guides/service.ts';
import type { BotContext } from '../users/context.ts';
import { type App, findApp, type Device } from './apps.rules.ts';
import { type KeyMode, opposite } from './protocols/packet-cut.rules.ts';
import { preferred } from './protocols/registry.rules.ts';
import { deviceScreen, isLong } from './screens.ts';
import type { KeyService } from './service.ts';
import { stepScreen } from './steps.screens.ts';
import * as taps from './taps.ts';

/** How the key gets into an app, in one letter for the data of a button. */
const letters = { t: 'tap', s: 'subscription', k: 'key' } as const;
type Letter = keyof typeof letters;

/** The screens of a device: the app for it with its steps, in one text or one by one with pictures. */
export function createDeviceHandlers(parts: {
  keys: KeyService;
  guides: GuideService;
  publicUrl: string;
  showKey(ctx: BotContext, mode?: KeyMode): Promise<void>;
}): Composer<BotContext> {
  const { keys, guides, publicUrl, showKey } = parts;
  const composer = new Composer<BotContext>();
  hear(composer, taps.onDevice, showDevice);
  hear(composer, taps.step, showStep);
  return composer;

  async function showDevice(
    ctx: BotContext,
    [device, mode, appId]: [Device, KeyMode, string?],
  ): Promise<void> {
    const ways = await waysFor(ctx.person.telegramId, mode);
    if (ways === undefined) return await showKey(ctx, mode);
    const offered = await keys.appsFor(device, mode);
    const app = offered.find(({ id }) => id === appId) ?? offered[0];
    const others = offered.filter((candidate) => candidate !== app).slice(0, 3);
    const openUrl = app?.deepLink === undefined ? undefined : ways.openUrl?.(app.id);
    const by = openUrl !== undefined ? 'tap' : ways.by;
    const request = requestFor({ device, app, by, isInFile: isLong(ways.link) });
    keys.noteGuide({ mode, platform: device, app: app?.id ?? '' });
    await ctx.show(
      deviceScreen(ctx.voice, {
        device,
        mode,
        link: ways.link,
        openUrl,
        app,
        others,
        steps: request === undefined ? guides.otherSteps(ctx.voice) : guides.steps(ctx.voice, request),
        walk: request === undefined ? undefined : stepAction({ ...request, mode }, 1),
        otherMode: await otherModeAction({ device, mode, appId: appId ?? app?.id ?? '' }),
        missed: missedApp(appId, { mode, app }),
      }),
    );
  }

  async function otherModeAction(shown: {
    device: Device;
    mode: KeyMode;
    appId: string;
  }): Promise<Action | undefined> {
    const { device, mode, appId } = shown;
    const other = opposite(mode);
    const isThere = device === 'other' || (await keys.appsFor(device, other)).length > 0;
    return isThere ? taps.onDevice(device, other, appId) : undefined;
  }

  /** The arguments are hints: a step holds nothing secret but the link, which is asked for anew where it is shown. */
  async function showStep(
    ctx: BotContext,
    [device, mode, appId, letter, number]: [Device, KeyMode, string, Letter, number],
  ): Promise<void> {
    const app = (await keys.appsFor(device, mode)).find(({ id }) => id === appId);
    const request = requestFor({
      device,
      app,
      by: letters[letter],
      isInFile: false,
    });
    if (request === undefined || app === undefined) return await showDevice(ctx, [device, mode]);
    const found = await guides.step(ctx.voice, request, number);
    const ways = found.kind === 'import' ? await waysFor(ctx.person.telegramId, mode) : undefined;
    if (found.kind === 'import' && ways === undefined) return await showKey(ctx, mode);
    const isInFile = ways !== undefined && isLong(ways.link);
    const step = isInFile ? await guides.step(ctx.voice, { ...request, isInFile }, found.number) : found;
    await ctx.show(
      stepScreen(ctx.voice, {
        step,
        appName: app.name,
        buttons: {
          download: app.downloads[device]?.[0]?.url,
          openUrl: request.by === 'tap' ? ways?.openUrl?.(app.id) : undefined,
          link: ways?.link,
          device: taps.onDevice(device, mode, app.id),
          to: (other) => stepAction({ ...request, mode }, other),
          key: taps.show(mode),
        },
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
    const { link } = await keys.link(userId, { mode, protocol: preferred, isBesideGuide: true });
    return link === undefined ? { link: key.subscriptionLink, by: 'subscription' } : { link, by: 'key' };
  }
}

/** Whoever asked for an app and sees another one is told why. */
function missedApp(id: string | undefined, shown: { mode: KeyMode; app: App | undefined }) {
  const asked = findApp(id ?? '');
  if (asked === undefined || shown.app === undefined || asked === shown.app) return undefined;
  return { app: asked, why: asked.modes.includes(shown.mode) ? ('server' as const) : ('mode' as const) };
}

function stepAction(request: GuideRequest & { mode: KeyMode }, number: number): Action {
  const letter = request.by[0] as Letter;
  return taps.step(request.device, request.mode, request.app, letter, number);
}

/** The guide for an app on a device; none for a device without one. */
function requestFor(wanted: {
  device: Device;
  app: App | undefined;
  by: GuideRequest['by'];
  isInFile: boolean;
}): GuideRequest | undefined {
  const { device, app, by, isInFile } = wanted;
  const download = app?.downloads[device]?.[0];
  if (app === undefined || download === undefined || device === 'other') return undefined;
  return { device, app: app.id, appName: app.name, store: download.store, by, isInFile };
}
