import type { Offer } from '../../src/features/money/orders/service.ts';
import { now } from './samples.ts';
import { plansOf, promo } from './samples.money.ts';

/** Offers of every kind, with everything that may have to be said on them. */
export function offersOf(name: string): Offer[] {
  const quote = { listMinor: 99_999_999, discountMinor: 9, totalMinor: 99_999_990, currency: 'RUB' as const };
  const ways = [
    ...(['card', 'stars', 'crypto', 'balance', 'free'] as const).map((way) => ({ way, quote })),
    { way: 'balance' as const, quote: { ...quote, currency: 'XTR' as const } },
  ];
  const has = { minor: 99_999_999, currency: 'RUB' as const };
  const closed: Offer['closed'] = [
    { way: 'crypto', why: 'once' },
    { way: 'stars', why: 'term' },
    { way: 'balance', why: 'short', has },
  ];
  const all = ways.map(({ way }) => way);
  const charges = { runsUntil: now, next: [{ ways: all, at: now, after: now }] };
  const simply = { tooLittle: [], closed: [], codeAside: undefined, charges: undefined, canRenew: false };
  const beginning = {
    planNames: { ru: name, en: name },
    leftMs: 3_649 * 86_400_000,
    becomesMs: 3_649 * 86_400_000,
    converts: [{ thing: 'order 1', rate: 1 }],
    beginsAfter: now,
    endsNow: now,
    endsAfter: now,
  };
  const [plan] = plansOf(name) as [Offer['plan']];
  const asked = { ...simply, plan, promo, ways, charges, renews: true, canRenew: true, beginning };
  const answered: Offer[] = [
    { ...asked, begins: 'now' },
    { ...asked, begins: 'now', beginning: { ...beginning, converts: [], planNames: undefined } },
    { ...asked, begins: 'now', beginning: { ...beginning, endsNow: null } },
    { ...asked, begins: 'after' },
    { ...asked, begins: 'after', beginning: { ...beginning, endsAfter: null } },
  ];
  const unasked: Offer[] = plansOf(name).flatMap((plan) => [
    { ...simply, plan, promo, ways, tooLittle: ['card', 'crypto'], renews: false, canRenew: true },
    {
      ...simply,
      plan,
      promo: undefined,
      ways,
      closed,
      codeAside: promo,
      charges,
      renews: true,
      canRenew: true,
    },
    { ...simply, plan, promo: undefined, ways, renews: false, canRenew: true },
    { ...simply, plan, promo: undefined, ways: [], renews: false },
    { ...simply, plan, promo: undefined, ways: [], closed, renews: false },
    { ...simply, plan, promo: undefined, ways: [], closed, renews: true },
  ]);
  return [...unasked, ...answered];
}
