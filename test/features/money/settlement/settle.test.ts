import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { adminId } from '../../../support/environment.ts';
import { codeOf, openShop, type Shop } from '../../../support/shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.stop());
afterEach(() => shop.demandOrder());

const minutes = (count: number) => count * 60_000;
const newBuyer = async () => (await shop.person()).telegramId;
const statusOf = async (userId: number, orderId: number) =>
  (await shop.orders.view(userId, orderId)).order.status;
const active = async (userId: number) =>
  (await shop.grants(userId)).filter(({ revoked }) => !revoked).map(({ days }) => days);

/** Somebody with an order that the provider knows. */
async function ordered(plan = 'monthly') {
  const userId = await newBuyer();
  const { order, payment } = await shop.buy(userId, { plan });
  return { userId, order, orderId: order.id, payment: payment as NonNullable<typeof payment> };
}

async function paid(plan = 'monthly') {
  const bought = await ordered(plan);
  const truth = shop.provider.pay(bought.orderId);
  await shop.payments.lookAt('stripe', truth.objectId);
  return { ...bought, objectId: truth.objectId };
}

describe('a payment', () => {
  it('becomes days, one entry in the ledger and one message, and the order says so', async () => {
    const before = await shop.cameIn();
    const { userId, orderId } = await paid();
    expect(await statusOf(userId, orderId)).toBe('paid');
    expect(await active(userId)).toEqual([30]);
    expect((await shop.cameIn()) - before).toBe(399);
    expect(await shop.notices(userId)).toEqual(['paid']);
  });

  it('told of forty times at once is settled once', async () => {
    const { userId, orderId } = await ordered();
    const before = await shop.cameIn();
    const { objectId } = shop.provider.pay(orderId);
    // On a busy machine one may wait longer for its turn than it has patience: its job would try again.
    await Promise.allSettled(Array.from({ length: 40 }, () => shop.payments.lookAt('stripe', objectId)));
    await shop.payments.lookAt('stripe', objectId);
    expect(await active(userId)).toEqual([30]);
    expect((await shop.cameIn()) - before).toBe(399);
    expect(await shop.notices(userId)).toEqual(['paid']);
  });

  it('of an order that ended before is honoured (F4)', async () => {
    const { userId, orderId, payment } = await ordered();
    shop.clock.advance(minutes(40));
    await shop.payments.look(payment.id);
    expect(await statusOf(userId, orderId)).toBe('expired');
    const { objectId } = shop.provider.pay(orderId);
    await shop.payments.lookAt('stripe', objectId);
    expect(await statusOf(userId, orderId)).toBe('paid');
    expect(await active(userId)).toEqual([30]);
  });

  it('that comes in the moment its order is closed is kept, whichever is first', async () => {
    for (let round = 0; round < 8; round++) {
      const { userId, orderId } = await ordered();
      const pay = async () => {
        const { objectId } = shop.provider.pay(orderId);
        await shop.payments.lookAt('stripe', objectId);
      };
      await Promise.all([pay(), shop.orders.cancel(userId, orderId)]);
      expect(await statusOf(userId, orderId)).toBe('paid');
      expect(await active(userId)).toEqual([30]);
    }
  });

  it('whose webhook never came is found in the provider’s own list (F8)', async () => {
    const { userId, orderId } = await ordered();
    shop.provider.pay(orderId);
    expect(await shop.upkeep.reconcile()).toBe(1);
    expect(await active(userId)).toEqual([30]);
    expect(await shop.upkeep.reconcile()).toBe(0);
  });

  it('that is complete but not paid yet gives nothing until the money is there (F10)', async () => {
    const { userId, orderId } = await ordered();
    const { objectId } = shop.provider.pay(orderId, { state: 'processing' });
    await shop.payments.lookAt('stripe', objectId);
    expect(await statusOf(userId, orderId)).toBe('processing');
    expect(await active(userId)).toEqual([]);
    shop.provider.pay(orderId, { state: 'failed' });
    await shop.payments.lookAt('stripe', objectId);
    expect(await statusOf(userId, orderId)).toBe('failed');
    expect(await shop.notices(userId)).toEqual(['failed']);
  });

  it('in another order of events comes to the same end: expired, then paid (F10)', async () => {
    const { userId, orderId } = await paid();
    const { objectId } = shop.provider.objectOf(orderId);
    await shop.payments.hear(shop.provider, { ...shop.provider.objectOf(orderId), state: 'expired' });
    expect(await statusOf(userId, orderId)).toBe('paid');
    await shop.payments.lookAt('stripe', objectId);
    expect(await active(userId)).toEqual([30]);
  });
});

