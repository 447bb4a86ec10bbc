import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RenewalTruth } from '../../../../src/features/money/providers/truth.ts';
import { adminId } from '../../../support/environment.ts';
import { codeOf, openShop, type Shop } from '../../../support/shop.ts';

const dayMs = 24 * 60 * 60 * 1_000;
let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.stop());
afterEach(() => shop.demandOrder());

const told = (ref: string, changes: Partial<RenewalTruth>) =>
  shop.renewals.hear('stripe', { ref, reference: undefined, state: 'active', ...changes });
const renewalOf = async (userId: number) => (await shop.renewals.view(userId)).renewal;

/** A month by card that renews itself. */
async function begin(userId: number) {
  const { order } = await shop.buy(userId, { renews: true });
  const ref = `sub_${order.id}`;
  const renewsAt = new Date(shop.clock.now().getTime() + 30 * dayMs);
  shop.provider.arrangements.set(ref, {
    ref,
    reference: shop.provider.referenceOf(order.id),
    state: 'active',
    renewsAt,
  });
  const period = { ref, renewsAt, customerRef: 'cus_1' };
  const { objectId } = shop.provider.pay(order.id, { period });
  await shop.payments.lookAt('stripe', objectId);
  return { orderId: order.id, ref };
}

describe('a charge that is awaited', () => {
  it('is asked for until it is paid, though the provider counts the next period already', async () => {
    const { telegramId: userId } = await shop.person();
    const { orderId, ref } = await begin(userId);
    const { id, nextChargeAt } = (await renewalOf(userId)) ?? { id: 0, nextChargeAt: null };
    shop.clock.advance(30 * dayMs);
    const renewsAt = new Date((nextChargeAt?.getTime() ?? 0) + 30 * dayMs);
    const arrangement: RenewalTruth = {
      ref,
      reference: shop.provider.referenceOf(orderId),
      state: 'active',
      renewsAt,
    };
    shop.provider.arrangements.set(ref, arrangement);
    await shop.renewals.look(id, shop.payments.lookAt);
    expect(await renewalOf(userId)).toMatchObject({ nextChargeAt, nextTryAt: nextChargeAt });
    // The bank takes its time, and the webhook never comes.
    const { objectId } = shop.provider.payAgain(orderId);
    shop.provider.change(objectId, { period: { ref, renewsAt, customerRef: undefined } });
    shop.provider.arrangements.set(ref, { ...arrangement, paidObjects: [objectId] });
    await shop.renewals.look(id, shop.payments.lookAt);
    expect(await renewalOf(userId)).toMatchObject({ periods: 2, nextChargeAt: renewsAt });
  });

  it('is asked for every hour, and each day where the provider names no next try', async () => {
    const { telegramId: userId } = await shop.person();
    const { ref } = await begin(userId);
    shop.clock.advance(30.1 * dayMs);
    await told(ref, { state: 'failing' });
    const { id } = (await renewalOf(userId)) ?? { id: 0 };
    const askedAt = async () => (await renewalOf(userId))?.updatedAt.getTime() ?? 0;
    await shop.renewalUpkeep.runDue();
    const first = await askedAt();
    expect(first).toBeGreaterThan(shop.clock.now().getTime() - 60_000);
    await shop.renewalUpkeep.runDue();
    expect(await askedAt()).toBe(first);
    shop.clock.advance(1.1 * dayMs);
    await shop.renewalUpkeep.runDue();
    expect(await askedAt()).toBeGreaterThan(first);
    expect(await renewalOf(userId)).toMatchObject({ id, status: 'failing', nextTryAt: null });
  });
});

