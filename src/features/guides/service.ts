import type { Html } from '../../platform/telegram/html.ts';
import type { Voice } from '../../texts/voice.ts';
import { type GuideRequest as Request, guideText, otherGuideText } from './guides.ts';

export type GuideRequest = Request;

/** The guides as other features get them. */
export interface GuideService {
  /** Numbered steps from installing the app to the first open site. */
  steps(voice: Voice, request: GuideRequest): Html;
  /** Steps for a device that no app is known for. */
  otherSteps(voice: Voice): Html;
}

export function createGuideService(): GuideService {
  return {
    steps: (voice, request) => guideText(voice.t.guides, request),
    otherSteps: (voice) => otherGuideText(voice.t.guides),
  };
}
