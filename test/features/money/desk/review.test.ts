import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ProviderTruth } from '../../../../src/features/money/providers/truth.ts';
import type { Decision } from '../../../../src/features/money/desk/reviews/rules.ts';
import { adminId } from '../../../support/environment.ts';
import { codeOf, openShop, type Shop } from '../../../support/shop.ts';

let shop: Shop;
let serial = 0;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.stop());
afterEach(() => shop.demandOrder());

const active = async (userId: number) =>
  (await shop.grants(userId)).filter(({ revoked }) => !revoked).map(({ days }) => days);
/** What an account of the books holds. */
const held = async (account: string) => {
  const { rows } = await shop.database.db.execute<{ sum: string }>(
    sql`select coalesce(sum(case when credit = ${account} then amount_minor else -amount_minor end), 0) as sum
        from ledger_entries where ${account} in (debit, credit)`,
  );
  return Number(rows[0]?.sum);
};
const statusOf = async (userId: number, orderId: number) =>
  (await shop.orders.view(userId, orderId)).order.status;
const audited = async (paymentId: number) => {
  const { rows } = await shop.database.db.execute<{ action: string; after: { reason?: string } }>(
    sql`select action, after from audit_log where subject = ${`payment ${paymentId}`} order by id`,
  );
  return rows.map(({ action, after }) => `${action}: ${after.reason}`);
};

/** A month for which another sum came in. */
async function underpaid(changes: Partial<ProviderTruth> = { money: { minor: 300, currency: 'USD' } }) {
  const userId = (await shop.person()).telegramId;
  const { order, payment } = await shop.buy(userId);
  const { objectId } = shop.provider.pay(order.id, changes);
  await shop.payments.lookAt('stripe', objectId);
  return { userId, orderId: order.id, paymentId: payment?.id ?? 0, objectId };
}

/** Money that names no order of ours. */
async function stray(): Promise<{ paymentId: number; objectId: string }> {
  const objectId = `cs_stray_${++serial}`;
  const money = { minor: 500, currency: 'USD' };
  const truth: ProviderTruth = {
    objectId,
    reference: undefined,
    isOurs: true,
    state: 'paid',
    isLive: true,
    money,
  };
  shop.provider.objects.set(objectId, truth);
  await shop.payments.hear(shop.provider, truth);
  const { rows } = await shop.money.list(adminId, { offset: 0, limit: 1 });
  return { paymentId: rows[0]?.id ?? 0, objectId };
}

const decide = (paymentId: number, decision: Decision, targetId?: number, actorId = adminId) =>
  shop.money.decide(shop.cause(actorId), { paymentId, decision, targetId, reason: 'talked to them' });
const refundsOf = async (paymentId: number) => (await shop.money.story(adminId, paymentId)).refunds;

describe('money put aside, accepted for its order', () => {
  it('gives all that was ordered, is in the books once, and says who decided and why', async () => {
    const { userId, orderId, paymentId, objectId } = await underpaid();
    const before = [await held('revenue'), await held('unassigned')];
    await decide(paymentId, 'accepted');
    expect(await active(userId)).toEqual([30]);
    expect(await statusOf(userId, orderId)).toBe('paid');
    expect([await held('revenue'), await held('unassigned')]).toEqual([
      (before[0] ?? 0) + 300,
      (before[1] ?? 0) - 300,
    ]);
    expect(await shop.notices(userId)).toEqual(['put-aside', 'paid']);
    expect(await audited(paymentId)).toEqual(['payment decided: talked to them']);
    // The provider telling of it again changes nothing any more.
    await shop.payments.lookAt('stripe', objectId);
    expect(await active(userId)).toEqual([30]);
  });

  it('can be given back later like any other, and takes its part of the access with it', async () => {
    const { userId, orderId, paymentId } = await underpaid();
    await decide(paymentId, 'accepted');
    await shop.money.refund(shop.cause(adminId), { paymentId, amountMinor: 100, reason: 'x' });
    await shop.money.carryOut((await refundsOf(paymentId))[0]?.id ?? 0);
    expect(await statusOf(userId, orderId)).toBe('partially_refunded');
    expect(await active(userId)).toEqual([20]);
  });

  it('pays an order that is named by hand when it names none', async () => {
    const { paymentId, objectId } = await stray();
    const userId = (await shop.person()).telegramId;
    const { order } = await shop.buy(userId);
    expect(await codeOf(decide(paymentId, 'accepted'))).toBe('order.unknown');
    await decide(paymentId, 'accepted', order.id);
    expect([await statusOf(userId, order.id), await active(userId)]).toEqual(['paid', [30]]);
    await shop.payments.lookAt('stripe', objectId);
    expect(await active(userId)).toEqual([30]);
  });

  it('is refused for an order that is paid already', async () => {
    const { paymentId } = await stray();
    const userId = (await shop.person()).telegramId;
    const { order } = await shop.buy(userId);
    await shop.payments.lookAt('stripe', shop.provider.pay(order.id).objectId);
    expect(await codeOf(decide(paymentId, 'accepted', order.id))).toBe('order.paid');
    expect(await codeOf(shop.money.orderToPay(adminId, order.id))).toBe('order.paid');
    await decide(paymentId, 'outside');
  });
});

