import { action, type Button } from '../../platform/telegram/buttons.ts';
import { type Html, join, plain } from '../../platform/telegram/html.ts';
import type { Screen } from '../../platform/telegram/screen.ts';
import { wayHome } from '../../texts/navigation.ts';
import type { Voice } from '../../texts/voice.ts';
import { type App, type Platform, platforms } from './apps.ts';
import type { KeyState } from './service.ts';
import type { KeyMode } from './vless-link.ts';
import type { ConfigFile } from './xray-config.ts';

/** The key with everything one can do with it, or why there is none. */
export function keyScreen(voice: Voice, key: KeyState, mode: KeyMode): Screen {
  const { t } = voice;
  if (key.state !== 'ready') return absentScreen(voice, key.state);
  const other: KeyMode = mode === 'standard' ? 'enhanced' : 'standard';
  return {
    text: join([t.keys.title(key.subscriptionLink), plain(t.keys.modeNow(t.keys.modes[mode]))], '\n\n'),
    buttons: [
      ...platformRows(voice, mode),
      [
        { label: t.keys.qr, action: action('key.qr', mode) },
        { label: t.keys.vless, action: action('key.vless', mode) },
        { label: t.keys.file, action: action('key.file', mode) },
      ],
      [
        { label: t.keys.modes[other], action: action('key', other) },
        { label: t.keys.compare, action: action('key.cmp', mode) },
      ],
      wayHome(voice, { label: t.home.subscription, action: action('profile') }),
    ],
  };
}

function absentScreen(voice: Voice, state: 'none' | 'pending' | 'ended'): Screen {
  const { t } = voice;
  const texts = { none: t.keys.none, pending: t.keys.settingUp, ended: t.keys.ended };
  const refresh: Button = { label: t.general.refresh, action: action('key') };
  return { text: texts[state], buttons: [...(state === 'pending' ? [[refresh]] : []), wayHome(voice)] };
}

function platformRows({ t }: Voice, mode: KeyMode): Button[][] {
  const buttons = platforms.map(
    (platform): Button => ({
      label: t.keys.platforms[platform],
      action: action('key.on', platform, mode),
    }),
  );
  return [buttons.slice(0, 2), buttons.slice(2, 5), buttons.slice(5)];
}

/** One device: the recommended app with its steps, and the others to choose from. */
export function deviceScreen(
  voice: Voice,
  view: {
    platform: Platform;
    mode: KeyMode;
    link: string;
    app: App | undefined;
    others: readonly App[];
    steps: Html;
  },
): Screen {
  const { t } = voice;
  const { platform, mode, link, app, others, steps } = view;
  const download = app?.downloads[platform]?.[0];
  const name = app === undefined ? t.keys.platforms[platform] : `${app.name}, ${t.keys.platforms[platform]}`;
  const alternatives = others.map(
    (other): Button => ({
      label: other.name,
      action: action('key.on', platform, mode, other.id),
    }),
  );
  return {
    text: join([t.keys.deviceTitle(name, link), steps], '\n\n'),
    buttons: [
      ...(app !== undefined && download !== undefined
        ? [[{ label: t.keys.download(app.name), url: download.url }]]
        : []),
      [
        { label: t.keys.qr, action: action('key.qr', mode) },
        { label: t.keys.vless, action: action('key.vless', mode) },
      ],
      ...(alternatives.length > 0 ? [alternatives] : []),
      wayHome(voice, { label: t.keys.toKey, action: action('key', mode) }),
    ],
  };
}

export function comparisonScreen(voice: Voice, mode: KeyMode): Screen {
  const { t } = voice;
  return {
    text: t.keys.comparison,
    buttons: [
      [
        { label: t.keys.modes.standard, action: action('key', 'standard') },
        { label: t.keys.modes.enhanced, action: action('key', 'enhanced') },
      ],
      wayHome(voice, { label: t.general.back, action: action('key', mode) }),
    ],
  };
}

export function vlessMessage(voice: Voice, link: string | undefined, mode: KeyMode): Screen {
  const { t } = voice;
  return { text: link === undefined ? t.keys.vlessUnavailable : t.keys.vlessText(link, t.keys.modes[mode]) };
}

export function qrMessage(
  voice: Voice,
  { png, kind }: { png: Uint8Array; kind: 'vless' | 'subscription' },
): Screen {
  const { t } = voice;
  return {
    text: t.keys.qrCaption(t.keys.qrKinds[kind]),
    photo: { bytes: png, filename: 'key.png', contentType: 'image/png' },
  };
}

export function fileMessage(voice: Voice, file: ConfigFile | undefined, mode: KeyMode): Screen {
  const { t } = voice;
  if (file === undefined) return { text: t.keys.vlessUnavailable };
  return { text: t.keys.fileCaption(t.keys.modes[mode]), document: file };
}
