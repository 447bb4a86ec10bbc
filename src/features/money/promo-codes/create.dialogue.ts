import { z } from 'zod';
import type { Clock } from '../../../platform/clock.ts';
import type { Currency } from '../../../platform/money.ts';
import type { Asked } from '../../../telegram/dialogue/spec.ts';
import type { PlanService } from '../../plans/service.ts';
import { type BotContext, type BotDialogue, defineDialogue } from '../../users/context.ts';
import type { UserService } from '../../users/service.ts';
import { newPromoCode } from './code.rules.ts';
import {
  choosePlan,
  isForBuying,
  type PromoAnswers,
  promoAnswers,
  type PromoQuestion,
  readEach,
  readEnd,
  readKind,
  readPlans,
  readUses,
  readValue,
  readYes,
  termsOf,
} from './draft.rules.ts';
import { effectsOf } from './effects.rules.ts';
import type { Way } from '../providers/registry.ts';
import { formerPromo } from './former.rules.ts';
import type { PromoService } from './service.ts';
import { promoStepScreen, promoSureScreen, wrongAnswer } from './steps.screens.ts';
import * as taps from './taps.ts';

/** A few questions, a summary, then a code. Every answer may be tapped or typed. */
export function createNewPromoDialogue(parts: {
  promos: Pick<PromoService, 'demandFree' | 'create'>;
  plans: Pick<PlanService, 'list'>;
  users: Pick<UserService, 'demand'>;
  clock: Clock;
  currency: Currency;
  /** By which people pay here. */
  ways: readonly Way[];
  timeZone: string;
  showCard: (ctx: BotContext, id: number, isNew: boolean) => Promise<void>;
  showList: (ctx: BotContext) => Promise<void>;
}): BotDialogue<object> {
  const { promos, users, clock, currency, ways, timeZone, showCard, showList } = parts;

  /** What a discount may be for. */
  const discountable = async ({ person }: BotContext) =>
    (await parts.plans.list(person.telegramId)).filter(({ code }) => code !== 'trial');
  const ask = (step: PromoQuestion) => ({
    wrong: ({ voice }: BotContext, { answers }: Pick<Asked<object, PromoAnswers>, 'answers'>) =>
      wrongAnswer(voice, { step, answers, currency }),
    screen: async (ctx: BotContext, asked: Asked<object, PromoAnswers>) =>
      promoStepScreen(ctx.voice, { ...asked, step, currency, plans: await discountable(ctx) }),
  });

  return defineDialogue({
    id: 'promo.new',
    effect: 'promo',
    about: z.object({}),
    answers: promoAnswers,
    may: (ctx) => users.demand(ctx.person.telegramId, 'manage promo codes'),
    questions: {
      code: {
        ...ask('code'),
        read: (text, _given, { person }) =>
          promos.demandFree(person.telegramId, text === '*' ? newPromoCode() : text),
      },
      kind: { ...ask('kind'), read: readKind },
      value: {
        ...ask('value'),
        read: (text, { answers }) => readValue(answers.kind, text, { currency }),
      },
      uses: { ...ask('uses'), read: readUses },
      each: { ...ask('each'), read: readEach },
      end: { ...ask('end'), read: (text) => readEnd(text, { timeZone, now: clock.now() }) },
      plans: {
        ...ask('plans'),
        when: ({ answers }) => isForBuying(answers),
        read: (text, { answers }) => readPlans(text, answers.plans),
        isOpen: ({ are }) => are === null,
        reopen: ({ codes }) => ({ codes, are: null }),
      },
      first: { ...ask('first'), when: ({ answers }) => isForBuying(answers), read: readYes },
    },
    picks: (on) => [
      on(taps.answer, ([to, typed]) => (to === 'sure' ? undefined : { to, typed })),
      on(taps.choosePlan, ([code, isChosen], { answers: { plans = { codes: [] } } }) => ({
        to: 'plans',
        answer: choosePlan(plans, code, isChosen),
      })),
    ],
    back: taps.back,
    sure: {
      tap: taps.make,
      wrong: ({ voice }) => voice.t.promos.wrongSure,
      async screen(ctx, { answers, problem }) {
        const terms = termsOf(answers, currency);
        const plans = await discountable(ctx);
        const effects = effectsOf(terms, plans, { ways, shop: currency });
        return promoSureScreen(ctx.voice, { terms, plans, effects, problem });
      },
    },
    async done(ctx, { answers, cause }) {
      const promo = await promos.create(cause, termsOf(answers, currency));
      await showCard(ctx, promo.id, true);
    },
    blames: (code) => (code === 'promo.bad-end' ? 'end' : 'code'),
    origin: showList,
    formerly: formerPromo,
  });
}