describe('money put aside, decided otherwise', () => {
  it('is credited to who paid, and their order waits no longer', async () => {
    const { userId, orderId, paymentId } = await underpaid();
    await decide(paymentId, 'credited');
    expect(await shop.ledger.balance(userId, 'USD')).toBe(300);
    expect([await statusOf(userId, orderId), await active(userId)]).toEqual(['cancelled', []]);
    expect(await shop.notices(userId)).toEqual(['put-aside', 'money']);
  });

  it('frees the code of its order, also when a block has ended the order before', async () => {
    const promo = await shop.promo({ kind: 'percent', value: 50, maxUses: 1 });
    const userId = (await shop.person()).telegramId;
    const { order, payment } = await shop.buy(userId, { promo });
    const { objectId } = shop.provider.pay(order.id);
    await shop.users.block(shop.cause(adminId), userId);
    await shop.orders.endAll(userId);
    await shop.payments.lookAt('stripe', objectId);
    const used = async () => (await shop.promos.card(adminId, promo.id)).promo.used;
    expect([await statusOf(userId, order.id), await used()]).toEqual(['cancelled', 1]);
    await decide(payment?.id ?? 0, 'credited');
    expect([await statusOf(userId, order.id), await used()]).toEqual(['cancelled', 0]);
  });

  it('that went back before anybody decided leaves no order that waits, and no code that is taken', async () => {
    const promo = await shop.promo({ kind: 'percent', value: 50, maxUses: 1 });
    const userId = (await shop.person()).telegramId;
    const { order } = await shop.buy(userId, { promo });
    const { objectId } = shop.provider.pay(order.id, { money: { minor: 100, currency: 'USD' } });
    await shop.payments.lookAt('stripe', objectId);
    shop.provider.giveBack(objectId, { objectId: `re_${objectId}`, amountMinor: 100, state: 'succeeded' });
    await shop.payments.lookAt('stripe', objectId);
    expect(await statusOf(userId, order.id)).toBe('cancelled');
    expect((await shop.promos.card(adminId, promo.id)).promo.used).toBe(0);
  });

  it('is credited to whoever is named, when nobody is known, and is theirs when it goes back', async () => {
    const { paymentId, objectId } = await stray();
    const userId = (await shop.person()).telegramId;
    expect(await codeOf(decide(paymentId, 'credited'))).toBe('user.unknown');
    expect(await codeOf(decide(paymentId, 'credited', 42))).toBe('user.unknown');
    await decide(paymentId, 'credited', userId);
    expect(await shop.ledger.balance(userId, 'USD')).toBe(500);
    shop.provider.giveBack(objectId, { objectId: `re_${objectId}`, amountMinor: 500, state: 'succeeded' });
    await shop.payments.lookAt('stripe', objectId);
    expect(await shop.ledger.balance(userId, 'USD')).toBe(0);
  });

  it('goes back at the provider once, and the person hears of it', async () => {
    const { userId, paymentId } = await underpaid();
    const before = await shop.cameIn();
    await decide(paymentId, 'returned');
    const [refund] = await refundsOf(paymentId);
    await shop.money.carryOut(refund?.id ?? 0);
    await shop.money.carryOut(refund?.id ?? 0);
    expect((await shop.cameIn()) - before).toBe(-300);
    const { payment } = await shop.money.story(adminId, paymentId);
    expect(payment).toMatchObject({ status: 'refunded', decision: 'returned' });
    expect(await shop.notices(userId)).toEqual(['put-aside', 'returned']);
  });

  it('that the provider will not give back waits for another decision', async () => {
    const { paymentId, objectId } = await stray();
    await decide(paymentId, 'returned');
    shop.provider.objects.delete(objectId);
    await shop.money.carryOut((await refundsOf(paymentId))[0]?.id ?? 0);
    const { payment, choices } = await shop.money.story(adminId, paymentId);
    expect(payment).toMatchObject({ status: 'review', decision: null });
    expect(choices).toContain('credited');
    expect(await shop.notices(adminId)).toContain('refund-failed');
    await decide(paymentId, 'outside');
  });

  it('is dealt with outside: it leaves the list, and the books say where it went', async () => {
    const { userId, paymentId } = await underpaid();
    const before = await held('outside');
    await decide(paymentId, 'outside');
    expect((await held('outside')) - before).toBe(300);
    expect(await active(userId)).toEqual([]);
    expect(await shop.notices(userId)).toEqual(['put-aside', 'closed']);
  });

  it('that went back at the provider before anybody decided is decided by that', async () => {
    const { userId, paymentId, objectId } = await underpaid();
    shop.provider.giveBack(objectId, { objectId: `re_${objectId}`, amountMinor: 300, state: 'succeeded' });
    await shop.payments.lookAt('stripe', objectId);
    expect(await codeOf(decide(paymentId, 'accepted'))).toBe('review.over');
    expect(await active(userId)).toEqual([]);
  });
});

