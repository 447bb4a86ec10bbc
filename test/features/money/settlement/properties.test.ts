import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { discountOf } from '../../../../src/features/money/promo-codes/discount.rules.ts';
import { mayBecome, type OrderStatus } from '../../../../src/features/money/settlement/transitions.rules.ts';
import { orderStatuses } from '../../../../src/features/money/orders/tables.ts';

const amount = fc.integer({ min: 1, max: 99_999_999 });
const currency = fc.constantFrom('USD', 'RUB', 'XTR', 'JPY');
const promo = fc.record({
  kind: fc.constantFrom('percent', 'fixed'),
  value: fc.integer({ min: 1, max: 100 }),
  currency,
  planCodes: fc.constantFrom(null, ['monthly'], ['yearly']),
});

describe('a discount', () => {
  it('is whole, never negative, and never more than the price', () => {
    fc.assert(
      fc.property(promo, amount, currency, (code, minor, priced) => {
        const discount = discountOf(code, 'monthly', { minor, currency: priced });
        if (discount === undefined) return;
        expect(Number.isSafeInteger(discount)).toBe(true);
        expect(discount).toBeGreaterThanOrEqual(0);
        expect(discount).toBeLessThanOrEqual(minor);
      }),
    );
  });

  it('of more percent is never smaller, and of all of it is the price', () => {
    fc.assert(
      fc.property(amount, fc.integer({ min: 1, max: 99 }), (minor, value) => {
        const of = (percent: number) =>
          discountOf({ kind: 'percent', value: percent, currency: null, planCodes: null }, 'any', {
            minor,
            currency: 'USD',
          });
        expect(of(value + 1)).toBeGreaterThanOrEqual(of(value) ?? 0);
        expect(of(100)).toBe(minor);
      }),
    );
  });

  it('is none for another plan, and none of a fixed sum in another currency', () => {
    fc.assert(
      fc.property(promo, amount, (code, minor) => {
        const price = { minor, currency: 'EUR' } as const;
        expect(discountOf({ ...code, kind: 'fixed' }, 'monthly', price)).toBeUndefined();
        expect(discountOf({ ...code, planCodes: ['yearly'] }, 'monthly', price)).toBeUndefined();
      }),
    );
  });
});

/** The table of the reference, in which money that comes late may follow whatever is unpaid. */
const table: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  pending: ['processing', 'paid', 'failed', 'expired', 'cancelled', 'replaced'],
  processing: ['pending', 'paid', 'failed', 'expired', 'cancelled', 'replaced'],
  failed: ['paid', 'processing'],
  expired: ['paid', 'processing'],
  cancelled: ['paid', 'processing'],
  replaced: ['paid', 'processing'],
  paid: ['partially_refunded', 'refunded', 'disputed'],
  partially_refunded: ['refunded', 'disputed', 'paid'],
  refunded: ['paid', 'partially_refunded', 'disputed'],
  disputed: ['paid', 'partially_refunded', 'refunded'],
};

describe('an order', () => {
  it('goes where the table leads and nowhere else', () => {
    for (const from of orderStatuses)
      for (const to of orderStatuses)
        expect(mayBecome(from, to), `${from} to ${to}`).toBe(from === to || table[from].includes(to));
  });

  it('that is paid is never offered again, and nothing unpaid is beyond being paid', () => {
    const isPaid = (status: OrderStatus) =>
      ['paid', 'partially_refunded', 'refunded', 'disputed'].includes(status);
    const unpaid = orderStatuses.filter((status) => !isPaid(status));
    expect(unpaid.filter((from) => !mayBecome(from, 'paid'))).toEqual([]);
    for (const from of orderStatuses.filter(isPaid))
      expect(unpaid.filter((to) => mayBecome(from, to))).toEqual([]);
  });
});
