import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runChecks } from '../../../../src/features/money/reconciliation/checks.queries.ts';
import { openShop, type Shop } from '../../../support/shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  const { telegramId: userId } = await shop.person();
  const [sold, waiting] = [await shop.buy(userId), await shop.buy((await shop.person()).telegramId)];
  const { objectId } = shop.provider.pay(sold.order.id);
  await shop.payments.lookAt('stripe', objectId);
  place = { userId, sold: sold.order.id, waiting: waiting.order.id };
});
afterAll(() => shop.stop());

let place: { userId: number; sold: number; waiting: number };

/** What is found while this stands in the database; nothing of it stays. */
async function wrongWith(...wrong: ReturnType<typeof sql>[]): Promise<string[]> {
  let found: string[] = [];
  const work = shop.database.db.transaction(async (tx) => {
    for (const one of wrong) await tx.execute(one);
    found = (await runChecks(tx)).filter((check) => check.wrong > 0).map(({ name }) => name);
    throw new Error('put back');
  });
  await expect(work).rejects.toThrow('put back');
  return found;
}

const paidBy = (provider: string, more: { orderId: number | null; status: string; isMarked: boolean }) => sql`
  insert into payments (order_id, provider, object_id, status, amount_minor, currency, carries_mark, created_at, paid_at)
  values (${more.orderId}, ${provider}, 'object', ${more.status}, 399, 'USD', ${more.isMarked}, now(), now())`;
const entry = (key: string, debit: string, credit: string) => sql`
  insert into ledger_entries (key, debit, credit, currency, amount_minor, at)
  values (${key}, ${debit}, ${credit}, 'USD', 399, now())`;
const order = (id: number) => sql`update orders set status = 'paid', paid_at = now() where id = ${id}`;

it('the money checks find nothing where nothing is wrong', async () => {
  expect(await wrongWith()).toEqual([]);
});

it('the money checks see an order that another shop’s sale has made paid, by its number or by another way', async () => {
  const { waiting: orderId } = place;
  const settled = (provider: string, isMarked: boolean) =>
    wrongWith(paidBy(provider, { orderId, status: 'paid', isMarked }), order(orderId));
  expect(await settled('stripe', false)).toContain('money that nothing of ours asked for');
  expect(await settled('stripe', true)).not.toContain('money that nothing of ours asked for');
  expect(await settled('crypto-pay', true)).toContain('money that nothing of ours asked for');
});

it('the money checks see money of another shop in the books', async () => {
  const booked = entry('stripe:object:settled', 'clearing:stripe', 'unassigned');
  const aside = (isMarked: boolean) =>
    wrongWith(
      paidBy('stripe', { orderId: null, status: 'review', isMarked }),
      sql`update payments set reason = 'unknown-order' where object_id = 'object'`,
      booked,
    );
  expect(await aside(false)).toEqual(['money that nothing of ours asked for']);
  expect(await aside(true)).toEqual([]);
});

it('the money checks see what was sold to somebody who is blocked', async () => {
  const blocked = (since: string) =>
    wrongWith(sql`update users set blocked_at = (select paid_at from orders where id = ${place.sold})
      + ${since}::interval where telegram_id = ${place.userId}`);
  expect(await blocked('-2 minutes')).toEqual(['sold to somebody who is blocked']);
  expect(await blocked('2 minutes')).toEqual([]);
});

it('the money checks see what a bank holds and no dispute tells of', async () => {
  const { rows } = await shop.database.db.execute<{ id: number }>(
    sql`select id::int from payments where order_id = ${place.sold}`,
  );
  const taken = entry(`dispute:${rows[0]?.id}:1-1:taken`, 'disputes', 'clearing:stripe');
  expect(await wrongWith(taken)).toEqual(['held by banks otherwise than their disputes say']);
});

it('the money checks see a debt that was paid off more than once', async () => {
  const owed = entry('owed:refund:7', 'receivable:7', 'clearing:stripe');
  const paidOff = (times: number) =>
    Array.from({ length: times }, (_, index) => entry(`off ${index}`, 'revenue', 'receivable:7'));
  expect(await wrongWith(owed, ...paidOff(1))).toEqual([]);
  expect(await wrongWith(owed, ...paidOff(2))).toEqual(['a debt that was paid off more than once']);
});

it('the money checks see nothing that is written as everything, here or on the panel', async () => {
  const nothing = sql`update subscriptions set started_at = null, status = 'expired', expires_at = now(),
    data_limit_bytes = 0, applied_version = desired_version where user_id = ${place.userId}`;
  const holding = (bytes: number, days: number) =>
    sql`update subscriptions set held = ${JSON.stringify({ enable: false, usageLimitBytes: bytes, packageDays: days, startDate: null })}::jsonb
      where user_id = ${place.userId}`;
  const wrong = ['nothing that is written as everything'];
  const others = (found: string[]) => found.filter((name) => wrong.includes(name));
  const all = 1_000_000 * 1024 ** 3;
  expect(others(await wrongWith(nothing, holding(0, 0)))).toEqual([]);
  expect(others(await wrongWith(nothing, holding(all, 10_000)))).toEqual(wrong);
  for (const field of ['expires_at', 'data_limit_bytes'])
    expect(others(await wrongWith(nothing, sql.raw(`update subscriptions set ${field} = null`)))).toEqual(
      wrong,
    );
});
