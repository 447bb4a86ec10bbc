import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { adminId } from '../../../support/environment.ts';
import { openShop, type Shop } from '../../../support/shop.ts';

const dayMs = 24 * 60 * 60 * 1_000;
let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.stop());
afterEach(() => shop.demandOrder());

const daysGiven = async (userId: number) =>
  (await shop.grants(userId)).filter(({ revoked }) => !revoked).map(({ days }) => days);
const renewalOf = async (userId: number) => (await shop.renewals.view(userId)).renewal;
const endOf = async (userId: number) => (await shop.subscriptions.find(userId))?.expiresAt?.getTime() ?? 0;

/** Somebody whose month by card renews itself and was paid once. */
async function renewing() {
  const { telegramId: userId } = await shop.person();
  const { order } = await shop.buy(userId, { renews: true });
  const ref = `sub_${order.id}`;
  const renewsAt = new Date(shop.clock.now().getTime() + 30 * dayMs);
  shop.provider.arrangements.set(ref, {
    ref,
    reference: shop.provider.referenceOf(order.id),
    state: 'active',
    renewsAt,
  });
  const period = { ref, renewsAt, customerRef: `cus_${userId}` };
  const { objectId } = shop.provider.pay(order.id, { period });
  await shop.payments.lookAt('stripe', objectId);
  return { userId, orderId: order.id, ref, objectId };
}

describe('a further charge of an arrangement', () => {
  it('is a period of its own, once, however often and however many at once tell of it', async () => {
    const { userId, orderId } = await renewing();
    const before = await shop.cameIn();
    shop.clock.advance(29 * dayMs);
    const { objectId } = shop.provider.payAgain(orderId);
    await Promise.allSettled(Array.from({ length: 20 }, () => shop.payments.lookAt('stripe', objectId)));
    await shop.payments.lookAt('stripe', objectId);
    expect(await daysGiven(userId)).toEqual([30, 30]);
    expect((await shop.cameIn()) - before).toBe(399);
    expect(await renewalOf(userId)).toMatchObject({ periods: 2, status: 'active' });
    expect((await shop.notices(userId)).filter((what) => what === 'renewed')).toHaveLength(1);
  });

  it('two of them at once are two periods', async () => {
    const { userId, orderId } = await renewing();
    const names = [shop.provider.payAgain(orderId), shop.provider.payAgain(orderId)];
    await Promise.all(names.map(({ objectId }) => shop.payments.lookAt('stripe', objectId)));
    expect(await daysGiven(userId)).toEqual([30, 30, 30]);
    expect(await renewalOf(userId)).toMatchObject({ periods: 3 });
  });

  it('told of before the first is not taken for it', async () => {
    const { telegramId: userId } = await shop.person();
    const { order } = await shop.buy(userId, { renews: true });
    const first = shop.provider.pay(order.id);
    const second = shop.provider.payAgain(order.id);
    await shop.payments.lookAt('stripe', second.objectId);
    await shop.payments.lookAt('stripe', first.objectId);
    expect(await daysGiven(userId)).toEqual([30, 30]);
    expect(await shop.ledger.balance(userId, 'USD')).toBe(0);
  });

  it('that no webhook told of is found in the provider’s list, and by asking about the arrangement', async () => {
    const { userId, orderId, ref } = await renewing();
    shop.provider.payAgain(orderId);
    expect(await shop.upkeep.reconcile()).toBe(1);
    const { objectId } = shop.provider.payAgain(orderId);
    const arrangement = shop.provider.arrangements.get(ref);
    if (arrangement === undefined) throw new Error('there is no arrangement');
    shop.provider.arrangements.set(ref, { ...arrangement, paidObjects: [objectId] });
    await shop.renewals.look((await renewalOf(userId))?.id ?? 0, shop.payments.lookAt);
    expect(await daysGiven(userId)).toEqual([30, 30, 30]);
  });

  it('at another price than agreed is put aside and gives nothing', async () => {
    const { userId, orderId } = await renewing();
    const { objectId } = shop.provider.payAgain(orderId);
    shop.provider.change(objectId, { money: { minor: 1, currency: 'USD' } });
    await shop.payments.lookAt('stripe', objectId);
    expect(await daysGiven(userId)).toEqual([30]);
    expect(await shop.notices(adminId)).toContain('amount');
    await shop.payments.lookAt('stripe', objectId);
    await shop.renewals.carryOutStop((await renewalOf(userId))?.id ?? 0);
    const { ref } = (await renewalOf(userId)) ?? {};
    await shop.renewals.hear('stripe', { ref: ref ?? undefined, reference: undefined, state: 'ended' });
    expect((await shop.notices(userId)).toSorted()).toEqual(['paid', 'put-aside', 'review']);
    shop.provider.objects.delete(objectId);
  });

  it('given back takes its own days back, and ends the arrangement at the provider', async () => {
    const { userId, orderId, ref } = await renewing();
    const { objectId } = shop.provider.payAgain(orderId);
    await shop.payments.lookAt('stripe', objectId);
    shop.provider.giveBack(objectId, { objectId: `re_${objectId}`, amountMinor: 399, state: 'succeeded' });
    await shop.payments.lookAt('stripe', objectId);
    expect(await daysGiven(userId)).toEqual([30]);
    const renewal = await renewalOf(userId);
    expect(renewal).toMatchObject({ status: 'stopping', endReason: 'taken-back' });
    shop.provider.faults.push({ call: 'stop', when: 'after' });
    await expect(shop.renewals.carryOutStop(renewal?.id ?? 0)).rejects.toThrow('lost');
    await shop.renewals.carryOutStop(renewal?.id ?? 0);
    expect(await renewalOf(userId)).toMatchObject({ status: 'stopped' });
    expect(shop.provider.arrangements.get(ref)?.state).toBe('stopping');
    await shop.renewals.hear('stripe', { ref, reference: undefined, state: 'ended' });
    const told = await shop.notices(userId);
    expect(told.toSorted()).toEqual(['paid', 'refunded', 'renewed', 'taken-back']);
  });
});

