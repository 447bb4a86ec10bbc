import type { Button } from '../../../telegram/screens/buttons.ts';
import { clip } from '../../../telegram/screens/clip.ts';
import { type Html, join, plain } from '../../../telegram/screens/html.ts';
import type { Currency } from '../../../platform/money.ts';
import type { Screen } from '../../../telegram/screens/screen.ts';
import { cancelButton } from '../../../texts/navigation.ts';
import type { Voice } from '../../../texts/voice.ts';
import type { Plan } from '../../plans/service.ts';
import type { PromoOutcome } from './effects.rules.ts';
import type { PromoAnswers, PromoQuestion } from './draft.rules.ts';
import { termLines } from './screens.ts';
import { promoKinds, type PromoTerms } from './terms.rules.ts';
import * as taps from './taps.ts';

interface Asking {
  step: PromoQuestion;
  answers: Partial<PromoAnswers>;
  currency: Currency;
  place: { number: number; count: number };
  problem: Html | undefined;
  /** What a discount may be for. */
  plans: readonly Plan[];
}

/** One question of the dialogue that makes a code, with what was wrong about the last answer. */
export function promoStepScreen(voice: Voice, asking: Asking): Screen {
  const { t } = voice;
  const { step, place, problem } = asking;
  return {
    text: join([t.promos.step(place.number, place.count), problem, questionOf(voice, asking)], '\n\n'),
    buttons: [...choicesOf(voice, asking), step === 'code' ? [cancelButton(voice)] : waysOut(voice)],
  };
}

/** The code as it would be made, before it is. */
export function promoSureScreen(
  voice: Voice,
  view: {
    terms: PromoTerms;
    plans: readonly Plan[];
    effects: readonly PromoOutcome[];
    problem: Html | undefined;
  },
): Screen {
  const { t } = voice;
  const { terms, plans, effects, problem } = view;
  const summary = join([t.promos.sure, t.promos.card(terms.code), termLines(voice, terms, plans)]);
  return {
    text: join(
      [problem, summary, join(effects.slice(0, mostEffects).map((one) => effectText(voice, one)))],
      '\n\n',
    ),
    buttons: [[{ label: t.promos.confirm, action: taps.make(), style: 'primary' }], waysOut(voice)],
  };
}

const mostEffects = 10;

function effectText({ t, format, language }: Voice, { plan, dropped }: PromoOutcome): Html {
  const name = plan.names[language];
  if (dropped === undefined) return plain(t.promos.becomesFree(name));
  const { way, left, least } = dropped;
  return plain(
    t.promos.dropsWay({
      plan: name,
      way: t.shop.wayWords[way],
      left: format.money(left),
      least: format.money(least),
    }),
  );
}

function waysOut(voice: Voice): Button[] {
  return [{ label: voice.t.general.back, action: taps.back() }, cancelButton(voice)];
}

/** The word on an answer that does not fit its question. */
export function wrongAnswer(
  { t }: Voice,
  { step, answers: { kind }, currency }: Pick<Asking, 'step' | 'answers' | 'currency'>,
): string {
  const wrong: Record<Exclude<PromoQuestion, 'value'>, string> = {
    code: t.refusals['promo.bad-code']({}),
    kind: t.promos.wrongKind,
    uses: t.promos.wrongUses,
    each: t.promos.wrongEach,
    end: t.promos.wrongEnd,
    plans: t.promos.wrongPlans,
    first: t.promos.wrongFirst,
  };
  if (step !== 'value') return wrong[step];
  if (kind === 'percent') return t.promos.wrongPercent;
  if (kind === 'traffic') return t.promos.wrongTraffic;
  return kind === 'fixed' || kind === 'balance' ? t.promos.wrongSum(currency) : t.promos.wrongDays;
}

function questionOf(voice: Voice, asking: Asking): Html {
  const { t } = voice;
  switch (asking.step) {
    case 'code':
      return t.promos.askCode;
    case 'kind':
      return t.promos.askKind;
    case 'value':
      return valueQuestion(voice, asking);
    case 'uses':
      return t.promos.askUses;
    case 'each':
      return t.promos.askEach;
    case 'end':
      return t.promos.askEnd;
    case 'plans':
      return t.promos.askPlans;
    case 'first':
      return t.promos.askFirst;
  }
}

function valueQuestion({ t }: Voice, { answers: { kind }, currency }: Asking): Html {
  if (kind === 'percent') return t.promos.askPercent;
  if (kind === 'fixed') return t.promos.askFixed(currency);
  if (kind === 'balance') return t.promos.askBalance(currency);
  if (kind === 'traffic') return t.promos.askTraffic;
  return kind === 'trial' ? t.promos.askTrial : t.promos.askDays;
}

function choicesOf({ t, format, language }: Voice, { step, answers, plans }: Asking): Button[][] {
  const choice = (label: string, value: string | number): Button => ({
    label: clip(label, 40),
    action: taps.answer(step, String(value)),
  });
  switch (step) {
    case 'code':
      return [[choice(t.promos.invent, '*')]];
    case 'kind':
      return promoKinds.map((kind) => [choice(t.promos.kinds[kind], kind)]);
    case 'value':
      return [];
    case 'uses':
      return [
        [1, 10, 100, 1_000].map((count) => choice(format.number(count), count)),
        [choice(t.invites.unlimitedTraffic, 'unlimited')],
      ];
    case 'each':
      return [[1, 2, 5].map((count) => choice(format.number(count), count))];
    case 'end':
      return [
        [7, 30, 90].map((count) => choice(format.days(count), count)),
        [choice(t.invites.never, 'never')],
      ];
    case 'plans':
      return [
        ...plans.map(({ code, names }): Button[] => {
          const isChosen = answers.plans?.codes.includes(code) === true;
          const name = names[language];
          const label = clip(isChosen ? t.promos.chosen(name) : name, 40);
          return [{ label, action: taps.choosePlan(code, !isChosen) }];
        }),
        [choice(t.promos.done, 'done'), choice(t.promos.allPlans, 'all')],
      ];
    case 'first':
      return [[choice(t.promos.yes, 'yes')], [choice(t.promos.no, 'no')]];
  }
}
