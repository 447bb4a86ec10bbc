import type { Button } from '../../../../telegram/screens/buttons.ts';
import { clip } from '../../../../telegram/screens/clip.ts';
import { type Html, join, plain } from '../../../../telegram/screens/html.ts';
import { exponentOf } from '../../../../platform/money.ts';
import type { Screen } from '../../../../telegram/screens/screen.ts';
import { wayHome } from '../../../../texts/navigation.ts';
import type { Voice } from '../../../../texts/voice.ts';
import { longestReason } from '../../../../platform/reason.ts';
import { isOnBalance } from '../../settlement/holding.service.ts';
import { shareOf } from '../../settlement/access.service.ts';
import type { PaymentStory } from '../service.ts';
import { backToPayment } from '../reviews/screens.ts';
import * as taps from '../taps.ts';

/** The rest of a payment, as its owner reads it. */
function leftText({ format }: Voice, { payment, refundable }: PaymentStory): string {
  return format.money({ minor: refundable.leftMinor, currency: payment.currency });
}

/** Asks how much to give back, or why. */
export function refundStepScreen(
  voice: Voice,
  view: { step: 'amount' | 'reason'; story: PaymentStory; problem?: Html | undefined },
): Screen {
  const { t } = voice;
  const { step, story, problem } = view;
  const { payment, refundable } = story;
  const left = leftText(voice, story);
  const whole: Button = { label: t.giveBack.whole(left), action: taps.pick(refundable.leftMinor) };
  const question =
    step === 'reason'
      ? t.giveBack.askReason
      : t.giveBack.askAmount(exampleOf(voice, refundable.leftMinor, payment.currency));
  return {
    text: join(
      [
        problem,
        step === 'amount' && t.giveBack.left(left),
        refundable.to === 'balance' && plain(t.giveBack.toBalance),
        question,
      ],
      '\n\n',
    ),
    buttons: [...(step === 'amount' ? [[whole]] : []), wayHome(voice, backToPayment(voice, payment.id))],
  };
}

/** Half of it, as one would type it in this language. */
function exampleOf(
  { language }: Voice,
  leftMinor: number,
  currency: PaymentStory['payment']['currency'],
): string {
  const exponent = exponentOf(currency) ?? 0;
  const typed = (Math.max(1, Math.floor(leftMinor / 2)) / 10 ** exponent).toFixed(exponent);
  return language === 'ru' ? typed.replace('.', ',') : typed;
}

/** Asks once, and says what becomes of the access. */
export function refundQuestion(
  voice: Voice,
  view: { story: PaymentStory; amountMinor: number; reason: string },
): Screen {
  const { t, format } = voice;
  const { story, amountMinor, reason } = view;
  const price = format.money({ minor: amountMinor, currency: story.payment.currency });
  const isCredit = story.refundable.to === 'balance';
  return {
    text: join(
      [
        isCredit ? t.giveBack.sureCredit(price) : t.giveBack.sure(price),
        accessText(voice, story, amountMinor),
        t.review.reasonLine(clip(reason, longestReason)),
      ],
      '\n\n',
    ),
    buttons: [
      [{ label: t.giveBack.confirm, action: taps.refund(story.payment.id), style: 'danger' }],
      wayHome(voice, backToPayment(voice, story.payment.id)),
    ],
  };
}

/** The access that would be left, in the words of what it is now. */
function accessText(voice: Voice, { payment, order }: PaymentStory, amountMinor: number): Html | undefined {
  const { t, format } = voice;
  if (isOnBalance(payment)) return plain(t.giveBack.fromBalance);
  if (order === undefined) return undefined;
  const kept = payment.amountMinor - payment.refundedMinor;
  const before = shareOf(order, payment, kept);
  const after = shareOf(order, payment, kept - amountMinor);
  if (before === undefined || after === undefined) return plain(t.giveBack.accessEnds);
  const days =
    after.days === null
      ? t.giveBack.accessStays
      : t.giveBack.accessShrinks(format.days(before.days ?? 0), format.days(after.days));
  const traffic =
    after.trafficBytes !== null &&
    t.giveBack.trafficShrinks(format.size(before.trafficBytes ?? 0), format.size(after.trafficBytes));
  return join([plain(days), traffic !== false && plain(traffic)]);
}
