import {
  accessOutcomes,
  moneyAlarms,
  moneyOutcomes,
} from '../../src/features/money/settlement/case.rules.ts';
import { deliveredEvents } from '../../src/features/money/providers/stripe/api/events.ts';
import { orderScreen, ordersScreen } from '../../src/features/money/orders/history.screens.ts';
import { askPromoScreen, promoGiftScreen } from '../../src/features/money/orders/promo.screens.ts';
import {
  buyQuestion,
  offerScreen,
  paySupportScreen,
  plansScreen,
  termsScreen,
} from '../../src/features/money/orders/screens.ts';
import {
  findPaymentScreen,
  foundPaymentsScreen,
  paymentListScreen,
  purchasesScreen,
} from '../../src/features/money/desk/screens.ts';
import type { GiftDraft } from '../../src/features/money/desk/gifts/steps.rules.ts';
import { plain } from '../../src/telegram/screens/html.ts';
import {
  giftGivenScreen,
  giftStepScreen,
  giftSureScreen,
} from '../../src/features/money/desk/gifts/screens.ts';
import {
  askPlanScreen,
  planCardScreen,
  planGroupScreen,
  planListScreen,
  planProtocolsScreen,
} from '../../src/features/plans/screens.ts';
import { deadLettersScreen } from '../../src/features/dead-letters/screens.ts';
import { paymentFilters } from '../../src/features/money/desk/filters.rules.ts';
import { periods } from '../../src/features/money/desk/reports/periods.rules.ts';
import { reportNoticeScreen, reportScreen } from '../../src/features/money/desk/reports/screens.ts';
import { revenueScreen } from '../../src/features/money/desk/reports/revenue.screens.ts';
import { paymentStoryScreen } from '../../src/features/money/desk/stories/screens.ts';
import { refundQuestion, refundStepScreen } from '../../src/features/money/desk/refunds/screens.ts';
import { reviewQuestion, reviewStepScreen } from '../../src/features/money/desk/reviews/screens.ts';
import {
  creditScreen,
  takenGiftScreen,
  moneyAlarmScreen,
  moneyNoticeScreen,
} from '../../src/features/money/payments/screens.ts';
import {
  paidOutScreen,
  payoutReasonScreen,
  payoutSureScreen,
} from '../../src/features/money/desk/payouts/screens.ts';
import { giftTakenScreen, takeGiftQuestion } from '../../src/features/money/desk/gifts/taken.screens.ts';
import type { Screen } from '../../src/telegram/screens/screen.ts';
import type { Voice } from '../../src/texts/voice.ts';
import { now, userOf } from './samples.ts';
import {
  deadLettersOf,
  reconciliationsOf,
  orderViewsOf,
  plansOf,
  promoOf,
  storiesOf,
} from './samples.money.ts';
import { offersOf } from './samples.offers.ts';

const gifts: GiftDraft[] = [
  { what: 'access', days: 3_650, traffic: 10_000 * 1024 ** 3, reason: '<&>'.repeat(66) },
  { what: 'access', days: null, traffic: null },
  { what: 'money', amount: 99_999_999, reason: 'x' },
];

const largestId = Number.MAX_SAFE_INTEGER;
const largest = { minor: 99_999_999, currency: 'RUB' };

const givenGift = { id: largestId, userId: 1, reason: 'x', at: now };

