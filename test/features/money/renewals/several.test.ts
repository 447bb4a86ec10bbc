import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RenewalTruth } from '../../../../src/features/money/providers/truth.ts';
import { eventually } from '../../../support/eventually.ts';
import { adminId } from '../../../support/environment.ts';
import { openShop, type Shop } from '../../../support/shop.ts';

const dayMs = 24 * 60 * 60 * 1_000;
let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.stop());
afterEach(() => shop.demandOrder());

const told = (ref: string, changes: Partial<RenewalTruth>) =>
  shop.renewals.hear('stripe', { ref, reference: undefined, state: 'active', ...changes });
const autoRenews = async (userId: number) => (await shop.subscriptions.find(userId))?.autoRenew;
const endOf = async (userId: number) => (await shop.subscriptions.find(userId))?.expiresAt?.getTime() ?? 0;
/** What the job does that was asked for. */
const carryOutStop = async (id: number | undefined) => await shop.renewals.carryOutStop(id ?? 0);
const renewalOf = async (userId: number) => (await shop.renewals.view(userId)).renewal;

/** What renews itself by card, begun and perhaps paid. */
async function begin(userId: number, { plan = 'monthly', isPaid = true } = {}) {
  const { order } = await shop.buy(userId, { plan, renews: true });
  const ref = `sub_${order.id}`;
  const renewsAt = new Date(shop.clock.now().getTime() + 30 * dayMs);
  shop.provider.arrangements.set(ref, {
    ref,
    reference: shop.provider.referenceOf(order.id),
    state: 'active',
    renewsAt,
  });
  const pay = async () => {
    const { objectId } = shop.provider.pay(order.id, { period: { ref, renewsAt, customerRef: 'cus_1' } });
    await shop.payments.lookAt('stripe', objectId);
  };
  if (isPaid) await pay();
  return { orderId: order.id, ref, pay };
}

describe('a second arrangement', () => {
  it('paid while the first is being changed waits for it, and neither waits in a circle', async () => {
    const { telegramId: userId } = await shop.person();
    await begin(userId);
    const { id } = (await renewalOf(userId)) ?? { id: 0 };
    const { pay } = await begin(userId, { plan: 'weekly', isPaid: false });
    const { db } = shop.database;
    const paid = await db.transaction(async (tx) => {
      await tx.execute(sql`select 1 from renewals where id = ${id} for update`);
      const paying = pay();
      await eventually(async () => {
        const { rows } = await db.execute(
          sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
        );
        expect(rows).toHaveLength(1);
      });
      await tx.execute(sql`select 1 from subscriptions where user_id = ${userId} for update`);
      return { paying };
    });
    await paid.paying;
    expect(await renewalOf(userId)).toMatchObject({ planCode: 'weekly', status: 'active' });
  });
});

describe('an arrangement that was replaced', () => {
  it('ends without switching off what took its place, and takes along what was kept up for it', async () => {
    const { telegramId: userId } = await shop.person();
    const older = await begin(userId);
    const first = await renewalOf(userId);
    const end = await endOf(userId);
    shop.clock.advance(end - shop.clock.now().getTime() - 5 * 60_000);
    await shop.renewalUpkeep.runDue();
    expect(await endOf(userId)).toBe(end + 3 * dayMs);
    await begin(userId, { plan: 'weekly' });
    expect(await endOf(userId)).toBe(end + 7 * dayMs);
    await carryOutStop(first?.id);
    await told(older.ref, { state: 'stopping' });
    await told(older.ref, { state: 'ended' });
    expect(await autoRenews(userId)).toBe(true);
    expect(await renewalOf(userId)).toMatchObject({ planCode: 'weekly', status: 'active' });
  });

  it('switched on again at the provider beside another is ended there again', async () => {
    const { telegramId: userId } = await shop.person();
    const older = await begin(userId);
    const first = await renewalOf(userId);
    await begin(userId, { plan: 'weekly' });
    await carryOutStop(first?.id);
    await told(older.ref, { state: 'active' });
    const stops = shop.provider.calls.filter((call) => call === 'stop').length;
    await carryOutStop(first?.id);
    expect(shop.provider.calls.filter((call) => call === 'stop')).toHaveLength(stops + 1);
    expect(await renewalOf(userId)).toMatchObject({ planCode: 'weekly', status: 'active' });
  });

  it('and an older one that is paid late is the one that is seen and can be stopped', async () => {
    const { telegramId: userId } = await shop.person();
    const older = await begin(userId, { isPaid: false });
    await begin(userId, { plan: 'weekly' });
    await older.pay();
    expect(await renewalOf(userId)).toMatchObject({ planCode: 'monthly', status: 'active' });
    await shop.renewals.stop(shop.cause(userId));
    expect(await autoRenews(userId)).toBe(false);
  });

  it('and two that are paid at the same moment leave one that goes on', async () => {
    const { telegramId: userId } = await shop.person();
    const begun = [
      await begin(userId, { isPaid: false }),
      await begin(userId, { plan: 'weekly', isPaid: false }),
    ];
    await Promise.all(begun.map(({ pay }) => pay()));
    expect(await renewalOf(userId)).toMatchObject({ status: 'active' });
    expect((await shop.grants(userId)).filter(({ revoked }) => !revoked)).toHaveLength(begun.length);
  });
});

describe('an arrangement that must not go on', () => {
  it('of somebody blocked is ended at the provider again when it is switched on there', async () => {
    const { telegramId: userId } = await shop.person();
    const { ref } = await begin(userId);
    const first = await renewalOf(userId);
    await shop.users.block(shop.cause(adminId), userId);
    await shop.renewalUpkeep.runDue();
    await carryOutStop(first?.id);
    await told(ref, { state: 'active' });
    expect(await renewalOf(userId)).toMatchObject({ status: 'stopping', endReason: 'blocked' });
  });

  it('is ended when access has no end any more, by card too, and said', async () => {
    const { telegramId: userId } = await shop.person();
    await begin(userId);
    await shop.money.grant(shop.cause(adminId), { userId, days: null, trafficBytes: null, reason: 'gift' });
    await shop.renewalUpkeep.runDue();
    expect(await renewalOf(userId)).toMatchObject({ status: 'stopping', endReason: 'needless' });
    expect(await shop.notices(userId)).toContain('ended');
  });

  it('whose money is put aside is not charged again', async () => {
    const { telegramId: userId } = await shop.person();
    const { orderId, ref, pay } = await begin(userId, { isPaid: false });
    const money = { minor: 1, currency: 'USD' };
    const object = shop.provider.change(shop.provider.objectOf(orderId).objectId, { money });
    await pay();
    expect(await renewalOf(userId)).toMatchObject({ status: 'stopping', endReason: 'review', ref });
    await carryOutStop((await renewalOf(userId))?.id);
    expect(shop.provider.arrangements.get(ref)?.state).toBe('stopping');
    shop.provider.objects.delete(object.objectId);
  });

  it('is not taken for ended while nobody can tell its provider', async () => {
    const { telegramId: userId } = await shop.person();
    await begin(userId);
    await shop.renewals.stop(shop.cause(userId));
    const { id } = (await renewalOf(userId)) ?? { id: 0 };
    await shop.database.db.execute(sql`update renewals set provider = 'crypto-pay' where id = ${id}`);
    await expect(shop.renewals.carryOutStop(id)).rejects.toThrow('cannot be told');
    expect(await renewalOf(userId)).toMatchObject({ status: 'stopping' });
  });
});
