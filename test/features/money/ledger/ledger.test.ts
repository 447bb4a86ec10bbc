import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { adminId } from '../../../support/environment.ts';
import { codeOf, openShop, type Shop } from '../../../support/shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.stop());

const usd = (minor: number) => ({ minor, currency: 'USD' as const });
const topUp = (userId: number, minor: number, actorId = adminId) =>
  shop.money.topUp(shop.cause(actorId), { userId, money: usd(minor), reason: 'sorry' });

it('nobody changes, deletes or empties what is in the books, the owner of the database included', async () => {
  const { telegramId } = await shop.person();
  await topUp(telegramId, 100);
  for (const statement of [
    'update ledger_entries set amount_minor = 1',
    'delete from ledger_entries',
    'truncate ledger_entries',
  ])
    await expect(shop.database.db.execute(sql.raw(statement))).rejects.toMatchObject({
      cause: { message: 'the ledger is only ever added to' },
    });
});

it('an entry of nothing, of less than nothing, or from an account to itself is refused', async () => {
  const insert = (debit: string, credit: string, amount: number) =>
    shop.database.db.execute(sql`insert into ledger_entries (key, debit, credit, currency, amount_minor, at)
      values (${`test ${debit} ${amount}`}, ${debit}, ${credit}, 'USD', ${amount}, now())`);
  await expect(insert('a', 'b', 0)).rejects.toMatchObject({
    cause: { constraint: 'ledger_amount_positive' },
  });
  await expect(insert('a', 'b', -5)).rejects.toMatchObject({
    cause: { constraint: 'ledger_amount_positive' },
  });
  await expect(insert('a', 'a', 5)).rejects.toMatchObject({ cause: { constraint: 'ledger_two_accounts' } });
});

it('the same thing moves money once, and nobody can owe', async () => {
  const { telegramId: userId } = await shop.person();
  await shop.database.db.transaction(async (tx) => {
    const move = {
      key: `gift for ${userId}`,
      debit: 'gifts',
      credit: `user:${userId}`,
      money: usd(300),
      userId,
    };
    expect(await shop.ledger.move(tx, move)).toBe(true);
    expect(await shop.ledger.move(tx, move)).toBe(false);
  });
  expect(await shop.ledger.balance(userId, 'USD')).toBe(300);
  const spend = {
    key: `spend of ${userId}`,
    debit: `user:${userId}`,
    credit: 'revenue',
    money: usd(301),
    userId,
  };
  await expect(shop.database.db.transaction((tx) => shop.ledger.move(tx, spend))).rejects.toMatchObject({
    cause: { constraint: 'ledger_balance_not_negative' },
  });
  expect(await shop.wrongs()).toEqual([]);
});

it('the balance pays once, however often it is tapped at once, and never more than is there', async () => {
  const { telegramId: userId } = await shop.person();
  await topUp(userId, 500);
  const outcomes = await Promise.all(
    Array.from({ length: 10 }, () => codeOf(shop.buy(userId, { way: 'balance' }))),
  );
  expect(outcomes.filter((outcome) => outcome === 'done').length).toBeGreaterThan(0);
  expect(await shop.ledger.balance(userId, 'USD')).toBe(101);
  expect(await shop.grants(userId)).toMatchObject([{ days: 30 }]);
  expect(await shop.wrongs()).toEqual([]);
});

