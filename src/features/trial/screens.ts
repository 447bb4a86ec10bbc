import { type Html, plain } from '../../telegram/screens/html.ts';
import type { Screen } from '../../telegram/screens/screen.ts';
import { wayHome } from '../../texts/navigation.ts';
import type { Voice } from '../../texts/voice.ts';
import type { TrialStanding } from './service.ts';
import * as inviteTaps from '../invites/taps.ts';
import * as orderTaps from '../money/orders/taps.ts';
import * as subscriptionTaps from '../subscriptions/taps.ts';
import * as taps from './taps.ts';

/** The offer, or why there is none: nobody is in without a code, and everybody gets one trial. */
export function trialOfferScreen(
  voice: Voice,
  { admitted, standing }: { admitted: boolean; standing: TrialStanding },
): Screen {
  const { t, format } = voice;
  if (!admitted) {
    const code = { label: t.home.invite, action: inviteTaps.enterCode() };
    return { text: plain(voice.refusal('not-admitted', {})), buttons: [[code], wayHome(voice)] };
  }
  if (standing.kind !== 'open') {
    const buy = { label: t.shop.buy, action: orderTaps.listPlans(0) };
    const profile = { label: t.home.subscription, action: subscriptionTaps.show() };
    return { text: reasonWhyNot(voice, standing), buttons: [[buy], [profile], wayHome(voice)] };
  }
  const { offer } = standing;
  return {
    text: t.trial.offer(format.days(offer.days), format.size(offer.gigabytes * 1024 ** 3)),
    buttons: [[{ label: t.trial.start, action: taps.start(), style: 'primary' }], wayHome(voice)],
  };
}

function reasonWhyNot(voice: Voice, standing: Exclude<TrialStanding, { kind: 'open' }>): Html {
  if (standing.kind === 'had') return voice.t.trial.had(voice.format.date(standing.startedAt));
  return plain(voice.refusal(standing.kind === 'off' ? 'trial.off' : 'trial.needless', {}));
}

export function trialStartedScreen(voice: Voice): Screen {
  return {
    text: voice.t.trial.settingUp,
    buttons: [[{ label: voice.t.home.subscription, action: subscriptionTaps.show() }], wayHome(voice)],
  };
}
