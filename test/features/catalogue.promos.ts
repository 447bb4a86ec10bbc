import { promoCardScreen, promoListScreen } from '../../src/features/money/promo-codes/desk.screens.ts';
import { draftSchema, type PromoStep } from '../../src/features/money/promo-codes/draft.rules.ts';
import { giftQuestion } from '../../src/features/money/orders/promo.screens.ts';
import { promoStepScreen, wrongAnswer } from '../../src/features/money/promo-codes/steps.screens.ts';
import { promoKinds } from '../../src/features/money/promo-codes/terms.rules.ts';
import type { Screen } from '../../src/telegram/screens/screen.ts';
import type { Voice } from '../../src/texts/voice.ts';
import { now, userOf } from './samples.ts';
import { plansOf, promoOf } from './samples.money.ts';

const link = `https://t.me/a_bot_with_a_long_name_of_32_bot?start=promo_${'X'.repeat(32)}`;
const steps: PromoStep[] = ['code', 'kind', 'value', 'uses', 'each', 'end', 'plans', 'first', 'sure'];
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
        const draft = draftSchema.parse({
          schemaVersion: 1,
          id: 'x',
          step,
          code: 'X'.repeat(32),
          kind,
          value: 100,
          maxUses: null,
          perPerson: 1,
          endsAt: now.toISOString(),
          planCodes: ['monthly'],
          isForEveryPlan: false,
          isFirstPurchaseOnly: true,
        });
        const asking = { draft, currency: 'RUB' as const, plans: plansOf(name) };
        return [undefined, wrongAnswer(voice, asking)].map((problem) =>
          promoStepScreen(voice, asking, problem),
        );
      }),
    ),
  giftQuestion: (voice) => promoOf.all.map((promo) => giftQuestion(voice, promo, 2 ** 31)),
};