describe('while the money is awaited', () => {
  it('nobody is cut off: access is kept up once, and what was kept up is no gift when the money comes', async () => {
    const { userId, orderId } = await renewing();
    const end = await endOf(userId);
    shop.clock.advance(end - shop.clock.now().getTime() - 5 * 60_000);
    await shop.renewalUpkeep.runDue();
    await shop.renewalUpkeep.runDue();
    expect(await endOf(userId)).toBe(end + 3 * dayMs);
    shop.clock.advance(60 * 60_000);
    const { objectId } = shop.provider.payAgain(orderId);
    await shop.payments.lookAt('stripe', objectId);
    expect(await daysGiven(userId)).toEqual([30, 30]);
    // Paid 55 minutes after the end: the new period runs from then.
    expect(Math.abs((await endOf(userId)) - (end + 30 * dayMs))).toBeLessThan(2 * 60 * 60_000);
  });

  it('and does not come, what was kept up ends with the arrangement', async () => {
    const { userId, ref } = await renewing();
    const end = await endOf(userId);
    shop.clock.advance(end - shop.clock.now().getTime() - 5 * 60_000);
    await shop.renewalUpkeep.runDue();
    await shop.renewals.hear('stripe', {
      ref,
      reference: undefined,
      state: 'failing',
      nextTryAt: new Date(),
    });
    await shop.renewals.hear('stripe', { ref, reference: undefined, state: 'ended', isUnpaid: true });
    expect(await endOf(userId)).toBe(end);
    expect(await renewalOf(userId)).toMatchObject({ status: 'stopped', endReason: 'unpaid' });
  });
});

describe('of two arrangements', () => {
  it('the newer takes the place of the older, which is ended at its provider', async () => {
    const { userId, ref } = await renewing();
    const older = await renewalOf(userId);
    const { order } = await shop.buy(userId, { plan: 'weekly', renews: true });
    const { objectId } = shop.provider.pay(order.id);
    await shop.payments.lookAt('stripe', objectId);
    await shop.renewals.carryOutStop(older?.id ?? 0);
    expect(shop.provider.arrangements.get(ref)?.state).toBe('stopping');
    expect(await renewalOf(userId)).toMatchObject({ planCode: 'weekly', status: 'active' });
    expect(await shop.subscriptions.find(userId)).toMatchObject({ autoRenew: true });
  });

  it('the provider’s word that one goes on does not undo a stop that it has not heard of yet', async () => {
    const { userId, ref } = await renewing();
    await shop.renewals.stop(shop.cause(userId));
    await shop.renewals.hear('stripe', { ref, reference: undefined, state: 'active' });
    expect(await renewalOf(userId)).toMatchObject({ status: 'stopping' });
  });
});
