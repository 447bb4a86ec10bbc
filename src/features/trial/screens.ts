import { action } from '../../platform/telegram/buttons.ts';
import { plain } from '../../platform/telegram/html.ts';
import type { Screen } from '../../platform/telegram/screen.ts';
import { wayHome } from '../../texts/navigation.ts';
import type { Voice } from '../../texts/voice.ts';
import type { TrialOffer } from './service.ts';

/** The offer, or why there is none: nobody is in without a code, and everybody gets one trial. */
export function trialOfferScreen(
  voice: Voice,
  { admitted, offer }: { admitted: boolean; offer: TrialOffer | undefined },
): Screen {
  const { t, format } = voice;
  if (!admitted) {
    const code = { label: t.home.invite, action: action('invite') };
    return { text: plain(voice.refusal('not-admitted', {})), buttons: [[code], wayHome(voice)] };
  }
  if (offer === undefined) {
    const profile = { label: t.home.subscription, action: action('profile') };
    return { text: t.trial.unavailable, buttons: [[profile], wayHome(voice)] };
  }
  return {
    text: t.trial.offer(format.days(offer.days), format.size(offer.gigabytes * 1024 ** 3)),
    buttons: [[{ label: t.trial.start, action: action('trial.go'), style: 'primary' }], wayHome(voice)],
  };
}

export function trialStartedScreen(voice: Voice): Screen {
  return {
    text: voice.t.trial.settingUp,
    buttons: [[{ label: voice.t.home.subscription, action: action('profile') }], wayHome(voice)],
  };
}
