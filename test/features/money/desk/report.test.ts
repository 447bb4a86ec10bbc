import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Reconciliation } from '../../../../src/features/money/desk/reports/rules.ts';
import { isWell } from '../../../../src/features/money/desk/reports/rules.ts';
import { adminId } from '../../../support/environment.ts';
import { codeOf, openShop, type Shop } from '../../../support/shop.ts';

let shop: Shop;
let occasions = 0;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.stop());

async function paid() {
  const userId = (await shop.person()).telegramId;
  const { order } = await shop.buy(userId);
  const { objectId } = shop.provider.pay(order.id);
  const delivery = {
    provider: 'stripe',
    kind: 'checkout.session.completed',
    raw: Buffer.from('{}'),
  } as const;
  await shop.deliveries.accept({ ...delivery, eventId: `evt_${objectId}`, objectId });
  await shop.payments.lookAt('stripe', objectId);
  return { userId, objectId };
}

/** Has one made, and what it says. */
async function made(): Promise<Reconciliation> {
  await shop.reports.carryOut({ occasion: `test ${++occasions}`, askedBy: adminId });
  const report = await shop.reports.latest(adminId);
  if (report === undefined) throw new Error('no report was made');
  return report.content;
}

const told = async (userId: number) =>
  (await shop.notices(userId)).filter((what) => what === 'money-report').length;

describe('a reconciliation', () => {
  it('in which all agrees has the same on both sides, for the day and for the month', async () => {
    await paid();
    shop.clock.advance(3 * 24 * 60 * 60_000);
    await paid();
    const found = await made();
    const sum = (count: number) => ({ count, minor: count * 399 });
    expect(found.day).toEqual([{ provider: 'stripe', currency: 'USD', listed: sum(1), booked: sum(1) }]);
    expect(found.month).toEqual([{ provider: 'stripe', currency: 'USD', listed: sum(2), booked: sum(2) }]);
    expect([found.differences, found.withoutWebhook, isWell(found)]).toEqual([[], 0, true]);
  });

  it('settles what no webhook told of, and counts it', async () => {
    const userId = (await shop.person()).telegramId;
    const { order } = await shop.buy(userId);
    shop.provider.pay(order.id);
    const found = await made();
    expect([found.differences, found.withoutWebhook]).toEqual([[], 1]);
    expect((await shop.orders.view(userId, order.id)).order.status).toBe('paid');
  });

  it('is silent about what an admin has decided, whatever the provider says of it later', async () => {
    const userId = (await shop.person()).telegramId;
    const { order } = await shop.buy(userId);
    const { objectId } = shop.provider.pay(order.id, { money: { minor: 500, currency: 'USD' } });
    await shop.payments.lookAt('stripe', objectId);
    const [payment] = await shop.money.search(adminId, objectId);
    const ruling = { paymentId: payment?.id ?? 0, decision: 'outside', reason: 'договорились' } as const;
    await shop.money.decide(shop.cause(adminId), ruling);
    const first = shop.provider.objectOf(order.id);
    shop.provider.change(objectId, { money: { minor: 450, currency: 'USD' } });
    expect((await made()).differences).toEqual([]);
    shop.clock.advance(15 * 60_000);
    shop.provider.objects.delete(objectId);
    expect((await made()).differences).toEqual([]);
    shop.provider.objects.set(objectId, first);
  });

  it('names what only one side knows, and another sum', async () => {
    const { objectId } = await paid();
    const { objectId: gone } = await paid();
    const truth = shop.provider.objects.get(objectId);
    const lost = shop.provider.objects.get(gone);
    if (truth === undefined || lost === undefined) throw new Error('nothing was paid');
    shop.clock.advance(15 * 60_000);
    shop.provider.change(objectId, { money: { minor: 400, currency: 'USD' } });
    shop.provider.objects.delete(gone);
    // In the list, but what it is about is not known: nothing of ours can come of it.
    const money = { minor: 5, currency: 'USD' };
    const stray = { objectId: 'cs_nobody', isOurs: true, money, at: shop.clock.now() };
    const { listPaid } = shop.provider;
    shop.provider.listPaid = async (since, cursor) => [...(await listPaid(since, cursor)), stray];
    const found = await made();
    shop.provider.listPaid = listPaid;
    expect(found.differences.map(({ what, objectId: id }) => `${what} ${id}`).toSorted()).toEqual(
      ['unbooked cs_nobody', `amount ${objectId}`, `unlisted ${gone}`].toSorted(),
    );
    expect(isWell(found)).toBe(false);
    shop.provider.objects.set(objectId, truth).set(gone, lost);
  });

  it('of one booked and none listed does not agree, however fresh it is', async () => {
    const { objectId } = await paid();
    const truth = shop.provider.objects.get(objectId);
    if (truth === undefined) throw new Error('nothing was paid');
    shop.clock.advance(2 * 60_000);
    shop.provider.objects.delete(objectId);
    const found = await made();
    expect(found.differences.map(({ what, objectId: id }) => `${what} ${id}`)).toEqual([
      `unlisted ${objectId}`,
    ]);
    expect(isWell(found)).toBe(false);
    shop.provider.objects.set(objectId, truth);
  });

  it('asks for what the list has left out, before it calls that a difference', async () => {
    const { objectId } = await paid();
    shop.clock.advance(15 * 60_000);
    const { listPaid } = shop.provider;
    shop.provider.listPaid = async (since, cursor) =>
      (await listPaid(since, cursor)).filter((listed) => listed.objectId !== objectId);
    const found = await made();
    shop.provider.listPaid = listPaid;
    expect(found.differences).toEqual([]);
    expect(found.day[0]?.listed).toEqual(found.day[0]?.booked);
  });

  it('says that a provider was away, and that money waits for a decision', async () => {
    const { order } = await shop.buy((await shop.person()).telegramId);
    const { objectId } = shop.provider.pay(order.id, { isLive: false });
    shop.provider.faults.push({ call: 'listPaid', when: 'before' });
    expect(await made()).toMatchObject({ away: ['stripe'], openReviews: 1 });
    // Money of the other mode is rightly not in the books.
    expect((await made()).differences).toEqual([]);
    shop.provider.objects.delete(objectId);
  });
});

