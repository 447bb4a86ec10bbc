import { html, join, type Html } from '../../../telegram/screens/html.ts';
import type { Attachment } from '../../../telegram/screens/screen-port.ts';
import type { Voice } from '../../../texts/voice.ts';
import {
  ageInDays,
  appGuides,
  type GuideApp,
  type GuideRequest,
  guideSteps,
  guideText,
  otherGuideText,
  staleGuides,
  type Step,
} from './rules.ts';
import { createPictures, type Pictures } from './pictures.service.ts';

export type GuideStepKind = Step['kind'];

/** The guides as other features get them. */
export interface GuideService {
  /** Numbered steps from installing the app to the first open site, and when they were compared with the app. */
  steps(voice: Voice, request: GuideRequest): Html;
  /** Steps for a device that no app is known for. */
  otherSteps(voice: Voice): Html;
  /** One of the steps, from 1, with its picture; the nearest one there is for a number that is none. */
  step(voice: Voice, request: GuideRequest, number: number): Promise<GuideStep>;
  /** How many days ago the guide of each app was compared with it. */
  ages(now: Date): { app: string; days: number }[];
  /** The apps whose guides have to be looked through again. */
  stale(now: Date): string[];
}

export interface GuideStep {
  number: number;
  count: number;
  kind: GuideStepKind;
  text: Html;
  picture: Attachment | undefined;
}

export function createGuideService(pictures: Pictures = createPictures()): GuideService {
  return {
    steps: (voice, request) =>
      join([guideText(voice.t.guides, request), checkedLine(voice, request)], '\n\n'),
    otherSteps: (voice) => otherGuideText(voice.t.guides),
    step,
    ages: (now) =>
      (Object.keys(appGuides) as GuideApp[]).map((app) => ({ app, days: Math.floor(ageInDays(app, now)) })),
    stale: staleGuides,
  };

  async function step(voice: Voice, request: GuideRequest, number: number): Promise<GuideStep> {
    const steps = guideSteps(voice.t.guides, request, 'above');
    const index = Math.min(Math.max(Math.trunc(number) || 1, 1), steps.length) - 1;
    const { kind, text, picture } = steps[index] as Step;
    return {
      number: index + 1,
      count: steps.length,
      kind,
      text,
      picture: await pictures.find(voice.language, picture),
    };
  }
}

function checkedLine({ t, format }: Voice, { app, appName }: GuideRequest): Html {
  const { version, checkedAt } = appGuides[app];
  const name = version === undefined ? undefined : `${appName} ${version}`;
  return html`<i>${t.guides.checked(format.date(new Date(`${checkedAt}T12:00:00Z`)), name)}</i>`;
}
