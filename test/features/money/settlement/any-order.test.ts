import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ProviderTruth } from '../../../../src/features/money/providers/truth.ts';
import { openShop, type Shop } from '../../../support/shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.stop());

const disputed = (state: 'open' | 'won') => ({
  dispute: state,
  disputes: [{ objectId: 'du_1', state, money: { minor: 299, currency: 'USD' } }],
});
const refund = (objectId: string, amountMinor: number, state: 'pending' | 'succeeded' | 'failed') => ({
  objectId,
  amountMinor,
  state,
});

/** A payment's life, each step what its provider says from then on. */
const steps: Partial<ProviderTruth>[] = [
  { state: 'open' },
  { state: 'processing' },
  { state: 'paid' },
  { state: 'paid', refunds: [refund('re_1', 100, 'pending')] },
  { state: 'paid', refunds: [refund('re_1', 100, 'succeeded')], ...disputed('open') },
  { state: 'paid', refunds: [refund('re_1', 100, 'failed')], ...disputed('open') },
  { state: 'paid', refunds: [refund('re_1', 100, 'failed')], ...disputed('won') },
  {
    state: 'paid',
    refunds: [refund('re_1', 100, 'failed'), refund('re_2', 133, 'succeeded')],
    ...disputed('won'),
  },
];

it('whatever was heard before, in any order and any number of times, the last truth decides', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 2, max: steps.length - 1 }),
      fc.array(fc.nat(steps.length - 1), { maxLength: 7 }),
      async (last, before) => {
        const { telegramId: userId } = await shop.person();
        const { order } = await shop.buy(userId);
        const opened = shop.provider.objectOf(order.id);
        const cameIn = await shop.cameIn();
        // Nothing from after the last truth can have been heard before it.
        for (const index of [...before.filter((index) => index <= last), last, last]) {
          const told = { ...opened, ...steps[index] };
          // Refunds differ from person to person.
          const refunds = told.refunds?.map((one) => ({ ...one, objectId: `${one.objectId} ${order.id}` }));
          const disputes = told.disputes?.map((one) => ({ ...one, objectId: `${one.objectId} ${order.id}` }));
          await shop.payments.hear(shop.provider, { ...told, refunds, disputes });
        }
        const now = (await shop.orders.view(userId, order.id)).order.status;
        const days = (await shop.grants(userId)).filter(({ revoked }) => !revoked).map((grant) => grant.days);
        expect({ last, now, days, kept: (await shop.cameIn()) - cameIn }).toEqual({ last, ...ends[last] });
        expect(await shop.wrongs()).toEqual([]);
      },
    ),
    { numRuns: 20 },
  );
});

/** What each truth comes to when it is the last. */
const ends: Readonly<Record<number, { now: string; days: number[]; kept: number }>> = {
  2: { now: 'paid', days: [30], kept: 399 },
  3: { now: 'partially_refunded', days: [22], kept: 299 },
  4: { now: 'disputed', days: [], kept: 0 },
  5: { now: 'disputed', days: [], kept: 100 },
  6: { now: 'paid', days: [30], kept: 399 },
  7: { now: 'partially_refunded', days: [20], kept: 266 },
};