describe('the daily report', () => {
  it('is made once a day and told to every admin once, by however many replicas and restarts', async () => {
    const second = await shop.person({ role: 'admin' });
    const before = [await told(adminId), await told(second.telegramId)];
    await Promise.all([1, 2, 3].map(() => shop.reports.daily()));
    await shop.reports.daily();
    const after = [await told(adminId), await told(second.telegramId)];
    expect(after).toEqual(before.map((count) => count + 1));
    shop.clock.advance(24 * 60 * 60_000);
    await shop.reports.daily();
    expect(await told(second.telegramId)).toBe(2);
  });

  it('asked for by an admin is told to them alone, once', async () => {
    const second = await shop.person({ role: 'admin' });
    const asked = { occasion: 'a tap', askedBy: second.telegramId };
    const before = await told(adminId);
    await Promise.all([1, 2].map(() => shop.reports.carryOut(asked)));
    expect([await told(second.telegramId), await told(adminId)]).toEqual([1, before]);
  });

  it('is asked for by admins alone, and a tap twice is one job', async () => {
    const person = (await shop.person()).telegramId;
    expect(await codeOf(shop.reports.ask(shop.cause(person)))).toBe('not-allowed');
    expect(await codeOf(shop.reports.latest(person))).toBe('not-allowed');
    const cause = shop.cause(adminId);
    await Promise.all([shop.reports.ask(cause), shop.reports.ask(cause)]);
    const { rows } = await shop.database.db.execute(
      sql`select data from pgboss.job where name = 'money-report' and data->>'occasion' = ${cause.key}`,
    );
    expect(rows).toHaveLength(1);
  });
});
