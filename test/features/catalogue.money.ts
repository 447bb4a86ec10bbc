import { orderScreen, ordersScreen } from '../../src/features/orders/history.screens.ts';
import { askPromoScreen, promoGiftScreen } from '../../src/features/orders/promo.screens.ts';
import {
  buyQuestion,
  offerScreen,
  paySupportScreen,
  plansScreen,
  termsScreen,
} from '../../src/features/orders/screens.ts';
import {
  paymentListScreen,
  paymentStoryScreen,
  refundQuestion,
} from '../../src/features/payments/desk.screens.ts';
import { beginGift, type GiftDraft } from '../../src/features/payments/gift.draft.ts';
import { giftGivenScreen, giftStepScreen } from '../../src/features/payments/gift.screens.ts';
import {
  askPlanScreen,
  planCardScreen,
  planGroupScreen,
  planListScreen,
  planProtocolsScreen,
} from '../../src/features/plans/screens.ts';
import { creditScreen, moneyAlarmScreen, moneyNewsScreen } from '../../src/features/payments/screens.ts';
import type { Screen } from '../../src/platform/telegram/screen.ts';
import type { Voice } from '../../src/texts/voice.ts';
import { userOf } from './samples.ts';
import { offersOf, orderViewsOf, plansOf, promoOf, storiesOf } from './samples.money.ts';

const giftDrafts: GiftDraft[] = [
  ...(['days', 'traffic', 'reason', 'sure'] as const).map((step) => ({
    ...beginGift('access', 1, 'x'),
    step,
    days: 3_650,
    trafficBytes: 10_000 * 1024 ** 3,
    reason: '<&>'.repeat(66),
  })),
  ...(['amount', 'reason', 'sure'] as const).map((step) => ({
    ...beginGift('money', 1, 'x'),
    step,
    minor: 99_999_999,
    reason: 'x',
  })),
  { ...beginGift('access', 1, 'x'), step: 'sure', days: null, trafficBytes: null },
];

/** Every screen about plans, buying and payments, in every shape it takes. */
export const moneyScreens: Record<string, (voice: Voice, name: string) => Screen[]> = {
  planListScreen: (voice, name) => [planListScreen(voice, plansOf(name))],
  planCardScreen: (voice, name) =>
    plansOf(name)
      .flatMap((plan) => [plan, { ...plan, isVisible: false }])
      .map((plan) => planCardScreen(voice, { plan, currencies: ['RUB', 'XTR'] })),
  askPlanScreen: (voice, name) =>
    plansOf(name).flatMap((plan) =>
      (['days', 'traffic', 'name', 'nameEn', 'RUB'] as const).flatMap((field) =>
        [true, false].map((isRepeat) => askPlanScreen(voice, { plan, field }, isRepeat)),
      ),
    ),
  planGroupScreen: (voice, name) =>
    plansOf(name).map((plan) => planGroupScreen(voice, plan, ['main', plan.panelGroup])),
  planProtocolsScreen: (voice, name) =>
    plansOf(name).flatMap((plan) =>
      [true, false].map((hasOwnFeed) => planProtocolsScreen(voice, plan, hasOwnFeed)),
    ),
  paymentListScreen: (voice) => [
    paymentListScreen(voice, { rows: [], total: 0, offset: 0, income: [] }),
    paymentListScreen(voice, {
      rows: storiesOf('x').map(({ payment }) => payment),
      total: 100,
      offset: 8,
      income: [{ currency: 'USD', inMinor: 5, backMinor: 1, sales: 2 }],
    }),
  ],
  paymentStoryScreen: (voice, name) => storiesOf(name).map((story) => paymentStoryScreen(voice, story)),
  giftStepScreen: (voice, name) =>
    giftDrafts.flatMap((draft) =>
      [true, false].map((isRepeat) =>
        giftStepScreen(voice, { draft, person: userOf(name), currency: 'RUB' }, isRepeat),
      ),
    ),
  giftGivenScreen: (voice, name) =>
    giftDrafts.map((draft) => giftGivenScreen(voice, { draft, person: userOf(name), currency: 'RUB' })),
  refundQuestion: (voice, name) => storiesOf(name).map((story) => refundQuestion(voice, story)),
  plansScreen: (voice, name) =>
    [[], plansOf(name)].flatMap((plans) =>
      [true, false].map((hasCode) =>
        plansScreen(voice, { plans, currency: 'RUB', promoId: hasCode ? 2 ** 31 : 0, hasCode }),
      ),
    ),
  offerScreen: (voice, name) => offersOf(name).map((offer) => offerScreen(voice, offer)),
  buyQuestion: (voice, name) =>
    offersOf(name).flatMap((offer) =>
      (['balance', 'free'] as const).map((way) => buyQuestion(voice, offer, way)),
    ),
  orderScreen: (voice, name) => orderViewsOf(name).map((view) => orderScreen(voice, view)),
  ordersScreen: (voice, name) => [
    ordersScreen(voice, { orders: [], total: 0, offset: 0, balances: [] }),
    ordersScreen(voice, {
      orders: orderViewsOf(name).map(({ order }) => order),
      total: 1_000,
      offset: 8,
      balances: [
        { minor: 12_345, currency: 'USD' },
        { minor: 7, currency: 'XTR' },
      ],
    }),
  ],
  askPromoScreen: (voice, name) => [askPromoScreen(voice), askPromoScreen(voice, `! ${name}`)],
  promoGiftScreen: (voice) => promoOf.all.map((promo) => promoGiftScreen(voice, promo)),
  paySupportScreen: (voice, name) => [
    paySupportScreen(voice, undefined),
    paySupportScreen(voice, `@${name}`),
  ],
  termsScreen: (voice, name) => [termsScreen(voice, name)],
  moneyNewsScreen: (voice) =>
    ['paid', 'renewed', 'credited', 'refunded', 'failed'].map((what) =>
      moneyNewsScreen(voice, undefined, { what, order: '9007199254740991', minor: '399', currency: 'USD' }),
    ),
  creditScreen: (voice) => [
    creditScreen(voice, undefined, { what: 'money', minor: '5', currency: 'JPY' }),
    creditScreen(voice, undefined, { what: 'days', days: '3650' }),
    creditScreen(voice, undefined, { what: 'days', days: '0' }),
  ],
  moneyAlarmScreen: (voice) =>
    [...Object.keys(voice.t.moneyNews.alarms), 'something new'].map((what) =>
      moneyAlarmScreen(voice, undefined, { what, payment: '9007199254740991' }),
    ),
};
