import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { adminId } from '../../support/environment.ts';
import { openShop, type Shop } from '../../support/shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.stop());

const newBuyer = async () => (await shop.person()).telegramId;
const planOf = async (userId: number) => (await shop.subscriptions.find(userId))?.planCode;

async function payFor(userId: number, plan: string): Promise<number> {
  const { order } = await shop.buy(userId, { plan });
  shop.provider.pay(order.id);
  await shop.payments.lookAt('stripe', shop.provider.objectOf(order.id).objectId);
  await shop.held(userId);
  return order.id;
}

it('a subscription goes by the plan that was tried, then by each that was bought, one after another', async () => {
  const userId = await newBuyer();
  await shop.trial.start(shop.cause(userId));
  expect(await planOf(userId)).toBe('trial');
  await payFor(userId, 'weekly');
  expect(await planOf(userId)).toBe('weekly');
  await payFor(userId, 'yearly');
  await shop.money.grant(shop.cause(adminId), { userId, days: 5, trafficBytes: null, reason: 'за сбой' });
  expect(await planOf(userId)).toBe('weekly');
  const before = await shop.subscriptions.find(userId);
  expect(before?.next).toMatchObject({ planCode: 'yearly' });
  // Seven days to try, and the week.
  shop.clock.advance(14 * 24 * 60 * 60 * 1000 + 60_000);
  await shop.subscriptions.lapse();
  expect(await planOf(userId)).toBe('yearly');
  const after = await shop.subscriptions.find(userId);
  expect(after?.desiredVersion).toBe((before?.desiredVersion ?? 0) + 1);
  expect(after?.expiresAt).toEqual(before?.expiresAt);
});

it('goes back to the plan before when the later one is given back', async () => {
  const userId = await newBuyer();
  await payFor(userId, 'weekly');
  const orderId = await payFor(userId, 'monthly');
  const { payment } = await shop.orders.view(userId, orderId);
  const refund = { paymentId: payment?.id ?? 0, amountMinor: payment?.amountMinor ?? 0, reason: 'просили' };
  await shop.money.refund(shop.cause(adminId), refund);
  const { rows } = await shop.database.db.execute<{ id: string }>(
    sql`select id from refunds where payment_id = ${payment?.id}`,
  );
  await shop.money.carryOut(Number(rows[0]?.id));
  expect(await planOf(userId)).toBe('weekly');
});

it('a gift without a plan is no plan, and a plan that is over is forgotten with the next period', async () => {
  const userId = await newBuyer();
  await payFor(userId, 'weekly');
  shop.clock.advance(8 * 24 * 60 * 60 * 1000);
  await shop.subscriptions.lapse();
  expect(await planOf(userId)).toBe('weekly');
  await shop.money.grant(shop.cause(adminId), { userId, days: 5, trafficBytes: null, reason: 'за сбой' });
  expect(await planOf(userId)).toBeNull();
});

it('what was given before plans were noted is given the plan it came from', async () => {
  const everybody = () =>
    shop.database.db.execute(sql`select 'g' || id as id, plan_code from grants order by id`);
  const { rows: known } = await everybody();
  expect(known.length).toBeGreaterThan(6);
  await shop.database.db.execute(sql`update grants set plan_code = null`);
  await shop.database.db.execute(sql`update subscriptions set plan_code = null`);
  const folder = path.resolve(import.meta.dirname, '../../../drizzle');
  const [file = ''] = globSync('*_plan_of_grants.sql', { cwd: folder });
  const statements = readFileSync(path.join(folder, file), 'utf8').split('--> statement-breakpoint');
  for (const statement of statements.filter((text) => text.includes('UPDATE')))
    await shop.database.db.execute(sql.raw(statement));
  expect((await everybody()).rows).toEqual(known);
});
