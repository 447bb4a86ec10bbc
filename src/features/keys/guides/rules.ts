import { html, join, type Html } from '../../../telegram/screens/html.ts';
import type { guides } from '../../../texts/ru/guides.ts';

type Texts = typeof guides;
export type GuideApp = keyof Texts['paste'];
export type GuideDevice = keyof Texts['allow'];

/** The guide that is wanted: of which app, and how the key gets into it. */
export interface GuideRequest {
  device: GuideDevice;
  app: GuideApp;
  /** The app's name as its maker writes it. */
  appName: string;
  /** Where the offered download leads. */
  store: 'App Store' | 'App Store RU' | 'Google Play' | 'GitHub';
  /** `tap`: a button under the message opens the app · `subscription`, `key`: a link is copied and pasted. */
  by: 'tap' | 'subscription' | 'key';
  /** The link is so long that it comes as a file. */
  isInFile?: boolean;
}

/** One thing to do, in words, and the name of the drawing that shows it. */
export interface Step {
  kind: 'install' | 'import' | 'connect' | 'allow' | 'check';
  text: Html;
  picture: string;
}

/** The facts about the guides of one app. */
export interface AppGuide {
  devices: readonly GuideDevice[];
  /** The version that the steps were compared with; undefined where only its maker's descriptions were to be had. */
  version: string | undefined;
  /** The day of that comparison. */
  checkedAt: `${number}-${number}-${number}`;
}

const desktops = ['windows', 'macos', 'linux'] as const;

/** The guides as data. Hiddify, v2rayNG and v2rayN were compared with the words in their published sources. */
export const appGuides: Readonly<Record<GuideApp, AppGuide>> = {
  hiddify: { devices: ['ios', 'android', ...desktops], version: '4.1.2', checkedAt: '2026-11-24' },
  happ: { devices: ['ios', 'android', ...desktops], version: undefined, checkedAt: '2026-07-01' },
  streisand: { devices: ['ios', 'macos'], version: undefined, checkedAt: '2026-07-01' },
  v2box: { devices: ['ios', 'android'], version: undefined, checkedAt: '2026-07-01' },
  v2rayng: { devices: ['android'], version: '2.3.5', checkedAt: '2026-11-24' },
  v2rayn: { devices: [...desktops], version: '7.24.8', checkedAt: '2026-11-24' },
};

/** Apps move their buttons in such a time. */
const staleAfterDays = 183;

/** The apps whose guides nobody has compared with the app for half a year. */
export function staleGuides(now: Date): GuideApp[] {
  const ids = Object.keys(appGuides) as GuideApp[];
  return ids.filter((app) => ageInDays(app, now) > staleAfterDays);
}

/** Days since the steps of this app were compared with it. */
export function ageInDays(app: GuideApp, now: Date): number {
  return (now.getTime() - Date.parse(appGuides[app].checkedAt)) / 86_400_000;
}

/** Five steps from nothing to the first open site. `place`: whether the link stands above them in the same message. */
export function guideSteps(texts: Texts, request: GuideRequest, place: 'same' | 'above' = 'same'): Step[] {
  const { app, device, by } = request;
  const form = device === 'ios' || device === 'android' ? 'phone' : 'desktop';
  const imported: Step =
    by === 'tap'
      ? { kind: 'import', text: texts.importByTap, picture: `open-${form}` }
      : {
          kind: 'import',
          text: join([texts.copy[by][request.isInFile === true ? 'file' : place], texts.paste[app][by]], ' '),
          // Only a subscription has to be fetched after it was pasted there.
          picture: by === 'key' && app === 'v2rayn' ? 'paste-v2rayn-key' : `paste-${app}-${form}`,
        };
  return [
    { kind: 'install', ...installStep(texts, request) },
    imported,
    { kind: 'connect', text: texts.connect[app], picture: `connect-${app}-${form}` },
    { kind: 'allow', text: texts.allow[device], picture: `allow-${device}` },
    { kind: 'check', text: texts.check, picture: `check-${form}` },
  ];
}

/** The steps as one text, numbered. */
export function guideText(texts: Texts, request: GuideRequest): Html {
  return numbered(guideSteps(texts, request).map(({ text }) => text));
}

/** The steps for a device that no app is known for. */
export function otherGuideText(texts: Texts): Html {
  return numbered(texts.otherSteps);
}

function installStep(texts: Texts, { device, store, appName }: GuideRequest): Pick<Step, 'text' | 'picture'> {
  if (store === 'Google Play')
    return { text: texts.install.googlePlay(appName), picture: 'install-google-play-phone' };
  if (store !== 'GitHub' || device === 'ios') {
    const form = device === 'macos' ? 'desktop' : 'phone';
    return { text: texts.install.appStore(appName), picture: `install-app-store-${form}` };
  }
  const text = texts.install[device === 'android' ? 'apk' : device](appName);
  return { text, picture: `install-github-${device}` };
}

function numbered(steps: readonly Html[]): Html {
  return join(
    steps.map((step, index) => html`${index + 1}. ${step}`),
    '\n\n',
  );
}
