import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readReason } from '../../../../src/platform/reason.ts';
import { readAmount, readDays, readTraffic } from '../../../../src/features/money/desk/gifts/steps.rules.ts';
import { adminId } from '../../../support/environment.ts';
import { codeOf, openShop, type Shop } from '../../../support/shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.stop());
afterEach(() => shop.demandOrder());

const someone = async () => (await shop.person()).telegramId;
const access = (userId: number, changes: object = {}) => ({
  userId,
  days: 30,
  trafficBytes: null,
  reason: 'за помощь',
  ...changes,
});
const usd = (minor: number) => ({ minor, currency: 'USD' as const });

describe('a gift by hand', () => {
  it('confirmed ten times at once is given once, and the person is told once', async () => {
    const userId = await someone();
    const once = shop.cause(adminId);
    await Promise.all(Array.from({ length: 10 }, () => shop.money.grant(once, access(userId))));
    const twice = shop.cause(adminId);
    const gift = { userId, money: usd(500), reason: 'за терпение' };
    await Promise.all(Array.from({ length: 10 }, () => shop.money.topUp(twice, gift)));
    expect(await shop.grants(userId)).toMatchObject([{ days: 30 }]);
    expect(await shop.notices(userId)).toEqual(['days', 'money']);
    expect(await shop.money.standing(adminId, userId)).toEqual({
      balances: [usd(500)],
      debts: [],
      stuck: [],
      purchases: 0,
      gifts: 2,
    });
  });

  it('from two admins at the same moment is two gifts', async () => {
    const userId = await someone();
    const other = (await shop.person({ role: 'admin' })).telegramId;
    await Promise.all(
      [adminId, other].map((actorId) => shop.money.grant(shop.cause(actorId), access(userId, { days: 5 }))),
    );
    expect(await shop.grants(userId)).toMatchObject([{ days: 5 }, { days: 5 }]);
  });

  it('that was a mistake is taken back, once, with what is left of it, and the person hears of it', async () => {
    const userId = await someone();
    await shop.money.topUp(shop.cause(adminId), { userId, money: usd(500), reason: 'сдача' });
    await shop.money.grant(shop.cause(adminId), access(userId, { days: 3_000, trafficBytes: 1024 ** 3 }));
    const last = await shop.money.lastGift(adminId, userId);
    expect(last).toMatchObject({ what: 'access', days: 3_000 });
    const gift = { what: 'access', id: last?.id ?? 0 } as const;
    const wish = shop.cause(adminId);
    await Promise.all([shop.money.takeGiftBack(wish, gift), shop.money.takeGiftBack(wish, gift)]);
    expect(await codeOf(shop.money.takeGiftBack(shop.cause(adminId), gift))).toBe('gift.gone');
    expect(await shop.subscriptions.find(userId)).toMatchObject({ startedAt: null, dataLimitBytes: 0 });

    const credit = await shop.money.lastGift(adminId, userId);
    expect(credit).toMatchObject({ what: 'money', minor: 500 });
    const money = { what: 'money', id: credit?.id ?? 0 } as const;
    await shop.buy(userId, { way: 'balance' });
    expect(await codeOf(shop.money.takeGiftBack(shop.cause(adminId), money))).toBe('gift.spent');
    await shop.money.topUp(shop.cause(adminId), { userId, money: usd(399), reason: 'сдача' });
    await shop.money.takeGiftBack(shop.cause(adminId), money);
    expect(await codeOf(shop.money.takeGiftBack(shop.cause(adminId), money))).toBe('gift.gone');
    // Of the two sums one is left, spent in part.
    expect(await shop.money.standing(adminId, userId)).toMatchObject({ balances: [], gifts: 1 });
    expect(await shop.notices(userId)).toEqual(['money', 'days', 'access', 'money', 'money']);
    // Bought is not given.
    const bought = await shop.database.db.execute<{ id: string }>(sql`select max(id) as id from grants`);
    const wrong = { what: 'access', id: Number(bought.rows[0]?.id) } as const;
    expect(await codeOf(shop.money.takeGiftBack(shop.cause(adminId), wrong))).toBe('gift.gone');
  });

  it('is in the audit log with its reason', async () => {
    const userId = await someone();
    await shop.money.grant(shop.cause(adminId), access(userId, { reason: '<b>"за сбой"</b>' }));
    await shop.money.topUp(shop.cause(adminId), { userId, money: usd(1), reason: 'сдача' });
    const { rows } = await shop.database.db.execute(
      sql`select action, after->>'reason' as reason from audit_log where subject = ${`user ${userId}`} order by id`,
    );
    expect(rows).toEqual([
      { action: 'manual grant', reason: '<b>"за сбой"</b>' },
      { action: 'top up', reason: 'сдача' },
    ]);
  });

  it.each(['', '  ', '\0\n', 'x'.repeat(301)])('without a reason (%j) is refused', async (reason) => {
    const userId = await someone();
    const cause = () => shop.cause(adminId);
    expect(await codeOf(shop.money.grant(cause(), access(userId, { reason })))).toBe('grant.bad-value');
    expect(await codeOf(shop.money.topUp(cause(), { userId, money: usd(1), reason }))).toBe(
      'grant.bad-value',
    );
    expect(await shop.grants(userId)).toEqual([]);
  });

  it('keeps its reason on one line, and what of it can be kept', async () => {
    const userId = await someone();
    await shop.money.grant(shop.cause(adminId), access(userId, { reason: 'до\0после,\nhalf \ud83d' }));
    const { rows } = await shop.database.db.execute(
      sql`select after->>'reason' as reason from audit_log where subject = ${`user ${userId}`}`,
    );
    expect(rows).toEqual([{ reason: 'до после, half \ufffd' }]);
  });

  it('of too much, of nothing, or to nobody is refused, and so is everybody but admins', async () => {
    const userId = await someone();
    const give = (changes: object, actorId = adminId) =>
      codeOf(shop.money.grant(shop.cause(actorId), access(userId, changes)));
    expect(await give({ days: 3_651 })).toBe('grant.bad-value');
    expect(await give({ days: 0 })).toBe('grant.bad-value');
    expect(await give({ trafficBytes: 10_001 * 1024 ** 3 })).toBe('grant.bad-value');
    expect(await give({ userId: 4 })).toBe('user.unknown');
    const manager = (await shop.person({ role: 'manager' })).telegramId;
    for (const actorId of [userId, manager]) {
      expect(await give({}, actorId)).toBe('not-allowed');
      expect(await codeOf(shop.money.standing(actorId, userId))).toBe('not-allowed');
      const gift = { userId, money: usd(1), reason: 'себе' };
      expect(await codeOf(shop.money.topUp(shop.cause(actorId), gift))).toBe('not-allowed');
    }
    expect(await shop.grants(userId)).toEqual([]);
  });
});

