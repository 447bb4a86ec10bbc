import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminId } from '../../support/environment.ts';
import { codeOf, openShop, type Shop } from '../../support/shop.ts';

const gib = 1024 ** 3;
let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.stop());

/** Somebody who was given so much by hand, and has money with us. */
async function having(days: number | null, trafficBytes: number | null): Promise<number> {
  const { telegramId: userId } = await shop.person();
  await shop.money.grant(shop.cause(adminId), { userId, days, trafficBytes, reason: 'a friend' });
  await shop.money.topUp(shop.cause(adminId), {
    userId,
    money: { minor: 10_000, currency: 'USD' },
    reason: 'a prize',
  });
  return userId;
}

const countOf = async (table: string, userId: number) =>
  await shop.database.db.$count(sql`(select 1 from ${sql.raw(table)} where user_id = ${userId}) as found`);

describe('to access without an end and without a limit', () => {
  it('nothing is sold, once or renewing, and nothing is taken', async () => {
    const userId = await having(null, null);
    for (const wanted of [{}, { way: 'balance' }, { renews: true }, { plan: 'lifetime' }] as const)
      expect(await codeOf(shop.buy(userId, wanted))).toBe('order.needless');
    const planId = (await shop.plans.onSale()).find(({ code }) => code === 'monthly')?.id ?? 0;
    const choice = { planId, promoId: undefined, way: 'balance', renews: false, shownMinor: 399 } as const;
    expect(await codeOf(shop.orders.place(shop.cause(userId), choice))).toBe('order.needless');
    const again = shop.renewals.beginFromBalance(shop.cause(userId), { planId, shownMinor: 399 });
    expect(await codeOf(again)).toBe('order.needless');
    expect([await countOf('orders', userId), await countOf('renewals', userId)]).toEqual([0, 0]);
    expect(await shop.ledger.balance(userId, 'USD')).toBe(10_000);
  });

  it.each([
    ['days', { kind: 'days', value: 30 }, 'promo.needless'],
    ['traffic', { kind: 'traffic', value: 5 * gib }, 'promo.needless'],
    ['a trial', { kind: 'trial', value: 14 }, 'trial.needless'],
  ] as const)('a code of %s is not used up', async (_what, terms, code) => {
    const userId = await having(null, null);
    const promo = await shop.promo({ ...terms, maxUses: 1 });
    expect(await codeOf(shop.promos.find(userId, promo.code))).toBe(code);
    expect(await codeOf(shop.promos.redeem(shop.cause(userId), promo.id))).toBe(code);
    expect((await shop.promos.card(adminId, promo.id)).promo.used).toBe(0);
  });

  it('an invite and a gift by hand add nothing, and say so', async () => {
    const userId = await having(null, null);
    const grant = { kind: 'days', days: 7, trafficBytes: gib } as const;
    const invite = await shop.invites.create(shop.cause(adminId), { maxUses: 1, expiresAt: null, grant });
    expect(await codeOf(shop.invites.redeem(shop.cause(userId), invite.code))).toBe('invite.needless');
    const gift = { userId, days: 30, trafficBytes: null, reason: 'once more' };
    expect(await codeOf(shop.money.grant(shop.cause(adminId), gift))).toBe('grant.needless');
    expect(await countOf('grants', userId)).toBe(1);
  });
});

describe('what something is still missing to', () => {
  it('traffic is sold to access without an end that has a limit, but nothing that renews', async () => {
    const userId = await having(null, gib);
    expect((await shop.buy(userId, { way: 'balance' })).order.status).toBe('paid');
    expect(await codeOf(shop.buy(userId, { renews: true }))).toBe('order.needless');
  });

  it('days are sold to access without a limit, and a code of traffic is left for others', async () => {
    const userId = await having(10, null);
    const promo = await shop.promo({ kind: 'traffic', value: gib, maxUses: 1 });
    expect(await codeOf(shop.promos.find(userId, promo.code))).toBe('promo.needless');
    expect((await shop.buy(userId, { way: 'balance' })).order.status).toBe('paid');
  });

  it('all is sold to whoever had it and has it no more', async () => {
    const userId = await having(1, null);
    shop.clock.advance(2 * 24 * 60 * 60_000);
    const promo = await shop.promo({ kind: 'days', value: 3 });
    expect(await codeOf(shop.promos.redeem(shop.cause(userId), promo.id))).toBe('done');
  });
});
