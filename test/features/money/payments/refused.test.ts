import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orderScreen } from '../../../../src/features/money/orders/history.screens.ts';
import { moneyAlarmNotice, moneyNotice } from '../../../../src/features/money/payments/notices.ts';
import { ProviderRefusal } from '../../../../src/features/money/providers/provider.ts';
import { createVoices } from '../../../../src/texts/voice.ts';
import { adminId } from '../../../support/environment.ts';
import { codeOf, openShop, type Shop } from '../../../support/shop.ts';

const { ru } = createVoices('Europe/Moscow');
let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.stop());

const refuse = (call: string) => shop.provider.faults.push({ call, when: 'refused' });
const alarms = async (what: string) => (await shop.told(adminId)).filter((told) => told['what'] === what);
const isWell = () => {
  try {
    shop.refusals.assertNone();
    return true;
  } catch {
    return false;
  }
};

async function refusedBuyer() {
  const { telegramId: userId } = await shop.person();
  refuse('create');
  return { userId, view: await shop.buy(userId) };
}

describe('a provider that refuses to open a payment', () => {
  it('costs the buyer nothing but another choice, and is no payment of theirs that failed', async () => {
    const { userId, view } = await refusedBuyer();
    const screen = orderScreen(ru, view);
    expect(screen.text.html).toContain('платёжная система нам отказала');
    expect((screen.buttons ?? []).flat().map(({ label }) => label)).toContain(ru.t.shop.otherWay);
    const [details] = await shop.told(userId);
    expect(moneyNotice.show(details, ru, undefined)?.text.html).toContain('выберите другой способ');
    expect(await codeOf(shop.buy(userId))).toBe('done');
  });

  it('is told to admins once in six hours, with what it said, and is not well until one opens', async () => {
    shop.clock.advance(6 * 60 * 60_000);
    const before = (await alarms('opening-refused')).length;
    await refusedBuyer();
    await refusedBuyer();
    const told = (await alarms('opening-refused')).slice(before);
    expect(told).toHaveLength(1);
    const text = moneyAlarmNotice.show(told[0], ru, undefined)?.text.html ?? '';
    for (const part of ['Stripe', 'account_invalid', 'line_items', 'req_fake']) expect(text).toContain(part);
    expect(isWell()).toBe(false);
    await shop.buy((await shop.person()).telegramId);
    expect(isWell()).toBe(true);
  });
});

describe('a provider that refuses', () => {
  it('to close an offer is told, and the offer stays open there until it has ended', async () => {
    const { telegramId: userId } = await shop.person();
    const { order } = await shop.buy(userId);
    refuse('close');
    await shop.orders.cancel(userId, order.id);
    expect(await alarms('closing-refused')).toHaveLength(1);
    expect(isWell()).toBe(false);
    const { order: second } = await shop.buy(userId);
    await shop.orders.cancel(userId, second.id);
    expect(isWell()).toBe(true);
  });

  it('to renew no more is told: it may charge again', async () => {
    const { telegramId: userId } = await shop.person();
    const { order } = await shop.buy(userId, { renews: true });
    const period = { ref: `sub_${order.id}`, renewsAt: undefined, customerRef: 'cus_1' };
    await shop.payments.lookAt('stripe', shop.provider.pay(order.id, { period }).objectId);
    await shop.renewals.stop(shop.cause(userId));
    const { renewal } = await shop.renewals.view(userId);
    refuse('stop');
    await expect(shop.renewals.carryOutStop(renewal?.id ?? 0)).rejects.toThrow(ProviderRefusal);
    expect(await alarms('stop-refused')).toHaveLength(1);
    await shop.renewals.carryOutStop(renewal?.id ?? 0);
    expect(isWell()).toBe(true);
  });

  it('to go on renewing is told, and whoever wanted that reads a no', async () => {
    const { telegramId: userId } = await shop.person();
    const { order } = await shop.buy(userId, { renews: true });
    const period = { ref: `sub_${order.id}`, renewsAt: undefined, customerRef: 'cus_1' };
    await shop.payments.lookAt('stripe', shop.provider.pay(order.id, { period }).objectId);
    const { ref } = period;
    shop.provider.arrangements.set(ref, {
      ref,
      reference: shop.provider.referenceOf(order.id),
      state: 'active',
    });
    await shop.renewals.stop(shop.cause(userId));
    await shop.renewals.carryOutStop((await shop.renewals.view(userId)).renewal?.id ?? 0);
    refuse('keep');
    expect(await codeOf(shop.renewals.resume(shop.cause(userId)))).toBe('renewal.over');
    expect(await alarms('keep-refused')).toHaveLength(1);
    expect(isWell()).toBe(false);
    await shop.renewals.resume(shop.cause(userId));
    expect(isWell()).toBe(true);
  });

  it('to give its list is told, and keeps nobody else’s from being read', async () => {
    refuse('list');
    expect(await shop.upkeep.reconcile()).toBe(0);
    expect(await alarms('list-refused')).toHaveLength(1);
  });
});

