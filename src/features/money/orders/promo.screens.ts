import { type Html, join } from '../../../telegram/screens/html.ts';
import type { Screen } from '../../../telegram/screens/screen.ts';
import { cancelButton, wayHome } from '../../../texts/navigation.ts';
import { givesText } from '../../../texts/promo-words.ts';
import type { Voice } from '../../../texts/voice.ts';
import type { Promo } from '../promo-codes/service.ts';
import * as subscriptionTaps from '../../subscriptions/taps.ts';
import * as taps from './taps.ts';

export function askPromoScreen(voice: Voice, problem?: Html): Screen {
  return {
    text: join([voice.t.shop.askCode, problem], '\n\n'),
    buttons: [[cancelButton(voice)]],
  };
}

/** The screen of what a code has given at once. */
export function promoGiftScreen(voice: Voice, promo: Promo): Screen {
  const { t } = voice;
  return {
    text: giftText(voice, promo) ?? t.shop.codeTaken,
    buttons: [[{ label: t.home.subscription, action: subscriptionTaps.show() }], wayHome(voice)],
  };
}

function giftText({ t, format }: Voice, { kind, value, currency }: Promo): Html | undefined {
  if (kind === 'days') return t.shop.gift.days(format.days(value));
  if (kind === 'trial') return t.shop.gift.trial(format.days(value));
  if (kind === 'traffic') return t.shop.gift.traffic(format.size(value));
  return currency === null ? undefined : t.shop.gift.balance(format.money({ minor: value, currency }));
}

/** Asks once before a code from a link gives what it gives. `asked` is of this question: one gives once. */
export function giftQuestion(voice: Voice, promo: Promo, asked: number): Screen {
  const { t } = voice;
  return {
    text: t.promos.giftQuestion(promo.code, givesText(voice, promo, 'gives')),
    buttons: [
      [{ label: t.promos.take, action: taps.takeGift(promo.id, asked), style: 'primary' }],
      wayHome(voice),
    ],
  };
}
