import type { ServerDemand } from './protocols/demand.rules.ts';
import type { KeyMode } from './protocols/packet-cut.rules.ts';

export const devices = ['ios', 'android', 'windows', 'macos', 'linux', 'other'] as const;
export type Device = (typeof devices)[number];

export const appIds = ['hiddify', 'happ', 'streisand', 'v2box', 'v2rayng', 'v2rayn'] as const;
export type AppId = (typeof appIds)[number];

export interface Download {
  store: 'App Store' | 'App Store RU' | 'Google Play' | 'GitHub';
  url: string;
}

/** A client app as a person needs to know it. */
export interface App {
  id: AppId;
  name: string;
  core: 'xray' | 'sing-box';
  /** Enhanced needs an app that reads `fm` in a link; sing-box cores have nothing like it for Reality. */
  modes: readonly KeyMode[];
  /** Where it runs and where to get it; the first download is the one to offer. */
  downloads: Partial<Record<Device, readonly Download[]>>;
  /** Address that opens the app with a subscription, where its form is certain; otherwise the link is pasted. */
  deepLink?: (subscriptionUrl: string, name: string) => string;
}

/** The day of the list that the addresses come from. */
export const checkedOn = '2026-07-01';

const both: readonly KeyMode[] = ['standard', 'enhanced'];
const standard: readonly KeyMode[] = ['standard'];

/** Always the latest release: addresses of one version rot. */
const releases = (repository: string): readonly Download[] => [
  { store: 'GitHub', url: `https://github.com/${repository}/releases/latest` },
];
const appStore = (id: string): Download => ({
  store: 'App Store',
  url: `https://apps.apple.com/app/id${id}`,
});
const googlePlay = (id: string): readonly Download[] => [
  { store: 'Google Play', url: `https://play.google.com/store/apps/details?id=${id}` },
];

const apps: Record<AppId, App> = {
  hiddify: {
    id: 'hiddify',
    name: 'Hiddify',
    core: 'sing-box',
    modes: standard,
    downloads: {
      ios: [appStore('6596777532')],
      android: googlePlay('app.hiddify.com'),
      windows: releases('hiddify/hiddify-app'),
      macos: releases('hiddify/hiddify-app'),
      linux: releases('hiddify/hiddify-app'),
    },
    deepLink: (url, name) => `hiddify://import/${url}#${encodeURIComponent(name)}`,
  },
  happ: {
    id: 'happ',
    name: 'Happ',
    core: 'xray',
    modes: both,
    downloads: {
      ios: [
        appStore('6504287215'),
        { store: 'App Store RU', url: 'https://apps.apple.com/ru/app/id6783623643' },
      ],
      android: googlePlay('com.happproxy'),
      windows: releases('Happ-proxy/happ-desktop'),
      macos: releases('Happ-proxy/happ-desktop'),
      linux: releases('Happ-proxy/happ-desktop'),
    },
    deepLink: (url) => `happ://add/${url}`,
  },
  streisand: {
    id: 'streisand',
    name: 'Streisand',
    core: 'xray',
    modes: standard,
    downloads: { ios: [appStore('6450534064')], macos: [appStore('6450534064')] },
  },
  v2box: {
    id: 'v2box',
    name: 'V2Box',
    core: 'xray',
    modes: standard,
    downloads: { ios: [appStore('6446814690')], android: googlePlay('dev.hexasoftware.v2box') },
    deepLink: (url, name) =>
      `v2box://install-sub?url=${encodeURIComponent(url)}&name=${encodeURIComponent(name)}`,
  },
  v2rayng: {
    id: 'v2rayng',
    name: 'v2rayNG',
    core: 'xray',
    modes: both,
    downloads: { android: releases('2dust/v2rayNG') },
    deepLink: (url, name) =>
      `v2rayng://install-sub?url=${encodeURIComponent(url)}#${encodeURIComponent(name)}`,
  },
  v2rayn: {
    id: 'v2rayn',
    name: 'v2rayN',
    core: 'xray',
    modes: both,
    downloads: {
      windows: releases('2dust/v2rayN'),
      macos: releases('2dust/v2rayN'),
      linux: releases('2dust/v2rayN'),
    },
  },
};

const order: Record<Device, readonly AppId[]> = {
  ios: ['hiddify', 'happ', 'streisand', 'v2box'],
  android: ['hiddify', 'happ', 'v2rayng', 'v2box'],
  windows: ['hiddify', 'v2rayn', 'happ'],
  macos: ['hiddify', 'happ', 'v2rayn', 'streisand'],
  linux: ['hiddify', 'v2rayn', 'happ'],
  other: [],
};

/**
 * Apps to offer on a device, best first: only those that can do the mode and that the server lets in. Empty for
 * `other`, where no app is known and the plain links are all there is.
 */
export function appsFor(device: Device, mode: KeyMode, demand: ServerDemand = 'any'): App[] {
  return order[device]
    .map((id) => apps[id])
    .filter((app) => app.modes.includes(mode))
    .filter((app) => demand === 'any' || app.core === 'xray');
}

/** One app by its id, or `undefined` for an id that is not one of ours. */
export function findApp(id: string): App | undefined {
  return Object.hasOwn(apps, id) ? apps[id as AppId] : undefined;
}

/** Where to get an app for the device that a browser says it runs on; each place once where it does not say. */
export function downloadsOf({ downloads }: App, userAgent: string): readonly Download[] {
  const device = browserDevices.find(([, words]) => words.test(userAgent))?.[0];
  const there = device === undefined ? undefined : downloads[device];
  if (there !== undefined) return there;
  const all = Object.values(downloads).flat();
  return all.filter(({ url }, at) => all.findIndex((other) => other.url === url) === at);
}

/** First match wins: a phone with Android says Linux, too. */
const browserDevices: readonly [Device, RegExp][] = [
  ['ios', /iPhone|iPad|iPod/],
  ['android', /Android/],
  ['windows', /Windows/],
  ['macos', /Macintosh/],
  ['linux', /Linux|X11/],
];