it.each([
  ['days', '30', 30],
  ['days', 'forever', null],
  ['days', '0', undefined],
  ['days', '-5', undefined],
  ['traffic', '50', 50 * 1024 ** 3],
  ['traffic', 'unlimited', null],
  ['amount', '1,5', 150],
  ['amount', '0', undefined],
  ['amount', '99999999', undefined],
  ['reason', ' за\0сбой\n12 мая ', 'за сбой 12 мая'],
  ['reason', ' \u202e ', undefined],
  ['reason', 'x'.repeat(301), undefined],
] as const)('the answer about %s %j is read as %j', (step, text, found) => {
  const read = {
    days: readDays,
    traffic: readTraffic,
    amount: (typed: string) => readAmount(typed, 'USD'),
    reason: readReason,
  };
  expect(read[step](text)).toBe(found);
});

describe('money that buys nothing here and goes back by no provider', () => {
  const gbp = (minor: number) => ({ minor, currency: 'GBP' as const });
  const payOut = (
    userId: number,
    money: { minor: number; currency: 'GBP' | 'USD' },
    cause = shop.cause(adminId),
  ) => shop.money.payOut(cause, { userId, money, reason: 'перевод 12 мая' });

  it('is written off once as paid out by hand, with a reason, and the person is told', async () => {
    const userId = await someone();
    await shop.money.topUp(shop.cause(adminId), { userId, money: gbp(500), reason: 'прежняя валюта' });
    expect(await shop.money.standing(adminId, userId)).toMatchObject({ stuck: [gbp(500)] });
    for (const minor of [0, -500, 499, 501])
      expect(await codeOf(payOut(userId, gbp(minor)))).toBe('payout.not-there');
    const blank = { userId, money: gbp(500), reason: ' ' };
    expect(await codeOf(shop.money.payOut(shop.cause(adminId), blank))).toBe('reason.missing');
    const wish = shop.cause(adminId);
    await Promise.all(Array.from({ length: 10 }, () => payOut(userId, gbp(500), wish)));
    expect(await codeOf(payOut(userId, gbp(500)))).toBe('payout.not-there');
    expect(await shop.money.standing(adminId, userId)).toMatchObject({ balances: [], stuck: [] });
    expect(await shop.notices(userId)).toEqual(['money', 'paid-out']);
    const { rows } = await shop.database.db.execute(
      sql`select debit, credit, amount_minor::int as minor, note,
          (select count(*)::int from audit_log where action = 'pay out by hand' and subject = ${`user ${userId}`}
            and after->>'reason' = 'перевод 12 мая') as audited
          from ledger_entries where credit = 'paid-out' and user_id = ${userId}`,
    );
    expect(rows).toEqual([
      { debit: `user:${userId}`, credit: 'paid-out', minor: 500, note: 'перевод 12 мая', audited: 1 },
    ]);
  });

  it('asked for by two admins at the same moment is written off once', async () => {
    const userId = await someone();
    const other = (await shop.person({ role: 'admin' })).telegramId;
    await shop.money.topUp(shop.cause(adminId), { userId, money: gbp(500), reason: 'прежняя валюта' });
    const done = await Promise.all(
      [adminId, other].map((actorId) => codeOf(payOut(userId, gbp(500), shop.cause(actorId)))),
    );
    expect(done.filter((code) => code === 'payout.not-there')).toHaveLength(1);
    expect(await shop.ledger.balance(userId, 'GBP')).toBe(0);
  });

  it('is not what can be spent here', async () => {
    const userId = await someone();
    await shop.money.topUp(shop.cause(adminId), { userId, money: usd(500), reason: 'приз' });
    expect(await shop.money.standing(adminId, userId)).toMatchObject({ stuck: [] });
    expect(await codeOf(payOut(userId, usd(500)))).toBe('payout.not-there');
    expect(await shop.ledger.balance(userId, 'USD')).toBe(500);
  });
});
