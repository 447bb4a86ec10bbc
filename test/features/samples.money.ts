import type { GivenUp } from '../../src/features/dead-letters/service.ts';
import type { Order, OrderView } from '../../src/features/money/orders/service.ts';
import type { PaymentStory, Refund } from '../../src/features/money/desk/service.ts';
import { reviewChoices } from '../../src/features/money/desk/reviews/rules.ts';
import type { Reconciliation } from '../../src/features/money/desk/reports/rules.ts';
import type { Payment } from '../../src/features/money/payments/service.ts';
import { orderStatuses } from '../../src/features/money/orders/tables.ts';
import type { Plan } from '../../src/features/plans/service.ts';
import type { Promo } from '../../src/features/money/promo-codes/service.ts';
import { now, subscriptionOf } from './samples.ts';

const largestId = 2 ** 31;
/** What the service lets an admin call a plan: at most 24 characters. */
const nameOf = (name: string) => Array.from(name).slice(0, 24).join('') || 'N';

export function plansOf(name: string): Plan[] {
  const plan: Plan = {
    id: largestId,
    code: 'monthly',
    names: { ru: nameOf(name), en: nameOf(name) },
    days: 30,
    trafficBytes: 200 * 1024 ** 3,
    trafficMode: 'total',
    panelGroup: 'm'.repeat(24),
    protocols: null,
    position: 1,
    isVisible: true,
    version: 1,
    createdAt: now,
    updatedAt: now,
    prices: { RUB: 99_999_999, XTR: 1_000_000 },
  };
  const trial = { ...plan, code: 'trial', prices: {} };
  return [
    plan,
    { ...plan, days: null, trafficBytes: null, prices: { XTR: 1 } },
    ...(['monthly', 'monthly-kept'] as const).map((trafficMode) => ({ ...plan, trafficMode })),
    trial,
    { ...trial, version: 2, protocols: ['reality', 'hysteria2'] },
  ];
}

export const promo: Promo = {
  id: largestId,
  code: 'X'.repeat(32),
  kind: 'percent',
  value: 10,
  currency: null,
  maxUses: null,
  perPerson: 1,
  used: 0,
  startsAt: null,
  endsAt: null,
  planCodes: null,
  isFirstPurchaseOnly: false,
  isActive: true,
  createdBy: 1,
  createdAt: now,
};

export const promoOf: { all: readonly Promo[] } = {
  all: (['percent', 'fixed', 'trial', 'days', 'traffic', 'balance'] as const).map((kind) => ({
    ...promo,
    kind,
    currency: kind === 'fixed' || kind === 'balance' ? 'EUR' : null,
  })),
};

export function orderViewsOf(name: string): OrderView[] {
  const order: Order = {
    id: largestId,
    pageId: '5f6a1c1e-0b5e-4f0d-9a57-3c1d2e4f5a6b',
    userId: 1,
    planId: largestId,
    planCode: 'monthly',
    planVersion: 1,
    planNames: { ru: nameOf(name), en: nameOf(name) },
    days: 30,
    trafficBytes: null,
    trafficMode: 'total',
    converts: null,
    listMinor: 99_999_999,
    discountMinor: 0,
    totalMinor: 99_999_999,
    currency: 'RUB',
    promoId: largestId,
    provider: 'stripe',
    renewalId: null,
    period: null,
    status: 'pending',
    keptMinor: null,
    grantReason: null,
    accessVersion: 2,
    expiresAt: now,
    paidAt: null,
    createdAt: now,
    updatedAt: now,
  };
  const payment: Payment = {
    id: 1,
    orderId: largestId,
    userId: 1,
    provider: 'stripe',
    reference: null,
    objectId: 'cs_1',
    carriesMark: null,
    isLive: null,
    chargeRef: null,
    status: 'pending',
    amountMinor: 1,
    currency: 'RUB',
    refundedMinor: 0,
    isDisputed: false,
    url: 'https://pay.example.com/cs_1',
    request: null,
    reason: null,
    decision: null,
    createdAt: now,
    paidAt: null,
    nextLookAt: null,
    looks: 0,
  };
  const subscription = subscriptionOf.all[0];
  const views: Omit<OrderView, 'access'>[] = [
    ...orderStatuses.map((status) => ({
      order: { ...order, status, paidAt: status.includes('refund') || status === 'paid' ? now : null },
      payment,
      subscription,
    })),
    { order: { ...order, status: 'refunded' }, payment: { ...payment, isDisputed: true }, subscription },
    ...[null, 10 * 1024 ** 3].map((trafficBytes) => ({
      order: { ...order, status: 'partially_refunded' as const, days: null, trafficBytes },
      payment,
      subscription,
    })),
    { order, payment: { ...payment, status: 'creating', url: null }, subscription: undefined },
    { order: { ...order, provider: 'stars' }, payment: { ...payment, url: null }, subscription },
    { order, payment: { ...payment, status: 'review' }, subscription },
    { order, payment: undefined, subscription },
  ];
  return views.flatMap((view) =>
    (['ready', 'used-up', 'switched-off', 'ended'] as const).map((access) => ({ ...view, access })),
  );
}

