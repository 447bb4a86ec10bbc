import type { Button } from '../../../../telegram/screens/buttons.ts';
import type { Screen } from '../../../../telegram/screens/screen.ts';
import { wayHome } from '../../../../texts/navigation.ts';
import type { Voice } from '../../../../texts/voice.ts';
import * as adminTaps from '../../../admin/taps.ts';
import * as taps from '../taps.ts';
import { accessText } from './screens.ts';
import type { GivenGift } from './taken.service.ts';

/** Says what the last gift was, and asks once before it is taken back. */
export function takeGiftQuestion(
  voice: Voice,
  { userId, gift }: { userId: number; gift: GivenGift | undefined },
): Screen {
  const { t, format } = voice;
  if (gift === undefined) return { text: t.gifts.none, buttons: backTo(voice, userId) };
  const { what, id, at } = gift;
  return {
    text: t.gifts.sureTake(givenText(voice, gift), format.moment(at)),
    buttons: [
      [{ label: t.gifts.confirmTake, action: taps.takeGift(what, id), style: 'danger' }],
      ...backTo(voice, userId),
    ],
  };
}

function givenText(voice: Voice, gift: GivenGift): string {
  if (gift.what === 'money') return voice.t.gifts.moneyBack(voice.format.money(gift));
  return accessText(voice, gift);
}

/** It is gone, and the person hears of it. */
export function giftTakenScreen(voice: Voice, userId: number): Screen {
  return { text: voice.t.gifts.taken, buttons: backTo(voice, userId) };
}

function backTo(voice: Voice, userId: number): Button[][] {
  const { t } = voice;
  return [
    [{ label: t.gifts.toPerson, action: adminTaps.show(userId) }],
    wayHome(voice, { label: t.home.admin, action: adminTaps.openDesk() }),
  ];
}
