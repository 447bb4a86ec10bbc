import type { Action, Button } from '../../telegram/screens/buttons.ts';
import { type Html, join, plain } from '../../telegram/screens/html.ts';
import type { Screen } from '../../telegram/screens/screen.ts';
import { wayHome } from '../../texts/navigation.ts';
import type { Voice } from '../../texts/voice.ts';
import type { TrialOffer } from '../trial/service.ts';
import { type Protocol, rulesOf } from './protocols/registry.rules.ts';
import { type App, type Device, devices } from './apps.rules.ts';
import type { ConfigFile } from './formats/config-file.rules.ts';
import { type Format, formats } from './protocols/contract.rules.ts';
import { type KeyMode, opposite } from './protocols/packet-cut.rules.ts';
import type { KeyLink, KeyState } from './service.ts';
import * as taps from './taps.ts';
import * as subscriptionTaps from '../subscriptions/taps.ts';
import * as orderTaps from '../money/orders/taps.ts';
import * as inviteTaps from '../invites/taps.ts';
import * as trialTaps from '../trial/taps.ts';

/** The key with everything one can do with it, or why there is none, with the trial where it is open. */
export function keyScreen(
  voice: Voice,
  key: KeyState & { trial?: TrialOffer | undefined },
  mode: KeyMode,
): Screen {
  const { t } = voice;
  if (key.state !== 'ready') return absentScreen(voice, key, key.trial);
  const other = opposite(mode);
  const link = key.subscriptionLink;
  return {
    text: mode === 'standard' ? t.keys.title(link) : t.keys.titleEnhanced,
    buttons: [
      ...(mode === 'standard' ? copyRow(voice, link) : []),
      ...deviceRows(voice, mode),
      [formButton(voice, 'vless', mode), formButton(voice, 'file', mode)],
      [
        { label: t.keys.modes[other], action: taps.show(other) },
        { label: t.keys.compare, action: taps.compare(mode) },
      ],
      [{ label: t.subscription.replace, action: subscriptionTaps.askReplaceLink() }],
      wayHome(voice, { label: t.home.subscription, action: subscriptionTaps.show() }),
    ],
  };
}

function absentScreen(
  voice: Voice,
  { state, resetsAt }: Exclude<KeyState, { state: 'ready' }>,
  offered: TrialOffer | undefined,
): Screen {
  const { t, format } = voice;
  const trial = state === 'none' || state === 'ended' ? offered : undefined;
  const toTry =
    trial && plain(t.trial.orTry(format.days(trial.days), format.size(trial.gigabytes * 1024 ** 3)));
  const comes =
    state === 'used-up' && resetsAt !== undefined && plain(t.subscription.newTraffic(format.date(resetsAt)));
  const texts = {
    none: t.keys.none,
    pending: t.keys.settingUp,
    ended: t.keys.ended,
    'used-up': t.keys.usedUp,
    'switched-off': t.keys.switchedOff,
  };
  const tryIt: Button = { label: t.home.trial, action: trialTaps.offer(), style: 'primary' };
  return {
    text: join([texts[state], comes, toTry], '\n\n'),
    buttons: [
      ...(trial === undefined ? [] : [[tryIt]]),
      ...nextButtons(voice, state).map((button) => [button]),
      wayHome(voice),
    ],
  };
}

/** What can be done about it: waiting, buying, or asking whoever switched it off. */
function nextButtons({ t }: Voice, state: Exclude<KeyState['state'], 'ready'>): Button[] {
  const refresh: Button = { label: t.general.refresh, action: taps.show() };
  if (state === 'pending' || state === 'switched-off') return [refresh];
  return [
    { label: t.shop.buy, action: orderTaps.listPlans(0) },
    { label: t.home.invite, action: inviteTaps.enterCode() },
  ];
}

const forms = ['qr', 'vless', 'file'] as const;
type Form = (typeof forms)[number];
const formTaps = { qr: taps.asPicture, vless: taps.asLink, file: taps.asFile } as const;

function formButton({ t }: Voice, form: Form, mode: KeyMode): Button {
  return { label: t.keys[form], action: formTaps[form](mode) };
}

/** Telegram copies at most 256 characters by a button. */
function copyRow({ t }: Voice, link: string): Button[][] {
  return link.length > 256 ? [] : [[{ label: t.keys.copy, copy: link }]];
}

function deviceRows(voice: Voice, mode: KeyMode): Button[][] {
  const { t } = voice;
  const buttons = devices.map(
    (device): Button => ({
      label: t.keys.devices[device],
      action: taps.onDevice(device, mode),
    }),
  );
  return [buttons.slice(0, 2), buttons.slice(2, 5), [...buttons.slice(5), formButton(voice, 'qr', mode)]];
}

