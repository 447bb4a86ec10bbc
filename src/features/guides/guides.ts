import { html, join, type Html } from '../../platform/telegram/html.ts';
import type { guides } from '../../texts/ru/guides.ts';

type Texts = typeof guides;
export type GuideApp = keyof Texts['import'];
export type GuidePlatform = keyof Texts['allow'];

/** Which guide is wanted, of which app, and how the key gets into it. */
export interface GuideRequest {
  platform: GuidePlatform;
  app: GuideApp;
  /** The app's name as its maker writes it. */
  appName: string;
  /** Where the offered download leads. */
  store: 'App Store' | 'App Store RU' | 'Google Play' | 'GitHub';
  /** `tap`: a button under the message opens the app · `subscription`, `key`: a link is copied and pasted. */
  by: 'tap' | 'subscription' | 'key';
}

/** Five numbered steps from nothing to the first open site, in the language of the texts. */
export function guideText(texts: Texts, request: GuideRequest): Html {
  const { app, platform } = request;
  return numbered([
    installStep(texts, request),
    request.by === 'tap' ? texts.importByTap : texts.import[app][request.by],
    texts.connect[app],
    texts.allow[platform],
    texts.check,
  ]);
}

/** The steps for a device that no app is known for. */
export function otherGuideText(texts: Texts): Html {
  return numbered(texts.otherSteps);
}

function installStep(texts: Texts, { platform, store, appName }: GuideRequest): Html {
  if (store === 'Google Play') return texts.install.googlePlay(appName);
  if (store !== 'GitHub' || platform === 'ios') return texts.install.appStore(appName);
  return texts.install[platform === 'android' ? 'apk' : platform](appName);
}

function numbered(steps: readonly Html[]): Html {
  return join(
    steps.map((step, index) => html`${index + 1}. ${step}`),
    '\n\n',
  );
}