describe('money that does not fit', () => {
  it.each([
    ['another amount', { money: { minor: 1, currency: 'USD' } }, 'amount'],
    ['a cent too little', { money: { minor: 398, currency: 'USD' } }, 'amount'],
    ['a cent too much', { money: { minor: 400, currency: 'USD' } }, 'amount'],
    ['another currency', { money: { minor: 399, currency: 'EUR' } }, 'currency'],
    ['a currency nobody knows', { money: { minor: 399, currency: 'XYZ' } }, 'currency'],
    ['test money on a real shop (F26)', { isLive: false }, 'mode'],
    ['somebody else’s', { payerId: 42 }, 'owner'],
  ])('%s is put aside for a person and gives nothing', async (_name, changes, reason) => {
    const { userId, orderId } = await ordered();
    const { objectId } = shop.provider.pay(orderId, changes);
    await shop.payments.lookAt('stripe', objectId);
    const { order, payment } = await shop.orders.view(userId, orderId);
    expect(payment).toMatchObject({ status: 'review', reason });
    expect(order.paidAt).toBeNull();
    expect(await active(userId)).toEqual([]);
    expect(await shop.notices(adminId)).toContain(reason);
    shop.provider.objects.delete(objectId);
  });

  it('money of ours whose payment nobody knows any more is booked and put aside', async () => {
    const reference = randomUUID();
    const truth = { objectId: 'cs_stray', reference, isOurs: true, state: 'paid' as const, isLive: true };
    const before = await shop.cameIn();
    expect(
      await shop.payments.hear(shop.provider, { ...truth, money: { minor: 500, currency: 'USD' } }),
    ).toBe('review');
    expect((await shop.cameIn()) - before).toBe(500);
  });

  it('a second payment of one order becomes the person’s own money (F5)', async () => {
    const { userId, orderId } = await paid();
    const reference = shop.provider.referenceOf(orderId);
    const second = { objectId: 'cs_second', reference, isOurs: true, state: 'paid' as const, isLive: true };
    await shop.payments.hear(shop.provider, { ...second, money: { minor: 399, currency: 'USD' } });
    expect(await active(userId)).toEqual([30]);
    expect(await shop.ledger.balance(userId, 'USD')).toBe(399);
    expect(await shop.notices(userId)).toEqual(['paid', 'credited']);
  });
});

it('two payments of one order at the same moment are one purchase and one credit', async () => {
  for (let round = 0; round < 6; round++) {
    const { userId, orderId } = await ordered();
    const first = shop.provider.pay(orderId);
    const second = { ...first, objectId: `cs_twin_${round}` };
    await Promise.all([first, second].map((truth) => shop.payments.hear(shop.provider, truth)));
    expect(await active(userId)).toEqual([30]);
    expect(await shop.ledger.balance(userId, 'USD')).toBe(399);
  }
});