describe('who owes', () => {
  const moved = (
    key: string,
    [debit, credit]: [string, string],
    rest: { minor: number; currency?: 'EUR' },
  ) => {
    const money = { ...usd(rest.minor), ...rest };
    const [, userId] = /:(\d+)/.exec(`${debit} ${credit}`) ?? [];
    const movement = { key, debit, credit, money, userId: Number(userId) };
    return shop.database.db.transaction((tx) => shop.ledger.move(tx, movement));
  };
  const keyed = (userId: number, name: string) => `${name} of ${userId}`;
  const owing = async (minor: number) => {
    const { telegramId: userId } = await shop.person();
    await moved(keyed(userId, 'debt'), [`receivable:${userId}`, 'revenue'], { minor });
    return userId;
  };
  const comes = (userId: number, name: string, rest: { minor: number; currency?: 'EUR' }) =>
    moved(keyed(userId, name), ['gifts', `user:${userId}`], rest);

  it('pays that first with what comes to them in the same currency, and is told so', async () => {
    const userId = await owing(300);
    await moved(keyed(userId, 'other debt'), [`receivable:${userId}`, 'revenue'], {
      minor: 50,
      currency: 'EUR',
    });
    expect(await shop.ledger.debts(userId)).toEqual([
      { minor: 50, currency: 'EUR' },
      { minor: 300, currency: 'USD' },
    ]);
    await comes(userId, 'some', { minor: 100 });
    expect(await shop.ledger.owed(userId, 'USD')).toBe(200);
    expect(await shop.ledger.balances(userId)).toEqual([]);
    expect(await shop.notices(userId)).toEqual(['paid-off']);
    await comes(userId, 'more', { minor: 250 });
    expect(await shop.ledger.debts(userId)).toEqual([{ minor: 50, currency: 'EUR' }]);
    expect(await shop.ledger.balances(userId)).toEqual([{ minor: 50, currency: 'USD' }]);
    await comes(userId, 'the rest', { minor: 5 });
    expect(await shop.notices(userId)).toEqual(['paid-off', 'paid-off']);
    const history = await shop.ledger.history(userId, 4);
    expect(history.map(({ key, amountMinor }) => [key, amountMinor])).toEqual([
      [keyed(userId, 'the rest'), 5],
      [`debt:${keyed(userId, 'more')}:paid`, 200],
      [keyed(userId, 'more'), 250],
      [`debt:${keyed(userId, 'some')}:paid`, 100],
    ]);
    expect(await shop.ledger.find([keyed(userId, 'more')])).toHaveLength(1);
  });

  it('pays no more than that, however much comes at once', async () => {
    const userId = await owing(300);
    await Promise.all(Array.from({ length: 8 }, (_, at) => comes(userId, `part ${at}`, { minor: 100 })));
    expect(await shop.ledger.debts(userId)).toEqual([]);
    expect(await shop.ledger.balances(userId)).toEqual([{ minor: 500, currency: 'USD' }]);
  });

  it('pays nothing with what comes a second time, or with nothing', async () => {
    const userId = await owing(300);
    expect(await comes(userId, 'once', { minor: 100 })).toBe(true);
    expect(await comes(userId, 'once', { minor: 100 })).toBe(false);
    expect(await comes(userId, 'nothing', { minor: 0 })).toBe(false);
    expect(await shop.ledger.owed(userId, 'USD')).toBe(200);
    expect(await shop.ledger.history(userId, 9)).toHaveLength(3);
    expect(await shop.notices(userId)).toEqual(['paid-off']);
  });

  it('pays with what comes at the very moment at which they come to owe', async () => {
    const { telegramId: userId } = await shop.person();
    const { db } = shop.database;
    const isHeldUp = async () => {
      const { rows } = await db.execute(
        sql`select 1 from pg_locks join pg_database on pg_database.oid = pg_locks.database
            where datname = current_database() and locktype = 'advisory' and not granted`,
      );
      return rows.length > 0;
    };
    const coming: Promise<boolean>[] = [];
    await db.transaction(async (tx) => {
      expect(await shop.ledger.lockBalance(tx, userId, 'USD')).toBe(0);
      let isIn = false;
      coming.push(comes(userId, 'meanwhile', { minor: 100 }).finally(() => (isIn = true)));
      await vi.waitFor(async () => expect(isIn || (await isHeldUp())).toBe(true), 10_000);
      const movement = { debit: `receivable:${userId}`, credit: 'revenue', money: usd(300), userId };
      await shop.ledger.move(tx, { key: keyed(userId, 'debt'), ...movement });
    });
    await Promise.all(coming);
    expect(await shop.ledger.debts(userId)).toEqual([usd(200)]);
    expect(await shop.ledger.balances(userId)).toEqual([]);
  });

  it('pays by the order for which it came', async () => {
    const userId = await owing(300);
    const { order } = await shop.buy(userId);
    const accounts = { debit: 'gifts', credit: `user:${userId}`, userId };
    const movement = { ...accounts, key: keyed(userId, 'of an order'), money: usd(10), orderId: order.id };
    await shop.database.db.transaction((tx) => shop.ledger.move(tx, movement));
    const entries = await shop.ledger.history(userId, 2);
    expect(entries.map(({ orderId }) => orderId)).toEqual([order.id, order.id]);
  });
});

