import type { Button } from '../../../telegram/screens/buttons.ts';
import { clip } from '../../../telegram/screens/clip.ts';
import { type Html, join, plain } from '../../../telegram/screens/html.ts';
import type { Currency } from '../../../platform/money.ts';
import type { Screen } from '../../../telegram/screens/screen.ts';
import { cancelButton, wayHome } from '../../../texts/navigation.ts';
import type { Voice } from '../../../texts/voice.ts';
import type { User } from '../../users/service.ts';
import { type GiftDraft, isFirstStep } from './gift-draft.rules.ts';
import * as taps from './taps.ts';
import * as adminTaps from '../../admin/taps.ts';

interface Asking {
  draft: GiftDraft;
  person: User;
  currency: Currency;
}

/** One question about a gift for somebody; `isRepeat` says that the last answer did not fit. */
export function giftStepScreen(voice: Voice, asking: Asking, isRepeat: boolean): Screen {
  const { t } = voice;
  const { draft } = asking;
  const back: Button = { label: t.general.back, action: taps.backInGift() };
  return {
    text: join(
      [headingOf(voice, asking), isRepeat && plain(wrongOf(voice, asking)), questionOf(voice, asking)],
      '\n\n',
    ),
    buttons: [
      ...choicesOf(voice, draft),
      isFirstStep(draft) ? [cancelButton(voice)] : [back, cancelButton(voice)],
    ],
  };
}

function headingOf({ t }: Voice, { draft, person }: Asking): Html {
  const name = clip(person.firstName, 64) || String(person.telegramId);
  return draft.what === 'access' ? t.gifts.accessFor(name) : t.gifts.moneyFor(name);
}

function wrongOf({ t }: Voice, { draft, currency }: Asking): string {
  return draft.step === 'amount' ? t.gifts.wrong.amount(currency) : t.gifts.wrong[draft.step];
}

function questionOf(voice: Voice, { draft, currency }: Asking): Html {
  const { t } = voice;
  if (draft.step === 'amount') return t.gifts.ask.amount(currency);
  if (draft.step !== 'sure') return t.gifts.ask[draft.step];
  return join([t.gifts.sure(givenText(voice, draft, currency)), t.gifts.reason(draft.reason ?? '')], '\n\n');
}

function givenText({ t, format }: Voice, draft: GiftDraft, currency: Currency): string {
  const { what, days = null, trafficBytes = null, minor = 0 } = draft;
  if (what === 'money') return t.gifts.money(format.money({ minor, currency }));
  return t.gifts.access(
    days === null ? t.general.forEver : format.days(days),
    trafficBytes === null ? t.general.unlimited : format.size(trafficBytes),
  );
}

function choicesOf({ t, format }: Voice, { step }: GiftDraft): Button[][] {
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
    case 'sure':
      return [[{ label: t.gifts.confirm, action: taps.give(), style: 'primary' }]];
    case 'amount':
    case 'reason':
      return [];
  }
}

/** What was given, and the way back to the person. */
export function giftGivenScreen(voice: Voice, { draft, person, currency }: Asking): Screen {
  const { t } = voice;
  return {
    text: t.gifts.given(givenText(voice, draft, currency)),
    buttons: [
      [{ label: t.gifts.toPerson, action: adminTaps.show(person.telegramId) }],
      wayHome(voice, { label: t.home.admin, action: adminTaps.openDesk() }),
    ],
  };
}
