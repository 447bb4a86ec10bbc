import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Renewal } from '../../../../src/features/money/renewals/service.ts';
import { adminId } from '../../../support/environment.ts';
import { codeOf, openShop, type Shop } from '../../../support/shop.ts';

const dayMs = 24 * 60 * 60 * 1_000;
const hourMs = 60 * 60 * 1_000;
let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.stop());
afterEach(() => shop.demandOrder());

const topUp = (userId: number, minor: number) =>
  shop.money.topUp(shop.cause(adminId), { userId, money: { minor, currency: 'USD' }, reason: 'test' });
const daysGiven = async (userId: number) =>
  (await shop.grants(userId)).filter(({ revoked }) => !revoked).map(({ days }) => days);
const balance = (userId: number) => shop.ledger.balance(userId, 'USD');
const renewalOf = async (userId: number): Promise<Renewal> => {
  const { renewal } = await shop.renewals.view(userId);
  if (renewal === undefined) throw new Error('there is no renewal');
  return renewal;
};
/** What the timetable does, with the jobs that it asks for. */
async function tick(userId: number): Promise<void> {
  await shop.renewalUpkeep.runDue();
  const { id, provider } = await renewalOf(userId);
  if (provider === 'balance') await shop.renewalUpkeep.charge(id);
}

/** Somebody with a month from the balance that renews itself, and money for `more` further months. */
async function renewing(more: number): Promise<number> {
  const { telegramId: userId } = await shop.person();
  await topUp(userId, 399 * (more + 1));
  await shop.buy(userId, { way: 'balance', renews: true });
  return userId;
}

describe('a month from the balance that renews itself', () => {
  it('is charged a day before its end, once, however often it is asked for at once', async () => {
    const userId = await renewing(2);
    expect(await daysGiven(userId)).toEqual([30]);
    expect((await shop.subscriptions.find(userId))?.autoRenew).toBe(true);
    shop.clock.advance(28.9 * dayMs);
    await tick(userId);
    expect(await daysGiven(userId)).toEqual([30]);

    shop.clock.advance(0.2 * dayMs);
    const { id } = await renewalOf(userId);
    await Promise.all(Array.from({ length: 10 }, () => shop.renewalUpkeep.charge(id)));
    await tick(userId);
    expect(await daysGiven(userId)).toEqual([30, 30]);
    expect(await balance(userId)).toBe(399);
    expect(await renewalOf(userId)).toMatchObject({ status: 'active', periods: 2 });
    expect(await shop.notices(userId)).toContain('renewed');
  });

  it('at once with a purchase that needs the same money: one of them has it, the other is refused in words', async () => {
    const people = await Promise.all(Array.from({ length: 6 }, () => renewing(1)));
    shop.clock.advance(29.1 * dayMs);
    await shop.renewalUpkeep.runDue();
    const planId = (await shop.plans.onSale()).find(({ code }) => code === 'monthly')?.id ?? 0;
    const choice = { planId, promoId: undefined, way: 'balance', shownMinor: 399 } as const;
    for (const [at, userId] of people.entries()) {
      const { id } = await renewalOf(userId);
      const [, bought] = await Promise.all([
        shop.renewalUpkeep.charge(id),
        codeOf(shop.orders.place(shop.cause(userId), { ...choice, renews: at % 2 === 1 })),
      ]);
      expect(['done', 'balance.too-little']).toContain(bought);
      expect([await daysGiven(userId), await balance(userId)]).toEqual([[30, 30], 0]);
    }
  });

  it('reminds three days before, once, by day, with price and date', async () => {
    const userId = await renewing(1);
    const reminders = async () => (await shop.notices(userId)).filter((what) => what === 'reminder').length;
    const { nextChargeAt } = await renewalOf(userId);
    const noon = new Date((nextChargeAt?.getTime() ?? 0) - 2 * dayMs).setUTCHours(9, 0, 0, 0);
    shop.clock.advance(noon - 8 * hourMs - shop.clock.now().getTime());
    await tick(userId);
    expect(await reminders()).toBe(0);
    shop.clock.advance(8 * hourMs);
    await tick(userId);
    await tick(userId);
    expect(await reminders()).toBe(1);
  });

  it('moves its charge along when more is bought or given meanwhile', async () => {
    const userId = await renewing(2);
    await shop.money.grant(shop.cause(adminId), { userId, days: 10, trafficBytes: 1, reason: 'gift' });
    shop.clock.advance(29.1 * dayMs);
    await tick(userId);
    expect(await balance(userId)).toBe(2 * 399);
    shop.clock.advance(10 * dayMs);
    await tick(userId);
    expect(await balance(userId)).toBe(399);
  });

  it('reminds of the day on which it charges, also after that day moved', async () => {
    const userId = await renewing(1);
    await shop.money.grant(shop.cause(adminId), { userId, days: 10, trafficBytes: 1, reason: 'gift' });
    shop.clock.advance(27.5 * dayMs);
    await tick(userId);
    expect(await shop.notices(userId)).not.toContain('reminder');
    const end = (await shop.subscriptions.find(userId))?.expiresAt?.getTime() ?? 0;
    expect((await renewalOf(userId)).nextChargeAt?.getTime()).toBe(end - dayMs);
  });

  it('charges earlier when days were taken back, so that nobody is cut off', async () => {
    const { telegramId: userId } = await shop.person();
    await topUp(userId, 399);
    const once = await shop.buy(userId);
    const { objectId } = shop.provider.pay(once.order.id);
    await shop.payments.lookAt('stripe', objectId);
    await topUp(userId, 399);
    await shop.buy(userId, { way: 'balance', renews: true });
    shop.provider.giveBack(objectId, { objectId: `re_${objectId}`, amountMinor: 399, state: 'succeeded' });
    await shop.payments.lookAt('stripe', objectId);
    shop.clock.advance(29.1 * dayMs);
    await tick(userId);
    expect(await daysGiven(userId)).toEqual([30, 30]);
    expect(await renewalOf(userId)).toMatchObject({ periods: 2 });
  });

  it('stops asking for money when access is for ever', async () => {
    const userId = await renewing(1);
    await shop.money.grant(shop.cause(adminId), { userId, days: null, trafficBytes: null, reason: 'gift' });
    shop.clock.advance(29.1 * dayMs);
    await tick(userId);
    expect(await renewalOf(userId)).toMatchObject({ status: 'stopped', endReason: 'needless' });
    expect(await balance(userId)).toBe(399);
  });

  it('keeps the price it was begun at, whatever the plan costs later', async () => {
    const userId = await renewing(1);
    const plan = (await shop.plans.onSale()).find(({ code }) => code === 'monthly');
    const price = (value: number) =>
      shop.plans.change(shop.cause(adminId), plan?.id ?? 0, { field: 'price', currency: 'USD', value });
    await price(9_999);
    shop.clock.advance(29.1 * dayMs);
    await tick(userId);
    await price(399);
    expect(await daysGiven(userId)).toEqual([30, 30]);
    expect(await balance(userId)).toBe(0);
  });
});

