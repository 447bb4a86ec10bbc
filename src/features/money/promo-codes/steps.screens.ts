import type { Button } from '../../../telegram/screens/buttons.ts';
import { clip } from '../../../telegram/screens/clip.ts';
import { type Html, join, plain } from '../../../telegram/screens/html.ts';
import type { Currency } from '../../../platform/money.ts';
import type { Screen } from '../../../telegram/screens/screen.ts';
import { cancelButton } from '../../../texts/navigation.ts';
import type { Voice } from '../../../texts/voice.ts';
import type { Plan } from '../../plans/service.ts';
import { placeOf, type PromoDraft, type PromoStep, termsOf } from './draft.rules.ts';
import { termLines } from './screens.ts';
import { promoKinds } from './terms.rules.ts';
import * as taps from './taps.ts';

interface Asking {
  draft: PromoDraft;
  currency: Currency;
  /** What a discount may be for. */
  plans: readonly Plan[];
}

/** One question of the dialogue that makes a code, with what was wrong about the last answer. */
export function promoStepScreen(voice: Voice, asking: Asking, problem?: string): Screen {
  const { t } = voice;
  const { draft } = asking;
  const { number, count } = placeOf(draft);
  const back: Button = { label: t.general.back, action: taps.back() };
  return {
    text: join(
      [
        draft.step !== 'sure' && t.promos.step(number, count),
        problem !== undefined && plain(problem),
        questionOf(voice, asking),
      ],
      '\n\n',
    ),
    buttons: [
      ...choicesOf(voice, asking),
      draft.step === 'code' ? [cancelButton(voice)] : [back, cancelButton(voice)],
    ],
  };
}

/** What is wrong with an answer that does not fit its question. */
export function wrongAnswer({ t }: Voice, { draft, currency }: Pick<Asking, 'draft' | 'currency'>): string {
  const wrong: Record<Exclude<PromoStep, 'value'>, string> = {
    code: t.refusals['promo.bad-code']({}),
    kind: t.promos.wrongKind,
    uses: t.promos.wrongUses,
    each: t.promos.wrongEach,
    end: t.promos.wrongEnd,
    plans: t.promos.wrongPlans,
    first: t.promos.wrongFirst,
    sure: t.promos.wrongSure,
  };
  if (draft.step !== 'value') return wrong[draft.step];
  if (draft.kind === 'percent') return t.promos.wrongPercent;
  if (draft.kind === 'traffic') return t.promos.wrongTraffic;
  return draft.kind === 'fixed' || draft.kind === 'balance'
    ? t.promos.wrongSum(currency)
    : t.promos.wrongDays;
}

function questionOf(voice: Voice, asking: Asking): Html {
  const { t } = voice;
  switch (asking.draft.step) {
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
    case 'sure':
      return summary(voice, asking);
  }
}

function valueQuestion({ t }: Voice, { draft, currency }: Asking): Html {
  if (draft.kind === 'percent') return t.promos.askPercent;
  if (draft.kind === 'fixed') return t.promos.askFixed(currency);
  if (draft.kind === 'balance') return t.promos.askBalance(currency);
  if (draft.kind === 'traffic') return t.promos.askTraffic;
  return draft.kind === 'trial' ? t.promos.askTrial : t.promos.askDays;
}

function summary(voice: Voice, { draft, currency, plans }: Asking): Html {
  const terms = termsOf(draft, currency);
  return join([
    voice.t.promos.sure,
    terms && voice.t.promos.card(terms.code),
    terms && termLines(voice, terms, plans),
  ]);
}

function choicesOf({ t, format, language }: Voice, { draft, plans }: Asking): Button[][] {
  const { step } = draft;
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
          const isChosen = draft.planCodes.includes(code);
          const name = names[language];
          const label = clip(isChosen ? t.promos.chosen(name) : name, 40);
          return [{ label, action: taps.togglePlan(code) }];
        }),
        [choice(t.promos.done, 'done'), choice(t.promos.allPlans, 'all')],
      ];
    case 'first':
      return [[choice(t.promos.yes, 'yes')], [choice(t.promos.no, 'no')]];
    case 'sure':
      return [[{ label: t.promos.confirm, action: taps.make(), style: 'primary' }]];
  }
}
