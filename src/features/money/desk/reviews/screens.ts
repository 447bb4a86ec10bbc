import type { Button } from '../../../../telegram/screens/buttons.ts';
import { clip } from '../../../../telegram/screens/clip.ts';
import { type Html, join, plain } from '../../../../telegram/screens/html.ts';
import type { Screen } from '../../../../telegram/screens/screen.ts';
import { wayHome } from '../../../../texts/navigation.ts';
import type { Voice } from '../../../../texts/voice.ts';
import { longestReason } from '../../../../platform/reason.ts';
import type { Order, Payment, PaymentStory } from '../service.ts';
import type { Decision } from './rules.ts';
import * as taps from '../taps.ts';

/** A question to an admin while deciding about a payment. */
export type ReviewStep = 'order' | 'person' | 'reason';

export function backToPayment({ t }: Voice, paymentId: number): Button {
  return { label: t.general.back, action: taps.show(paymentId) };
}

/** Why a payment waits for a person, in words, and what came in against what was ordered. */
export function reviewText(voice: Voice, { payment, order }: PaymentStory): Html | undefined {
  if (payment.status !== 'review') return undefined;
  const { t, format } = voice;
  const { amountMinor, refundedMinor, currency, reason } = payment;
  const alarms: Record<string, string> = t.moneyNotices.alarms;
  const came = format.money({ minor: amountMinor, currency });
  const left = format.money({ minor: amountMinor - refundedMinor, currency });
  return join([
    t.review.waits(alarms[reason ?? ''] ?? ''),
    order !== undefined &&
      plain(t.review.compare(format.money({ minor: order.totalMinor, currency: order.currency }), came)),
    refundedMinor > 0 && plain(t.review.left(left)),
  ]);
}

/** One button for each thing that may be made of it. */
export function reviewRows({ t }: Voice, { payment, choices }: PaymentStory): Button[][] {
  return choices.map((choice) => [
    {
      label: t.review.choices[choice],
      action: choice === 'ask' ? taps.askProvider(payment.id) : taps.review(payment.id, choice),
    },
  ]);
}

/** Asks for what a decision needs: which order, whose balance, why. */
export function reviewStepScreen(
  voice: Voice,
  view: { step: ReviewStep; payment: Payment; likely?: Order | undefined; problem?: Html | undefined },
): Screen {
  const { t } = voice;
  const { step, payment, likely, problem } = view;
  const questions = { order: t.review.askOrder, person: t.review.askPerson, reason: t.review.askReason };
  const offer: Button[] =
    step === 'order' && likely !== undefined
      ? [
          {
            label: clip(t.review.likely(likely.id, likely.planNames[voice.language]), 40),
            action: taps.pick(likely.id),
          },
        ]
      : [];
  const payer: Button[] =
    step === 'person' && payment.userId !== null
      ? [{ label: t.review.samePerson(payment.userId), action: taps.pick(payment.userId) }]
      : [];
  return {
    text: join([problem, questions[step]], '\n\n'),
    buttons: [
      ...[offer, payer].filter((row) => row.length > 0),
      wayHome(voice, backToPayment(voice, payment.id)),
    ],
  };
}

/** Asks once before a decision that is for good. */
export function reviewQuestion(
  voice: Voice,
  view: { payment: Payment; decision: Decision; order?: Order | undefined; personId: number; reason: string },
): Screen {
  const { t } = voice;
  return {
    text: join([sureText(voice, view), t.review.reasonLine(clip(view.reason, longestReason))], '\n\n'),
    buttons: [
      [{ label: t.review.confirm, action: taps.decide(view.payment.id), style: 'primary' }],
      wayHome(voice, backToPayment(voice, view.payment.id)),
    ],
  };
}

function sureText(
  { t, format, language }: Voice,
  { payment, decision, order, personId }: Parameters<typeof reviewQuestion>[1],
): Html {
  const { amountMinor, refundedMinor, currency } = payment;
  const price = format.money({ minor: amountMinor - refundedMinor, currency });
  if (decision === 'accepted')
    return t.review.sure.accepted(price, order?.id ?? 0, order?.planNames[language] ?? '');
  return decision === 'credited' ? t.review.sure.credited(price, personId) : t.review.sure[decision](price);
}