it('whose access was taken back has nothing, which is not access for ever: the renewal is not needless', async () => {
  const { telegramId: userId } = await shop.person();
  await topUp(userId, 399);
  const reason = 'gift 1';
  const gift = { userId, source: 'admin', reason, days: 30, trafficBytes: null } as const;
  await shop.database.db.transaction((tx) => shop.subscriptions.grant(tx, gift));
  const planId = (await shop.plans.onSale()).find(({ code }) => code === 'monthly')?.id ?? 0;
  await shop.renewals.beginFromBalance(shop.cause(userId), { planId, shownMinor: 399 });
  await shop.database.db.transaction((tx) => shop.subscriptions.takeBack(tx, { userId, reason }));
  await shop.renewalUpkeep.runDue();
  expect(await renewalOf(userId)).toMatchObject({ status: 'active', endReason: null });
});

describe('without enough money', () => {
  it('a charge is tried four more times on the stated schedule, told twice, and then switched off', async () => {
    const userId = await renewing(0);
    shop.clock.advance(29.01 * dayMs);
    for (const [hours, tries] of [
      [0, 1],
      [12, 2],
      [12, 3],
      [24, 4],
    ] as const) {
      shop.clock.advance(hours * hourMs + 60_000);
      await tick(userId);
      await tick(userId);
      expect(await renewalOf(userId)).toMatchObject({ status: 'failing', tries });
    }
    shop.clock.advance(48 * hourMs + 60_000);
    await tick(userId);
    expect(await renewalOf(userId)).toMatchObject({ status: 'stopped', endReason: 'unpaid' });
    expect((await shop.subscriptions.find(userId))?.autoRenew).toBe(false);
    const notices = await shop.notices(userId);
    expect(notices.filter((what) => what === 'failing')).toHaveLength(1);
    expect(notices.at(-1)).toBe('unpaid');
    expect(await daysGiven(userId)).toEqual([30]);
  });

  it('money that comes before the last try is taken then', async () => {
    const userId = await renewing(0);
    shop.clock.advance(29.01 * dayMs);
    await tick(userId);
    await topUp(userId, 399);
    shop.clock.advance(12 * hourMs + 60_000);
    await tick(userId);
    expect(await daysGiven(userId)).toEqual([30, 30]);
    expect(await renewalOf(userId)).toMatchObject({ status: 'active', tries: 0 });
  });
});