it('what was paid from the balance goes back to it, and takes the access with it', async () => {
  const { telegramId: userId } = await shop.person();
  await topUp(userId, 399);
  const { payment } = await shop.buy(userId, { way: 'balance' });
  const paymentId = payment?.id ?? 0;
  await shop.money.refund(shop.cause(adminId), { paymentId, amountMinor: 399, reason: 'asked' });
  const { refunds } = await shop.money.story(adminId, paymentId);
  await shop.money.carryOut(refunds[0]?.id ?? 0);
  await shop.money.carryOut(refunds[0]?.id ?? 0);
  expect(await shop.ledger.balance(userId, 'USD')).toBe(399);
  expect(await shop.grants(userId)).toMatchObject([{ days: 30, revoked: true }]);
  expect(await shop.wrongs()).toEqual([]);
});

it.each([
  ['update ledger_entries set amount_minor = 1', 'the ledger is only ever added to'],
  ['delete from ledger_entries', 'the ledger is only ever added to'],
  ['update ledger_balances set balance_minor = balance_minor + 1', 'not written by hand'],
  [`insert into ledger_balances values ('user:1', 'USD', 100)`, 'not written by hand'],
  ['delete from ledger_balances', 'not written by hand'],
  ['truncate ledger_balances', 'not written by hand'],
  [`update audit_log set actor_id = 1`, 'the audit log is only ever added to'],
  ['delete from audit_log', 'the audit log is only ever added to'],
  ['truncate audit_log', 'the audit log is only ever added to'],
  [entry('user 1', 'gifts', 'USD'), 'ledger_accounts_formed'],
  [entry('gifts', 'User:1', 'USD'), 'ledger_accounts_formed'],
  [entry('gifts', 'user:1', 'usd'), 'ledger_currency_formed'],
])('the database refuses "%s"', async (statement, why) => {
  const { telegramId: userId } = await shop.person();
  await topUp(userId, 100);
  const said = await shop.database.db.execute(sql.raw(statement)).catch(({ cause }: Error) => String(cause));
  expect(said).toContain(why);
  expect(await shop.ledger.balance(userId, 'USD')).toBe(100);
});

it('only admins give money and days, each written down with its reason', async () => {
  const { telegramId: userId } = await shop.person();
  const gift = { userId, days: 10, trafficBytes: null, reason: 'outage' };
  expect(await codeOf(topUp(userId, 100, userId))).toBe('not-allowed');
  expect(await codeOf(shop.money.grant(shop.cause(userId), gift))).toBe('not-allowed');
  expect(await codeOf(topUp(userId, 0))).toBe('grant.bad-value');
  expect(await codeOf(shop.money.grant(shop.cause(adminId), { ...gift, days: 0 }))).toBe('grant.bad-value');
  const cause = shop.cause(adminId);
  await Promise.all([shop.money.grant(cause, gift), shop.money.grant(cause, gift)]);
  expect(await shop.grants(userId)).toMatchObject([{ days: 10 }]);
  const { rows } = await shop.database.db.execute(
    sql`select after->>'reason' as reason from audit_log where subject = ${`user ${userId}`}`,
  );
  expect(rows).toEqual([{ reason: 'outage' }]);
});

it('the checks see an order whose access is gone, and say so to admins', async () => {
  const { telegramId: userId } = await shop.person();
  const { order } = await shop.buy(userId);
  shop.provider.pay(order.id);
  await shop.upkeep.reconcile();
  await shop.database.db.execute(sql`update grants set revoked_at = now() where user_id = ${userId}`);
  expect(await shop.wrongs()).toEqual(['a paid order without its access: 1']);
  expect(await shop.notices(adminId)).toContain('drift');
});

function entry(debit: string, credit: string, currency: string): string {
  return `insert into ledger_entries (key, debit, credit, currency, amount_minor, at)
          values ('by hand', '${debit}', '${credit}', '${currency}', 1, now())`;
}