describe('an arrangement that its provider knows nothing of', () => {
  it('is switched off there by us, admins look at it, and nobody says that it ended by itself', async () => {
    const { telegramId: userId } = await shop.person();
    const { ref } = await begin(userId);
    shop.provider.arrangements.delete(ref);
    const look = async () => {
      const { id = 0 } = (await renewalOf(userId)) ?? {};
      await shop.renewals.look(id, shop.payments.lookAt);
      return id;
    };
    shop.clock.advance(30.5 * dayMs);
    await look();
    expect(await renewalOf(userId)).toMatchObject({ status: 'active' });
    shop.clock.advance(1 * dayMs);
    const id = await look();
    await look();
    expect(await renewalOf(userId)).toMatchObject({ status: 'stopping', endReason: 'lost' });
    const calls = shop.provider.calls.length;
    await shop.renewals.carryOutStop(id);
    expect(shop.provider.calls.slice(calls)).toEqual(['stop']);
    expect((await shop.notices(userId)).filter((what) => what === 'lost')).toHaveLength(1);
    expect((await shop.notices(adminId)).filter((what) => what === 'renewal-lost')).toHaveLength(1);
  });
});

describe('a further period', () => {
  const reasonOf = async (objectId: string) => {
    const { rows } = await shop.database.db.execute<{ status: string; reason: string | null }>(
      sql`select status, reason from payments where object_id = ${objectId}`,
    );
    return rows[0];
  };

  async function payAgain(orderId: number, customerRef: string | undefined) {
    shop.clock.advance(30 * dayMs);
    const { objectId, period } = shop.provider.payAgain(orderId);
    shop.provider.change(objectId, { period: { ref: period?.ref, renewsAt: undefined, customerRef } });
    await shop.payments.lookAt('stripe', objectId);
    return await reasonOf(objectId);
  }

  it('that another customer of the provider paid is put aside, and the customer stays who it was', async () => {
    const { telegramId: userId } = await shop.person();
    const { orderId, ref } = await begin(userId);
    await told(ref, { customerRef: 'cus_other' });
    expect(await payAgain(orderId, 'cus_other')).toEqual({ status: 'review', reason: 'owner' });
    expect(await renewalOf(userId)).toMatchObject({ customerRef: 'cus_1', endReason: 'review' });
    expect(await shop.grants(userId)).toHaveLength(1);
    expect(await shop.notices(adminId)).toContain('owner');
  });

  it('of somebody blocked is put aside, and the provider is told to charge no more', async () => {
    const { telegramId: userId } = await shop.person();
    const { orderId } = await begin(userId);
    await shop.users.block(shop.cause(adminId), userId);
    await shop.orders.endAll(userId);
    expect(await renewalOf(userId)).toMatchObject({ status: 'stopping', endReason: 'blocked' });
    expect(await payAgain(orderId, 'cus_1')).toEqual({ status: 'review', reason: 'blocked' });
    expect(await shop.grants(userId)).toHaveLength(1);
    expect(await renewalOf(userId)).toMatchObject({ status: 'stopping', endReason: 'blocked' });
  });

  it.each([
    ['the same customer', 'cus_1'],
    ['nobody by name', undefined],
  ])('that %s paid is delivered', async (_who, customerRef) => {
    const { telegramId: userId } = await shop.person();
    const { orderId } = await begin(userId);
    expect(await payAgain(orderId, customerRef)).toEqual({ status: 'paid', reason: null });
    expect(await shop.grants(userId)).toHaveLength(2);
  });
});