describe('whoever renews', () => {
  it('switches it off and on again, and is charged only while it is on', async () => {
    const userId = await renewing(1);
    await shop.renewals.stop(shop.cause(userId));
    expect(await codeOf(shop.renewals.stop(shop.cause(userId)))).toBe('renewal.none');
    shop.clock.advance(10 * dayMs);
    expect(await shop.renewals.view(userId)).toMatchObject({ canResume: true });
    await shop.renewals.resume(shop.cause(userId));
    await shop.renewals.stop(shop.cause(userId));
    shop.clock.advance(19.1 * dayMs);
    await tick(userId);
    expect(await daysGiven(userId)).toEqual([30]);
    expect(await shop.renewals.view(userId)).toMatchObject({ canResume: false });
  });

  it('begins it from the balance for what runs already, and pays nothing before its end', async () => {
    const { telegramId: userId } = await shop.person();
    const plan = (await shop.plans.onSale()).find(({ code }) => code === 'monthly');
    const wanted = { planId: plan?.id ?? 0, shownMinor: 399 };
    expect(await codeOf(shop.renewals.beginFromBalance(shop.cause(userId), wanted))).toBe(
      'renewal.needs-access',
    );
    await shop.money.grant(shop.cause(adminId), { userId, days: 5, trafficBytes: 1, reason: 'gift' });
    const dear = { ...wanted, shownMinor: 1 };
    expect(await codeOf(shop.renewals.beginFromBalance(shop.cause(userId), dear))).toBe(
      'order.price-changed',
    );
    const causes = [shop.cause(userId), shop.cause(userId)];
    const begun = await Promise.all(
      causes.map((cause) => codeOf(shop.renewals.beginFromBalance(cause, wanted))),
    );
    expect(begun.toSorted()).toEqual(['done', 'renewal.already']);
    await topUp(userId, 399);
    shop.clock.advance(4.1 * dayMs);
    await tick(userId);
    expect(await daysGiven(userId)).toEqual([5, 30]);
  });

  it('and is blocked just before the charge is not charged', async () => {
    const userId = await renewing(1);
    shop.clock.advance(29.1 * dayMs);
    await shop.users.block(shop.cause(adminId), userId);
    await shop.renewalUpkeep.charge((await renewalOf(userId)).id);
    expect(await balance(userId)).toBe(399);
    expect(await renewalOf(userId)).toMatchObject({ status: 'stopped', endReason: 'blocked' });
  });

  it('and is blocked is charged no more', async () => {
    const userId = await renewing(1);
    await shop.users.block(shop.cause(adminId), userId);
    shop.clock.advance(29.1 * dayMs);
    await tick(userId);
    expect(await renewalOf(userId)).toMatchObject({ status: 'stopped', endReason: 'blocked' });
    expect(await balance(userId)).toBe(399);
  });

  it('is not charged again after the money for a period went back', async () => {
    const userId = await renewing(1);
    const { orders } = await shop.orders.list(userId, { offset: 0, limit: 5 });
    const { payment } = await shop.orders.view(userId, orders[0]?.id ?? 0);
    const wanted = { paymentId: payment?.id ?? 0, amountMinor: 399, reason: 'asked' };
    await shop.money.refund(shop.cause(adminId), wanted);
    const { refunds } = await shop.money.story(adminId, wanted.paymentId);
    await shop.money.carryOut(refunds[0]?.id ?? 0);
    expect(await renewalOf(userId)).toMatchObject({ status: 'stopped', endReason: 'taken-back' });
    expect(await balance(userId)).toBe(2 * 399);
  });

  it('cannot have for ever, nothing, or a code renewed', async () => {
    const { telegramId: userId } = await shop.person();
    await topUp(userId, 20_000);
    const lifetime = shop.buy(userId, { way: 'balance', plan: 'lifetime', renews: true });
    expect(await codeOf(lifetime)).toBe('renewal.not-for-this');
    const promo = await shop.promo({ kind: 'percent', value: 50 });
    const planId = (await shop.plans.onSale()).find(({ code }) => code === 'monthly')?.id ?? 0;
    const half = { planId, promoId: promo.id, renews: true, way: 'balance', shownMinor: 200 } as const;
    expect(await codeOf(shop.orders.place(shop.cause(userId), half))).toBe('renewal.not-for-this');
  });
});
