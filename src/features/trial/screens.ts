import { action } from '../../platform/telegram/buttons.ts';
import type { Screen } from '../../platform/telegram/screen.ts';
import { wayHome } from '../../texts/navigation.ts';
import type { Voice } from '../../texts/voice.ts';
import type { TrialOffer } from './service.ts';

export function trialOfferScreen(voice: Voice, offer: TrialOffer | undefined): Screen {
  const { t, format } = voice;
  if (offer === undefined) return { text: t.trial.unavailable, buttons: [wayHome(voice)] };
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
