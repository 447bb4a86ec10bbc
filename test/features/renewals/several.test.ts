import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { openShop, type Shop } from '../../support/shop.ts';

const dayMs = 24 * 60 * 60 * 1_000;
let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.stop());
afterEach(() => shop.demandOrder());

const renewalOf = async (userId: number) => (await shop.renewals.view(userId)).renewal;

/** What renews itself by card, begun and perhaps paid. */
async function begin(userId: number, { plan = 'monthly', isPaid = true } = {}) {
  const { order } = await shop.buy(userId, { plan, renews: true });
  const ref = `sub_${order.id}`;
  const renewsAt = new Date(shop.clock.now().getTime() + 30 * dayMs);
  shop.provider.arrangements.set(ref, { ref, orderId: order.id, state: 'active', renewsAt });
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
