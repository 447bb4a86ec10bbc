import { clip } from '../../../../telegram/screens/clip.ts';
import { type Html, join } from '../../../../telegram/screens/html.ts';
import type { Screen } from '../../../../telegram/screens/screen.ts';
import { longestReason } from '../../../../platform/reason.ts';
import { cancelButton, wayHome } from '../../../../texts/navigation.ts';
import type { Voice } from '../../../../texts/voice.ts';
import * as adminTaps from '../../../admin/taps.ts';
import * as taps from '../taps.ts';

interface Sum {
  minor: number;
  currency: string;
}

/** Asks to whom and how it was paid out, before it is written off. */
export function payoutReasonScreen(voice: Voice, view: { money: Sum; problem?: Html | undefined }): Screen {
  const { t, format } = voice;
  return {
    text: join([t.payouts.title(format.money(view.money)), view.problem, t.payouts.askReason], '\n\n'),
    buttons: [[cancelButton(voice)]],
  };
}

/** Asks once, with what it is: it cannot be taken back. */
export function payoutSureScreen(
  voice: Voice,
  view: { money: Sum; reason: string; problem?: Html | undefined },
): Screen {
  const { t, format } = voice;
  const reason = t.gifts.reason(clip(view.reason, longestReason));
  return {
    text: join([view.problem, t.payouts.sure(format.money(view.money)), reason], '\n\n'),
    buttons: [[{ label: t.payouts.confirm, action: taps.payOut(), style: 'danger' }], [cancelButton(voice)]],
  };
}

/** It is written off, and the person hears of it. */
export function paidOutScreen(voice: Voice, { money, userId }: { money: Sum; userId: number }): Screen {
  const { t, format } = voice;
  return {
    text: t.payouts.done(format.money(money)),
    buttons: [
      [{ label: t.gifts.toPerson, action: adminTaps.show(userId) }],
      wayHome(voice, { label: t.home.admin, action: adminTaps.openDesk() }),
    ],
  };
}
