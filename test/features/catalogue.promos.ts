import { promoCardScreen, promoListScreen } from '../../src/features/money/promo-codes/desk.screens.ts';
import { isForBuying, promoSteps, termsOf } from '../../src/features/money/promo-codes/draft.rules.ts';
import { giftQuestion } from '../../src/features/money/orders/promo.screens.ts';
import {
  promoStepScreen,
  promoSureScreen,
  wrongAnswer,
} from '../../src/features/money/promo-codes/steps.screens.ts';
import { promoKinds } from '../../src/features/money/promo-codes/terms.rules.ts';
import type { Screen } from '../../src/telegram/screens/screen.ts';
import type { Voice } from '../../src/texts/voice.ts';
import { plain } from '../../src/telegram/screens/html.ts';
import { now, userOf } from './samples.ts';
import { plansOf, promoOf } from './samples.money.ts';

const link = `https://t.me/a_bot_with_a_long_name_of_32_bot?start=promo_${'X'.repeat(32)}`;
const steps = promoSteps.filter((step) => step !== 'sure');
const answersOf = (kind: (typeof promoKinds)[number]) => ({
  code: 'X'.repeat(32),
  kind,
  value: 100,
  uses: null,
  each: 1,
  end: now.toISOString(),
  plans: { codes: ['monthly', 'gone'], are: 'these' as const },
  first: true,
});
const past = new Date(now.getTime() - 1);
const future = new Date(now.getTime() + 1);

/** Every screen about promo codes, in every shape it takes. */
export const promoCatalogue: Record<string, (voice: Voice, name: string) => Screen[]> = {
  promoListScreen: (voice) => [
    promoListScreen(voice, { promos: [], total: 0, offset: 0, now }),
    promoListScreen(voice, { promos: promoOf.all, total: 100, offset: 8, now }),
  ],
  promoCardScreen: (voice, name) =>
    [userOf(name), undefined].flatMap((maker) =>
      promoOf.all.flatMap((promo) =>
        [
          promo,
          { ...promo, maxUses: 1_000_000, used: 1_000_000, planCodes: ['monthly', 'gone'], endsAt: future },
          { ...promo, isActive: false, isFirstPurchaseOnly: true, startsAt: future },
          { ...promo, endsAt: past, startsAt: past },
        ].flatMap((shown) =>
          [link, undefined].map((to) =>
            promoCardScreen(
              voice,
              { promo: shown, reserved: 1, maker },
              { plans: plansOf(name), link: to, now, isNew: true },
            ),
          ),
        ),
      ),
    ),
  promoStepScreen: (voice, name) =>
    steps.flatMap((step) =>
      promoKinds.flatMap((kind) => {
        const answers = answersOf(kind);
        const asking = { step, answers, currency: 'RUB' as const };
        return [undefined, plain(wrongAnswer(voice, asking))].map((problem) =>
          promoStepScreen(voice, {
            ...asking,
            place: { number: steps.indexOf(step) + 1, count: isForBuying({ kind }) ? 8 : 6 },
            problem,
            plans: plansOf(name),
          }),
        );
      }),
    ),
  promoSureScreen: (voice, name) =>
    promoKinds.flatMap((kind) =>
      [undefined, plain(voice.t.promos.wrongSure)].map((problem) =>
        promoSureScreen(voice, {
          terms: termsOf(answersOf(kind), 'RUB'),
          plans: plansOf(name),
          effects: plansOf(name).flatMap((plan) => [
            { plan, dropped: undefined },
            {
              plan,
              dropped: {
                way: 'card' as const,
                left: { minor: 4_470, currency: 'RUB' as const },
                least: { minor: 5_000, currency: 'RUB' as const },
              },
            },
          ]),
          problem,
        }),
      ),
    ),
  giftQuestion: (voice) => promoOf.all.map((promo) => giftQuestion(voice, promo, 2 ** 31)),
};