describe('switching on again', () => {
  it('is refused in words when the period ended at the provider meanwhile', async () => {
    const { telegramId: userId } = await shop.person();
    const { ref, orderId } = await begin(userId);
    await shop.renewals.stop(shop.cause(userId));
    await shop.renewals.carryOutStop((await renewalOf(userId))?.id ?? 0);
    shop.provider.arrangements.set(ref, {
      ref,
      reference: shop.provider.referenceOf(orderId),
      state: 'ended',
    });
    expect((await shop.renewals.view(userId)).canResume).toBe(true);
    expect(await codeOf(shop.renewals.resume(shop.cause(userId)))).toBe('renewal.over');
    expect(await renewalOf(userId)).toMatchObject({ status: 'stopped' });
    // Known by now, it is not offered again.
    expect((await shop.renewals.view(userId)).canResume).toBe(false);
  });

  it.each([
    ['after the person had switched it off', true],
    ['of itself', false],
  ])('is not offered for what the provider has ended %s', async (_how, isStopped) => {
    const { telegramId: userId } = await shop.person();
    const { ref } = await begin(userId);
    if (isStopped) {
      await shop.renewals.stop(shop.cause(userId));
      await shop.renewals.carryOutStop((await renewalOf(userId))?.id ?? 0);
    }
    await told(ref, { state: 'ended' });
    expect((await shop.renewals.view(userId)).canResume).toBe(false);
    expect(await codeOf(shop.renewals.resume(shop.cause(userId)))).toBe('renewal.none');
  });

  it('is refused for what goes on in no respect but its flags, such as one that is paused', async () => {
    const { telegramId: userId } = await shop.person();
    const { ref } = await begin(userId);
    await shop.renewals.stop(shop.cause(userId));
    await shop.renewals.carryOutStop((await renewalOf(userId))?.id ?? 0);
    const { find } = shop.provider.renewing ?? {};
    const paused: RenewalTruth = { ref, reference: undefined, state: 'stopping' };
    Object.assign(shop.provider.renewing ?? {}, { find: async () => paused });
    expect(await codeOf(shop.renewals.resume(shop.cause(userId)))).toBe('renewal.over');
    Object.assign(shop.provider.renewing ?? {}, { find });
    expect(await renewalOf(userId)).toMatchObject({ status: 'stopped', nextChargeAt: expect.any(Date) });
  });

  it('twice by the same tap is switching on once', async () => {
    const { telegramId: userId } = await shop.person();
    await begin(userId);
    await shop.renewals.stop(shop.cause(userId));
    await shop.renewals.carryOutStop((await renewalOf(userId))?.id ?? 0);
    const cause = shop.cause(userId);
    await shop.renewals.resume(cause);
    await shop.renewals.resume(cause);
    expect(await renewalOf(userId)).toMatchObject({ status: 'active', changes: 2 });
  });
});

describe('an admin', () => {
  it('switches somebody’s off with a reason, once, and the person is told', async () => {
    const { telegramId: userId } = await shop.person();
    await begin(userId);
    const cause = shop.cause(adminId);
    const wanted = { userId, reason: 'asked for by phone' };
    expect(await codeOf(shop.renewals.stopFor(shop.cause(adminId), { userId, reason: ' ' }))).toBe(
      'reason.missing',
    );
    await shop.renewals.stopFor(cause, wanted);
    await shop.renewals.stopFor(cause, wanted);
    expect(await renewalOf(userId)).toMatchObject({ status: 'stopping', endReason: 'staff' });
    expect((await shop.notices(userId)).filter((what) => what === 'ended')).toHaveLength(1);
    const { rows } = await shop.database.db.execute(
      sql`select action, after->>'reason' as reason from audit_log where subject = ${`user ${userId}`}`,
    );
    expect(rows).toContainEqual({ action: 'stop renewal', reason: wanted.reason });
    expect(await codeOf(shop.renewals.stopFor(shop.cause(adminId), wanted))).toBe('renewal.none');
  });

  it('is told of what renews and should not, or does not and should', async () => {
    const { telegramId: userId } = await shop.person();
    await begin(userId);
    const spoil = async (changes: ReturnType<typeof sql>, back: ReturnType<typeof sql>) => {
      await shop.database.db.execute(sql`update renewals set ${changes} where user_id = ${userId}`);
      const found = await shop.wrongs();
      await shop.database.db.execute(sql`update renewals set ${back} where user_id = ${userId}`);
      return found;
    };
    const next = (await renewalOf(userId))?.nextChargeAt?.toISOString();
    expect(
      await spoil(
        sql`next_charge_at = now() - interval '16 days'`,
        sql`next_charge_at = ${next}::timestamptz`,
      ),
    ).toEqual(['an arrangement whose charge is long overdue: 1']);
    expect(await spoil(sql`periods = 2`, sql`periods = 1`)).toEqual([
      'a paid period without its paid order: 1',
    ]);
    expect(
      await spoil(sql`status = 'stopping', updated_at = now() - interval '2 days'`, sql`status = 'active'`),
    ).toEqual([
      'an arrangement that its provider was not told to stop: 1',
      'a subscription that says otherwise than its arrangements: 1',
    ]);
  });
});
