import type { Button } from '../../../../telegram/screens/buttons.ts';
import { clip } from '../../../../telegram/screens/clip.ts';
import { type Html, join } from '../../../../telegram/screens/html.ts';
import type { Currency } from '../../../../platform/money.ts';
import type { Screen } from '../../../../telegram/screens/screen.ts';
import { cancelButton, wayHome } from '../../../../texts/navigation.ts';
import type { Voice } from '../../../../texts/voice.ts';
import type { User } from '../../../users/service.ts';
import type { GiftDraft, GiftStep } from './steps.rules.ts';
import * as taps from '../taps.ts';
import * as adminTaps from '../../../admin/taps.ts';

interface Gift {
  gift: GiftDraft;
  person: User;
  currency: Currency;
}

/** One question about a gift for somebody, with what was wrong about the last answer. */
export function giftStepScreen(
  voice: Voice,
  view: {
    step: Exclude<GiftStep, 'sure'>;
    asked: { about: { what: GiftDraft['what'] }; place: { number: number }; problem: Html | undefined };
    person: User;
    currency: Currency;
  },
): Screen {
  const { t } = voice;
  const { step, asked, person, currency } = view;
  const { what } = asked.about;
  const question = step === 'amount' ? t.gifts.ask.amount(currency) : t.gifts.ask[step];
  return {
    text: join([headingOf(voice, what, person), asked.problem, question], '\n\n'),
    buttons: [...choicesOf(voice, step), waysOut(voice, asked.place.number === 1)],
  };
}

/** The screen of what would be given, before it is. */
export function giftSureScreen(voice: Voice, view: Gift & { problem?: Html | undefined }): Screen {
  const { t } = voice;
  const { gift, person, currency, problem } = view;
  const question = [t.gifts.sure(givenText(voice, gift, currency)), t.gifts.reason(gift.reason ?? '')];
  return {
    text: join([headingOf(voice, gift.what, person), problem, ...question], '\n\n'),
    buttons: [[{ label: t.gifts.confirm, action: taps.give(), style: 'primary' }], waysOut(voice, false)],
  };
}

function waysOut(voice: Voice, isFirst: boolean): Button[] {
  const back: Button = { label: voice.t.general.back, action: taps.backInGift() };
  return isFirst ? [cancelButton(voice)] : [back, cancelButton(voice)];
}

function headingOf({ t }: Voice, what: GiftDraft['what'], person: User): Html {
  const name = clip(person.firstName, 64) || String(person.telegramId);
  return what === 'access' ? t.gifts.accessFor(name) : t.gifts.moneyFor(name);
}

function givenText(voice: Voice, gift: GiftDraft, currency: Currency): string {
  const { t, format } = voice;
  const { what, days = null, traffic: trafficBytes = null, amount: minor = 0 } = gift;
  if (what === 'money') return t.gifts.money(format.money({ minor, currency }));
  return accessText(voice, { days, trafficBytes });
}

/** Access that is given, in words. */
export function accessText(
  { t, format }: Voice,
  { days, trafficBytes }: { days: number | null; trafficBytes: number | null },
): string {
  const traffic = trafficBytes === null ? t.general.unlimited : format.size(trafficBytes);
  return days === null ? t.gifts.accessForEver(traffic) : t.gifts.access(format.days(days), traffic);
}

function choicesOf({ t, format }: Voice, step: Exclude<GiftStep, 'sure'>): Button[][] {
  const choice = (label: string, value: string | number): Button => ({
    label,
    action: taps.answerGift(step, String(value)),
  });
  switch (step) {
    case 'days':
      return [
        [7, 30, 90].map((days) => choice(format.days(days), days)),
        [choice(t.gifts.forEver, 'forever')],
      ];
    case 'traffic':
      return [
        [10, 50, 100].map((gigabytes) => choice(format.size(gigabytes * 1024 ** 3), gigabytes)),
        [choice(t.gifts.unlimited, 'unlimited')],
      ];
    case 'amount':
    case 'reason':
      return [];
  }
}

/** The screen of what was given, and the way back to the person. */
export function giftGivenScreen(voice: Voice, { gift, person, currency }: Gift): Screen {
  const { t } = voice;
  return {
    text: t.gifts.given(givenText(voice, gift, currency)),
    buttons: [
      [{ label: t.gifts.toPerson, action: adminTaps.show(person.telegramId) }],
      wayHome(voice, { label: t.home.admin, action: adminTaps.openDesk() }),
    ],
  };
}