/** One device: the recommended app with its steps, and the others to choose from. */
export function deviceScreen(
  voice: Voice,
  view: {
    device: Device;
    mode: KeyMode;
    link: string;
    /** Opens the app with the key. */
    openUrl?: string | undefined;
    app: App | undefined;
    others: readonly App[];
    steps: Html;
    /** Leads to the steps one by one with pictures, where there are such. */
    walk?: Action | undefined;
    /** The other mode, where some app of the device can do it. */
    otherMode?: Action | undefined;
    /** The app that was asked for and is not shown: it cannot do the mode, or the server does not let it in. */
    missed?: { app: App; why: 'mode' | 'server' } | undefined;
  },
): Screen {
  const { t } = voice;
  const { device, mode, link, openUrl, app, others, steps, walk, otherMode, missed } = view;
  const download = app?.downloads[device]?.[0];
  const name = app === undefined ? t.keys.devices[device] : `${app.name}, ${t.keys.devices[device]}`;
  const alternatives = others.map(
    (other): Button => ({
      label: other.name,
      action: taps.onDevice(device, mode, other.id),
    }),
  );
  return {
    text: join(
      [
        missed && t.keys.appCannot[missed.why](missed.app.name),
        isLong(link)
          ? t.keys.deviceTitleAlone(name, t.keys.inMode[mode])
          : t.keys.deviceTitle(name, { link, mode: t.keys.inMode[mode] }),
        steps,
      ],
      '\n\n',
    ),
    buttons: [
      ...(app !== undefined && download !== undefined
        ? [[{ label: t.keys.download(app.name), url: download.url }]]
        : []),
      ...(app !== undefined && openUrl !== undefined
        ? [[{ label: t.keys.openIn(app.name), url: openUrl }]]
        : []),
      ...(walk === undefined ? [] : [[{ label: t.guides.withPictures, action: walk }]]),
      ...copyRow(voice, link),
      [
        formButton(voice, 'qr', mode),
        formButton(voice, 'vless', mode),
        // Where no app is known, a file is what the steps speak of.
        ...(app === undefined ? [formButton(voice, 'file', mode)] : []),
      ],
      ...(alternatives.length > 0 ? [alternatives] : []),
      ...(otherMode === undefined ? [] : [[{ label: t.keys.modes[opposite(mode)], action: otherMode }]]),
      wayHome(voice, { label: t.keys.toKey, action: taps.show(mode) }),
    ],
  };
}

export function comparisonScreen(voice: Voice, mode: KeyMode): Screen {
  const { t } = voice;
  return {
    text: t.keys.comparison,
    buttons: [
      [
        { label: t.keys.modes.standard, action: taps.show('standard') },
        { label: t.keys.modes.enhanced, action: taps.show('enhanced') },
      ],
      [{ label: t.keys.advice.ask, action: taps.advise(mode) }],
      wayHome(voice, { label: t.general.back, action: taps.show(mode) }),
    ],
  };
}

/** The key of one protocol as text, or that there is none, and the other protocols. */
export function vlessScreen(
  voice: Voice,
  { link, protocols, mode, protocol }: KeyLink & { mode: KeyMode; protocol: Protocol },
): Screen {
  const { t } = voice;
  const others = protocols
    .filter((other) => other !== protocol)
    .map((other): Button => ({ label: t.keys.protocols[other], action: taps.asLink(mode, other) }));
  const isUncut = mode === 'enhanced' && !rulesOf[protocol].isCut;
  const texts = link === undefined ? [t.keys.vlessUnavailable] : [linkText(voice, { link, mode, protocol })];
  return {
    text: join([...texts, ...(isUncut ? [t.keys.protocolUncut(t.keys.protocols[protocol])] : [])], '\n\n'),
    ...(link !== undefined && isLong(link) && { document: linkFile(link) }),
    buttons: [
      ...(link === undefined ? [] : copyRow(voice, link)),
      ...(others.length > 0 ? [others] : []),
      ...onward(voice, 'vless', mode),
    ],
  };
}

function linkText({ t }: Voice, shown: { link: string; mode: KeyMode; protocol: Protocol }): Html {
  const what = { protocol: t.keys.protocols[shown.protocol], mode: t.keys.inMode[shown.mode] };
  return isLong(shown.link) ? t.keys.linkInFile(what) : t.keys.linkText(shown.link, what);
}

/** Keys against computers of the future make links that no message and no code can hold. */
export function isLong(link: string): boolean {
  return link.length > 1_000;
}

function linkFile(link: string) {
  return { bytes: Buffer.from(`${link}\n`), filename: 'vpn-link.txt', contentType: 'text/plain' };
}

/** The key as a picture to scan. */
export function qrScreen(
  voice: Voice,
  { png, kind }: { png: Uint8Array; kind: 'vless' | 'subscription' },
  mode: KeyMode,
): Screen {
  const { t } = voice;
  return {
    text: t.keys.qrCaption(t.keys.qrKinds[kind]),
    photo: { bytes: png, filename: 'key.png', contentType: 'image/png' },
    buttons: onward(voice, 'qr', mode),
  };
}

/** The key as a file with full settings, or that there is none, and the files for other apps. */
export function fileScreen(
  voice: Voice,
  { file, mode, format }: { file: ConfigFile | undefined; mode: KeyMode; format: Format },
): Screen {
  const { t } = voice;
  const others = formats
    .filter((other) => other !== format)
    .map((other): Button => ({ label: t.keys.formats[other], action: taps.asFile(mode, other) }));
  const buttons = [others, ...onward(voice, 'file', mode)];
  if (file === undefined) return { text: t.keys.fileUnavailable(t.keys.formats[format]), buttons };
  const isUncut = mode === 'enhanced' && format !== 'xray';
  const caption = t.keys.fileCaption[format](t.keys.inMode[mode]);
  const text = isUncut ? join([caption, t.keys.formatUncut(t.keys.formats[format])], '\n\n') : caption;
  return { text, document: file, buttons };
}

/** Under each form of the key: the other forms, and the way back. */
function onward(voice: Voice, shown: Form, mode: KeyMode): Button[][] {
  const others = forms.filter((form) => form !== shown);
  return [
    others.map((form) => formButton(voice, form, mode)),
    wayHome(voice, { label: voice.t.keys.toKey, action: taps.show(mode) }),
  ];
}