/** Every screen about plans, buying and payments, in every shape it takes. */
export const moneyScreens: Record<string, (voice: Voice, name: string) => Screen[]> = {
  planListScreen: (voice, name) => [planListScreen(voice, plansOf(name))],
  planCardScreen: (voice, name) =>
    plansOf(name)
      .flatMap((plan) => [plan, { ...plan, isVisible: false }])
      .map((plan) => planCardScreen(voice, { plan, place: 1, currencies: ['RUB', 'XTR'] })),
  askPlanScreen: (voice, name) =>
    plansOf(name).flatMap((plan) =>
      (['days', 'traffic', 'name', 'nameEn', 'RUB'] as const).flatMap((field) =>
        [plain(voice.t.desk.wrong.days), undefined].map((problem) =>
          askPlanScreen(voice, { plan, field }, problem),
        ),
      ),
    ),
  planGroupScreen: (voice, name) =>
    plansOf(name).map((plan) => planGroupScreen(voice, plan, ['main', plan.panelGroup])),
  planProtocolsScreen: (voice, name) =>
    plansOf(name).flatMap((plan) =>
      [true, false].map((hasOwnFeed) => planProtocolsScreen(voice, plan, hasOwnFeed)),
    ),
  paymentListScreen: (voice) =>
    paymentFilters.flatMap((filter) => [
      paymentListScreen(voice, { rows: [], total: 0, offset: 0, filter, waiting: 0 }),
      paymentListScreen(voice, {
        rows: storiesOf('x').map(({ payment }) => payment),
        total: 100,
        offset: 8,
        filter,
        waiting: 3,
      }),
    ]),
  deadLettersScreen: (voice, name) => [
    deadLettersScreen(voice, { kinds: [], letters: [], total: 0, updates: 0, offset: 0 }),
    deadLettersScreen(voice, deadLettersOf(name)),
  ],
  reportScreen: (voice, name) => [
    reportScreen(voice, undefined),
    ...reconciliationsOf(name).map((content) =>
      reportScreen(voice, { id: 1, occasion: 'x', askedBy: null, madeAt: now, content }),
    ),
  ],
  reportNoticeScreen: (voice, name) =>
    reconciliationsOf(name).map((content) => reportNoticeScreen(voice, content)),
  findPaymentScreen: (voice) => [findPaymentScreen(voice)],
  foundPaymentsScreen: (voice, name) => [
    foundPaymentsScreen(voice, name, []),
    foundPaymentsScreen(
      voice,
      name.repeat(5),
      storiesOf(name).map(({ payment }) => payment),
    ),
  ],
  purchasesScreen: (voice, name) =>
    [[], storiesOf(name).slice(0, 8)].map((stories) =>
      purchasesScreen(voice, {
        person: userOf(name),
        balances: [{ minor: 5, currency: 'USD' as const }].slice(0, stories.length),
        debts: [{ minor: 99_999_999, currency: 'RUB' as const }].slice(0, stories.length),
        orders: stories.flatMap(({ order }) => order ?? []),
        rows: stories.map(({ payment }) => payment),
        total: stories.length * 9,
        offset: stories.length,
      }),
    ),
  revenueScreen: (voice) =>
    periods.flatMap((period) => [
      revenueScreen(voice, { period, from: now, to: new Date(now.getTime() + 1), rows: [] }),
      revenueScreen(voice, {
        period,
        from: new Date(0),
        to: now,
        rows: ['stripe', 'somebody new'].flatMap((provider) =>
          (['RUB', 'XTR', 'JPY'] as const).map((currency) => ({
            currency,
            provider,
            inMinor: 99_999_999,
            backMinor: 1,
            disputedMinor: 5,
            sales: 1_000,
            firstSales: 3,
          })),
        ),
      }),
    ]),
  paymentStoryScreen: (voice, name) => storiesOf(name).map((story) => paymentStoryScreen(voice, story)),
  giftStepScreen: (voice, name) =>
    (
      [
        ['access', 'days', 1],
        ['access', 'traffic', 2],
        ['access', 'reason', 3],
        ['money', 'amount', 1],
        ['money', 'reason', 2],
      ] as const
    ).flatMap(([what, step, number]) =>
      [
        plain(step === 'amount' ? voice.t.gifts.wrong.amount('RUB') : voice.t.gifts.wrong[step]),
        undefined,
      ].map((problem) =>
        giftStepScreen(voice, {
          step,
          asked: { about: { what }, place: { number }, problem },
          person: userOf(name),
          currency: 'RUB',
        }),
      ),
    ),
  giftSureScreen: (voice, name) =>
    gifts.flatMap((gift) =>
      [plain(voice.t.gifts.wrong.sure), undefined].map((problem) =>
        giftSureScreen(voice, { gift, person: userOf(name), currency: 'RUB', problem }),
      ),
    ),
  payoutReasonScreen: (voice) => [
    payoutReasonScreen(voice, { money: largest }),
    payoutReasonScreen(voice, { money: largest, problem: plain(voice.t.gifts.wrong.reason) }),
  ],
  payoutSureScreen: (voice, name) => [payoutSureScreen(voice, { money: largest, reason: name.repeat(16) })],
  paidOutScreen: (voice) => [paidOutScreen(voice, { money: largest, userId: largestId })],
  giftGivenScreen: (voice, name) =>
    gifts.map((gift) => giftGivenScreen(voice, { gift, person: userOf(name), currency: 'RUB' })),
  refundStepScreen: (voice, name) =>
    storiesOf(name).flatMap((story) =>
      (['amount', 'reason'] as const).map((step) =>
        refundStepScreen(voice, { step, story, problem: plain(name) }),
      ),
    ),
  refundQuestion: (voice, name) =>
    storiesOf(name).flatMap((story) =>
      [story.payment.amountMinor, 0].map((amountMinor) =>
        refundQuestion(voice, { story, amountMinor, reason: name.repeat(9) }),
      ),
    ),
  reviewStepScreen: (voice, name) =>
    storiesOf(name).flatMap(({ payment, order: likely }) =>
      (['order', 'person', 'reason'] as const).map((step) =>
        reviewStepScreen(voice, { step, payment, likely, problem: plain(name) }),
      ),
    ),
  reviewQuestion: (voice, name) =>
    storiesOf(name).flatMap(({ payment, order }) =>
      (['accepted', 'credited', 'returned', 'outside'] as const).map((decision) =>
        reviewQuestion(voice, { payment, decision, order, personId: 2 ** 31, reason: name }),
      ),
    ),
  plansScreen: (voice, name) =>
    [[], plansOf(name)].flatMap((plans) =>
      [true, false].map((hasCode) =>
        plansScreen(voice, { plans, currency: 'RUB', promoId: hasCode ? 2 ** 31 : 0, hasCode }),
      ),
    ),
  offerScreen: (voice, name) => offersOf(name).map((offer) => offerScreen(voice, offer)),
  buyQuestion: (voice, name) =>
    offersOf(name).flatMap((offer) =>
      (['balance', 'free'] as const).map((way) => buyQuestion(voice, offer, { way, currency: 'XTR' })),
    ),
  orderScreen: (voice, name) => orderViewsOf(name).map((view) => orderScreen(voice, view)),
  ordersScreen: (voice, name) => [
    ordersScreen(voice, { orders: [], total: 0, offset: 0, balances: [], debts: [] }),
    ordersScreen(voice, {
      orders: orderViewsOf(name).map(({ order }) => order),
      total: 1_000,
      offset: 8,
      balances: [
        { minor: 12_345, currency: 'USD' },
        { minor: 7, currency: 'XTR' },
      ],
      debts: [{ minor: 99_999_999, currency: 'RUB' }],
    }),
  ],
  askPromoScreen: (voice, name) => [askPromoScreen(voice), askPromoScreen(voice, plain(`! ${name}`))],
  promoGiftScreen: (voice) => promoOf.all.map((promo) => promoGiftScreen(voice, promo)),
  paySupportScreen: (voice, name) => [
    paySupportScreen(voice, undefined),
    paySupportScreen(voice, `@${name}`),
  ],
  termsScreen: (voice, name) => [termsScreen(voice, name)],
  moneyNoticeScreen: (voice) => [
    ...moneyOutcomes.flatMap((what) =>
      [{}, ...accessOutcomes.map((access) => ({ order: largestId, access, spends: 'no' as const }))].map(
        (about) => moneyNoticeScreen(voice, { what, ...about, minor: 399, currency: 'USD' }),
      ),
    ),
    ...([{ added: 'more' }, { added: 'on' }, { added: 'on', until: now }] as const).flatMap((added) =>
      [0, 399].map((minor) => moneyNoticeScreen(voice, { what: 'paid', ...added, minor, currency: 'USD' })),
    ),
  ],
  takenGiftScreen: (voice) => [
    takenGiftScreen(voice, { what: 'access' }),
    takenGiftScreen(voice, { what: 'money', minor: 99_999_999, currency: 'RUB' }),
  ],
  takeGiftQuestion: (voice) =>
    [
      undefined,
      { ...givenGift, what: 'money', minor: 99_999_999, currency: 'RUB' } as const,
      { ...givenGift, what: 'access', days: null, trafficBytes: null } as const,
      { ...givenGift, what: 'access', days: 3_650, trafficBytes: 1024 ** 4 } as const,
    ].map((gift) => takeGiftQuestion(voice, { userId: largestId, gift })),
  giftTakenScreen: (voice) => [giftTakenScreen(voice, largestId)],
  creditScreen: (voice) => [
    creditScreen(voice, { what: 'money', minor: 5, currency: 'JPY' }),
    creditScreen(voice, { what: 'days', days: 3650 }),
    creditScreen(voice, { what: 'days', days: 0 }),
  ],
  moneyAlarmScreen: (voice) => [
    ...moneyAlarms.map((what) => moneyAlarmScreen(voice, { what, payment: largestId })),
    moneyAlarmScreen(voice, { what: 'provider-refuses-us', provider: 'crypto-pay' }),
    moneyAlarmScreen(voice, { what: 'opening-refused', provider: 'stripe', why: 'code · field · req_1' }),
    moneyAlarmScreen(voice, { what: 'clock-off', ahead: -90, source: 'telegram' }),
    moneyAlarmScreen(voice, { what: 'clock-off', ahead: 86_400, source: 'stripe' }),
    moneyAlarmScreen(voice, {
      what: 'webhook-incomplete',
      provider: 'stripe',
      lacks: ['endpoint', 'off', 'version', ...deliveredEvents],
    }),
  ],
};