describe('a refund that does not arrive', () => {
  async function paid() {
    const { telegramId: userId } = await shop.person();
    const { order } = await shop.buy(userId);
    const { objectId } = shop.provider.pay(order.id);
    await shop.payments.lookAt('stripe', objectId);
    const [payment] = await shop.money.search(adminId, objectId);
    return { objectId, paymentId: payment?.id ?? 0 };
  }
  const lastAlarm = async () =>
    moneyAlarmNotice.show((await alarms('refund-failed')).at(-1), ru, undefined)?.text.html ?? '';

  it('because the provider refuses it, has its reason before the admin', async () => {
    const { paymentId } = await paid();
    await shop.money.refund(shop.cause(adminId), { paymentId, amountMinor: 399, reason: 'просили' });
    const [refund] = (await shop.money.story(adminId, paymentId)).refunds;
    refuse('refund');
    await shop.money.carryOut(refund?.id ?? 0);
    expect(await lastAlarm()).toContain('account_invalid');
  });

  it('as it seemed, and is there all the same, is booked as what it is', async () => {
    const { objectId, paymentId } = await paid();
    await shop.money.refund(shop.cause(adminId), { paymentId, amountMinor: 133, reason: 'просили' });
    const asked = async () => (await shop.money.story(adminId, paymentId)).refunds;
    refuse('refund');
    await shop.money.carryOut((await asked())[0]?.id ?? 0);
    expect((await asked())[0]).toMatchObject({
      status: 'failed',
      failedBecause: expect.stringContaining('account_invalid'),
    });
    const { rows } = await shop.database.db.execute<{ reference: string }>(
      sql`select reference from refunds where payment_id = ${paymentId}`,
    );
    const reference = rows[0]?.reference ?? '';
    shop.provider.giveBack(objectId, {
      objectId: `re_${objectId}`,
      reference,
      amountMinor: 133,
      state: 'succeeded',
    });
    await shop.payments.lookAt('stripe', objectId);
    await shop.payments.lookAt('stripe', objectId);
    expect(await asked()).toMatchObject([{ status: 'succeeded', failedBecause: null }]);
    expect(await shop.ledger.find([`refund:${(await asked())[0]?.id}`])).toHaveLength(1);
  });

  it('because the bank sends it back, has its reason too', async () => {
    const { objectId } = await paid();
    const refund = { objectId: `re_${objectId}`, amountMinor: 399 };
    shop.provider.giveBack(objectId, { ...refund, state: 'pending' });
    await shop.payments.lookAt('stripe', objectId);
    shop.provider.change(objectId, { refunds: [{ ...refund, state: 'failed', why: 'lost_or_stolen_card' }] });
    await shop.payments.lookAt('stripe', objectId);
    expect(await lastAlarm()).toContain('lost_or_stolen_card');
  });
});
