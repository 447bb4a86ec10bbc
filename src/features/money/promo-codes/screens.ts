import { type Html, join, plain } from '../../../telegram/screens/html.ts';
import { givesText } from '../../../texts/promo-words.ts';
import type { Voice } from '../../../texts/voice.ts';
import type { Plan } from '../../plans/service.ts';
import { isDiscount, type PromoTerms } from './terms.rules.ts';

/** Everything that a code was made with. Plans that are no more are called by their codes. */
export function termLines(voice: Voice, terms: PromoTerms, plans: readonly Plan[]): Html {
  const { t, format } = voice;
  const { maxUses, perPerson, startsAt, endsAt, planCodes } = terms;
  const nameOf = (code: string) => plans.find((plan) => plan.code === code)?.names[voice.language] ?? code;
  const planLine =
    planCodes === null ? t.promos.everyPlan : t.promos.onlyPlans(planCodes.map(nameOf).join(', '));
  const lines = [
    t.promos.what(givesText(voice, terms, 'gives')),
    t.promos.uses(maxUses === null ? t.general.unlimited : format.number(maxUses)),
    t.promos.each(format.number(perPerson)),
    ...(startsAt === null ? [] : [t.promos.from(format.date(startsAt))]),
    endsAt === null ? t.promos.noEnd : t.promos.until(format.date(lastMoment(endsAt))),
    ...(isDiscount(terms) ? [planLine] : []),
    ...(terms.isFirstPurchaseOnly ? [t.promos.firstOnly] : []),
  ];
  return join(lines.map(plain));
}

/** A code ends as a day begins: the day before is the last one. */
function lastMoment(endsAt: Date): Date {
  return new Date(endsAt.getTime() - 1);
}