describe('money that goes back', () => {
  it('all of it takes all of the access back', async () => {
    const { userId, orderId, objectId } = await paid();
    shop.provider.giveBack(objectId, { objectId: 're_all', amountMinor: 399, state: 'pending' });
    await shop.payments.lookAt('stripe', objectId);
    await shop.payments.lookAt('stripe', objectId);
    expect(await statusOf(userId, orderId)).toBe('refunded');
    expect(await active(userId)).toEqual([]);
    expect(await shop.notices(userId)).toEqual(['paid', 'refunded']);
  });

  it('a part of it takes that part of the days back', async () => {
    const { userId, orderId, objectId } = await paid();
    shop.provider.giveBack(objectId, { objectId: 're_part', amountMinor: 133, state: 'succeeded' });
    await shop.payments.lookAt('stripe', objectId);
    expect(await statusOf(userId, orderId)).toBe('partially_refunded');
    expect(await active(userId)).toEqual([20]);
  });

  it('an admin gives it back once, though the answer is lost (F21)', async () => {
    const { userId, orderId, payment } = await paid();
    const cause = shop.cause(adminId);
    const wanted = { paymentId: payment.id, amountMinor: 399, reason: 'did not work' };
    await Promise.all([shop.money.refund(cause, wanted), shop.money.refund(cause, wanted)]);
    expect(await codeOf(shop.money.refund(shop.cause(adminId), wanted))).toBe('refund.not-there');
    const { refunds } = await shop.money.story(adminId, payment.id);
    shop.provider.faults.push({ call: 'refund', when: 'after' });
    await expect(shop.money.carryOut(refunds[0]?.id ?? 0)).rejects.toThrow('lost');
    await shop.money.carryOut(refunds[0]?.id ?? 0);
    await shop.money.carryOut(refunds[0]?.id ?? 0);
    expect(shop.provider.objectOf(orderId).refunds).toHaveLength(1);
    expect(await statusOf(userId, orderId)).toBe('refunded');
    expect(await active(userId)).toEqual([]);
  });

  it('nobody but an admin gives it back, and never more than came in', async () => {
    const { userId, payment } = await paid();
    const wanted = { paymentId: payment.id, amountMinor: 400, reason: 'x' };
    expect(await codeOf(shop.money.refund(shop.cause(userId), wanted))).toBe('not-allowed');
    expect(await codeOf(shop.money.refund(shop.cause(adminId), wanted))).toBe('refund.too-much');
  });

  it('that the bank could not return is with us again, the access too, and admins are told (F22)', async () => {
    const { userId, orderId, objectId } = await paid();
    shop.provider.giveBack(objectId, { objectId: 're_fails', amountMinor: 399, state: 'pending' });
    await shop.payments.lookAt('stripe', objectId);
    shop.provider.change(objectId, {
      refunds: [{ objectId: 're_fails', amountMinor: 399, state: 'failed' }],
    });
    await shop.payments.lookAt('stripe', objectId);
    expect(await statusOf(userId, orderId)).toBe('paid');
    expect(await active(userId)).toEqual([30]);
    expect(await shop.notices(adminId)).toContain('refund-failed');
    expect(await shop.notices(userId)).toEqual(['paid', 'refunded', 'refund-failed']);
  });

  it('a dispute rests the access, and won gives it back (F23)', async () => {
    const { userId, orderId, objectId } = await paid();
    shop.provider.change(objectId, { dispute: 'open' });
    await shop.payments.lookAt('stripe', objectId);
    expect([await statusOf(userId, orderId), await active(userId)]).toEqual(['disputed', []]);
    shop.provider.change(objectId, { dispute: 'won' });
    await shop.payments.lookAt('stripe', objectId);
    expect([await statusOf(userId, orderId), await active(userId)]).toEqual(['paid', [30]]);
    expect(await shop.notices(userId)).toEqual(['paid', 'disputed', 'dispute-won']);
  });

  it('a part of it never ends the access in between: nobody is told twice that it is ready', async () => {
    const { userId, objectId } = await paid();
    await shop.database.db.execute(`update subscriptions set status = 'active' where user_id = ${userId}`);
    shop.provider.giveBack(objectId, { objectId: 're_third', amountMinor: 133, state: 'succeeded' });
    await shop.payments.lookAt('stripe', objectId);
    expect((await shop.subscriptions.find(userId))?.status).toBe('active');
    expect(await active(userId)).toEqual([20]);
  });
});

describe('the provider', () => {
  it('whose answer was lost is asked the same again and knows one session (F2, F3)', async () => {
    const userId = await newBuyer();
    shop.provider.faults.push({ call: 'create', when: 'after' });
    const { order, payment } = await shop.buy(userId);
    expect(payment).toMatchObject({ status: 'creating', url: null });
    await shop.payments.look(payment?.id ?? 0);
    const { payment: opened } = await shop.orders.view(userId, order.id);
    expect(opened?.url).toContain('https://pay.example.com/');
    const reference = shop.provider.referenceOf(order.id);
    const made = [...shop.provider.objects.values()].filter((object) => object.reference === reference);
    expect(made).toHaveLength(1);
  });

  it('is told of a payment whose name was never stored, and it is settled (F3)', async () => {
    const userId = await newBuyer();
    shop.provider.faults.push({ call: 'create', when: 'after' });
    const { order } = await shop.buy(userId);
    const { objectId } = shop.provider.pay(order.id);
    await shop.payments.lookAt('stripe', objectId);
    expect(await active(userId)).toEqual([30]);
  });

  it('that is away ends no order: it is closed when it answers again (F12)', async () => {
    const { userId, orderId, payment } = await ordered();
    shop.clock.advance(minutes(40));
    shop.provider.faults.push({ call: 'refetch', when: 'before' });
    await expect(shop.payments.look(payment.id)).rejects.toThrow('did not arrive');
    expect(await statusOf(userId, orderId)).toBe('pending');
    await shop.payments.look(payment.id);
    expect(await statusOf(userId, orderId)).toBe('expired');
  });

  it('is asked by itself once it is time, and not before', async () => {
    const { payment } = await ordered();
    const isDue = async () => {
      const { rows } = await shop.database.db.execute(
        `select 1 from pgboss.job where name = 'payment-look' and (data->>'paymentId')::bigint = ${payment.id}`,
      );
      return rows.length > 0;
    };
    await shop.payments.sweep();
    expect(await isDue()).toBe(false);
    shop.clock.advance(minutes(3));
    await shop.payments.sweep();
    expect(await isDue()).toBe(true);
  });
});
