import { action } from '../../platform/telegram/buttons.ts';
import { type Html, join, plain } from '../../platform/telegram/html.ts';
import type { Screen } from '../../platform/telegram/screen.ts';
import { wayHome } from '../../texts/navigation.ts';
import type { Voice } from '../../texts/voice.ts';
import type { Plan } from '../plans/service.ts';
import type { Promo, PromoTerms } from './service.ts';

type Value = Pick<PromoTerms, 'kind' | 'value' | 'currency'>;

/** What a code gives, in the person's words; `short` for a label. */
export function givesText({ t, format }: Voice, { kind, value, currency }: Value, how: 'short' | 'gives') {
  const words = t.promos[how];
  switch (kind) {
    case 'percent':
      return words.percent(format.number(value));
    case 'fixed':
    case 'balance':
      return words[kind](format.money({ minor: value, currency: currency ?? '' }));
    case 'traffic':
      return words.traffic(format.size(value));
    case 'days':
    case 'trial':
      return words[kind](format.days(value));
  }
}

/** Everything that a code was made with. Plans that are no more are called by their codes. */
export function termLines(voice: Voice, terms: PromoTerms, plans: readonly Plan[]): Html {
  const { t, format } = voice;
  const { maxUses, perPerson, startsAt, endsAt, planCodes } = terms;
  const nameOf = (code: string) => plans.find((plan) => plan.code === code)?.names[voice.language] ?? code;
  const planLine =
    planCodes === null ? t.promos.everyPlan : t.promos.onlyPlans(planCodes.map(nameOf).join(', '));
  const isForBuying = terms.kind === 'percent' || terms.kind === 'fixed';
  const lines = [
    t.promos.what(givesText(voice, terms, 'gives')),
    t.promos.uses(maxUses === null ? t.general.unlimited : format.number(maxUses)),
    t.promos.each(format.number(perPerson)),
    ...(startsAt === null ? [] : [t.promos.from(format.date(startsAt))]),
    endsAt === null ? t.promos.noEnd : t.promos.until(format.date(lastMoment(endsAt))),
    ...(isForBuying ? [planLine] : []),
    ...(terms.isFirstPurchaseOnly ? [t.promos.firstOnly] : []),
  ];
  return join(lines.map(plain));
}

/** A code ends as a day begins: the day before is the last one. */
function lastMoment(endsAt: Date): Date {
  return new Date(endsAt.getTime() - 1);
}

/** Asks once before a code from a link gives what it gives. `asked` is of this question: one gives once. */
export function giftQuestion(voice: Voice, promo: Promo, asked: number): Screen {
  const { t } = voice;
  return {
    text: t.promos.giftQuestion(promo.code, givesText(voice, promo, 'gives')),
    buttons: [
      [{ label: t.promos.take, action: action('prm.take', promo.id, asked), style: 'primary' }],
      wayHome(voice),
    ],
  };
}