describe('what may not be', () => {
  it('test money is never accepted, credited or given back, and once dealt with never asks again', async () => {
    const { userId, paymentId, objectId } = await underpaid({ isLive: false });
    for (const decision of ['accepted', 'credited', 'returned'] as const)
      expect(await codeOf(decide(paymentId, decision, userId))).toBe('review.not-possible');
    await decide(paymentId, 'outside');
    await shop.payments.lookAt('stripe', objectId);
    expect((await shop.money.story(adminId, paymentId)).payment.status).toBe('failed');
    expect([await shop.ledger.balance(userId, 'USD'), await active(userId)]).toEqual([0, []]);
  });

  it('nobody but an admin decides, and never without a reason', async () => {
    const { userId, paymentId } = await underpaid();
    const manager = await shop.person({ role: 'manager' });
    expect(await codeOf(decide(paymentId, 'accepted', undefined, userId))).toBe('not-allowed');
    expect(await codeOf(decide(paymentId, 'accepted', undefined, manager.telegramId))).toBe('not-allowed');
    const verdict = { paymentId, decision: 'accepted', reason: ' ' } as const;
    expect(await codeOf(shop.money.decide(shop.cause(adminId), verdict))).toBe('reason.missing');
    expect(await active(userId)).toEqual([]);
  });

  it('two admins deciding at once decide once, while the provider goes on telling', async () => {
    for (let round = 0; round < 5; round++) {
      const { userId, paymentId, objectId } = await underpaid();
      const told = [1, 2, 3].map(() => shop.payments.lookAt('stripe', objectId));
      const codes = await Promise.all([
        codeOf(decide(paymentId, 'accepted')),
        codeOf(decide(paymentId, 'credited')),
        codeOf(decide(paymentId, 'outside')),
      ]);
      await Promise.all(told);
      expect(codes.filter((code) => code === 'done')).toHaveLength(1);
      expect(codes.filter((code) => code === 'review.over')).toHaveLength(2);
      const days = (await active(userId)).length;
      const credit = (await shop.ledger.balance(userId, 'USD')) / 300;
      expect(days + credit).toBe(codes[2] === 'done' ? 0 : 1);
    }
  });

  it('the same tap twice is one decision', async () => {
    const { userId, paymentId } = await underpaid();
    const cause = shop.cause(adminId);
    const verdict = { paymentId, decision: 'credited', reason: 'x' } as const;
    await Promise.all([shop.money.decide(cause, verdict), shop.money.decide(cause, verdict)]);
    expect(await shop.ledger.balance(userId, 'USD')).toBe(300);
  });
});

it('a state nobody had a rule for is asked again, and followed when it is one', async () => {
  const { userId, paymentId, objectId } = await underpaid({ state: 'unknown' });
  expect((await shop.money.story(adminId, paymentId)).choices).toEqual(['ask']);
  await shop.money.askAgain(shop.cause(adminId), paymentId);
  shop.provider.change(objectId, { state: 'paid' });
  await shop.payments.lookAt('stripe', objectId);
  expect(await active(userId)).toEqual([30]);
});

it('of somebody else’s money the one who paid is credited, not the one whose order it was', async () => {
  const payer = (await shop.person()).telegramId;
  const { userId, paymentId } = await underpaid({ payerId: payer });
  await decide(paymentId, 'credited');
  expect([await shop.ledger.balance(payer, 'USD'), await shop.ledger.balance(userId, 'USD')]).toEqual([
    399, 0,
  ]);
});