/** Every kind of event, and more of them than fit. */
function eventsOf(name: string): PaymentStory['events'] {
  const at = now;
  const money = { minor: 99_999_999, currency: 'RUB' } as const;
  const staff = { at, what: 'staff', actorId: largestId, reason: name } as const;
  const accounts = [
    'revenue',
    'refunds',
    'disputes',
    'unassigned',
    'outside',
    'returning',
    'clearing:stripe',
    'user:7',
    'gifts',
  ];
  const once: PaymentStory['events'] = [
    ...(['ordered', 'asked', 'paid', 'taken-back', 'verified'] as const).map((what) => ({ at, what })),
    { at, what: 'heard', kind: 'charge.dispute.funds_withdrawn' },
    { at, what: 'given', days: null },
    ...accounts.map((credit) => ({ at, what: 'moved' as const, debit: 'receivable:7', credit, money })),
    ...(['payer', 'balance'] as const).map((to) => ({
      at,
      what: 'refund' as const,
      state: 'failed' as const,
      to,
      money,
      why: `${name} · code · req_1`,
    })),
    { ...staff, action: 'payment decided', decision: 'accepted' },
    { ...staff, action: 'something new', decision: undefined },
  ];
  return [...once, ...once];
}

export function storiesOf(name: string): PaymentStory[] {
  return orderViewsOf(name).flatMap(({ order, payment }) => {
    if (payment === undefined) return [];
    const reason = name;
    const refund: Refund = {
      id: 1,
      paymentId: payment.id,
      provider: 'stripe',
      reference: null,
      objectId: null,
      amountMinor: 1,
      status: 'pending',
      destination: 'payer',
      reason,
      failedBecause: null,
      currency: null,
      requestedBy: null,
      createdAt: now,
      updatedAt: now,
    };
    return [
      {
        payment: { ...payment, reason: payment.status === 'creating' ? 'second' : 'amount' },
        order,
        refunds: [refund],
        payer: name,
        events: eventsOf(name),
        refundable: { leftMinor: 1, to: 'balance' },
        choices: reviewChoices,
      },
      {
        payment: { ...payment, status: 'review', reason: 'mode', refundedMinor: 1 },
        order: undefined,
        refunds: [],
        payer: undefined,
        events: [],
        refundable: { leftMinor: 0, to: 'payer' },
        choices: [],
      },
    ];
  });
}

/** One of each kind, and of a kind that has no name yet. */
export function deadLettersOf(name: string): GivenUp & { offset: number } {
  const kinds = ['provision', 'notice', 'payment-hear', 'refund', 'something-new'].map((kind) => ({
    name: kind,
    count: 1_000,
  }));
  const letters = kinds.map((kind, index) => ({
    id: crypto.randomUUID(),
    name: kind.name,
    data: index === 0 ? null : { userId: 2 ** 52, provider: 'stripe', objectId: name, other: { deep: 1 } },
    error: index === 1 ? '' : name.repeat(20),
    attempts: 5_001,
    diedAt: now,
  }));
  return { kinds, letters, total: 5_000, updates: 3, offset: 10 };
}

/** One in which all is well, one of a day without sales, and one in which nothing is. */
export function reconciliationsOf(name: string): Reconciliation[] {
  const side = { count: 1_000, minor: 99_999_999 };
  const sums = ['stripe', 'stars', 'somebody-new'].map((provider) => {
    return { provider, currency: 'RUB' as const, listed: side, booked: side };
  });
  const well: Reconciliation = {
    day: sums,
    month: sums,
    differences: [],
    moreDifferences: 0,
    away: [],
    withoutWebhook: 2,
    openReviews: 0,
    deadJobs: 0,
    deadUpdates: 0,
    wrongChecks: [],
  };
  const differences = Array.from({ length: 10 }, (_, index) => ({
    provider: 'stripe',
    objectId: name.repeat(9),
    what: (['unbooked', 'unlisted', 'amount'] as const)[index % 3] ?? 'amount',
    minor: 5,
    currency: 'XYZ',
  }));
  const counts = { moreDifferences: 3, openReviews: 1, deadJobs: 2, deadUpdates: 3 };
  const wrong = { differences, away: ['crypto-pay'], wrongChecks: ['one', 'two'], ...counts };
  return [well, { ...well, day: [], month: [], withoutWebhook: 0 }, { ...well, ...wrong }];
}
