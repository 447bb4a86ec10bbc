import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPromoCode, readPromoCode } from '../../../../src/features/money/promo-codes/code.rules.ts';
import { readEnd, readValue } from '../../../../src/features/money/promo-codes/draft.rules.ts';
import type { NewPromo } from '../../../../src/features/money/promo-codes/service.ts';
import { adminId } from '../../../support/environment.ts';
import { codeOf, openShop, type Shop } from '../../../support/shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.stop());

const wanted: NewPromo = {
  code: 'AUTUMN',
  kind: 'percent',
  value: 10,
  currency: null,
  maxUses: null,
  endsAt: null,
};
const create = (changes: Partial<NewPromo>, actorId = adminId) =>
  codeOf(shop.promos.create(shop.cause(actorId), { ...wanted, ...changes }));
const newBuyer = async () => (await shop.person()).telegramId;
const audited = async (subject: string) =>
  (
    await shop.database.db.execute<{ action: string; before: unknown; after: unknown }>(
      sql`select action, before, after from audit_log where subject = ${subject} order by id`,
    )
  ).rows;

describe('a code that admins make', () => {
  it('under one name by two of them at once is made once', async () => {
    const other = (await shop.person({ role: 'admin' })).telegramId;
    const outcomes = await Promise.all([
      create({ code: 'TWICE' }),
      create({ code: 'twice' }, other),
      create({ code: ' Twice ' }),
    ]);
    expect(outcomes.sort()).toEqual(['done', 'promo.taken', 'promo.taken']);
  });

  it('is what can be: each thing that cannot is refused for what it is', async () => {
    const past = new Date(shop.clock.now().getTime() - 1);
    expect(await create({ code: 'WRONG', endsAt: past })).toBe('promo.bad-end');
    expect(await create({ code: 'WRONG', maxUses: 1_000_001 })).toBe('promo.bad-uses');
    expect(await create({ code: 'WRONG', perPerson: 0 })).toBe('promo.bad-uses');
    expect(await create({ code: 'WRONG', planCodes: [] })).toBe('promo.no-plans');
    expect(await create({ code: 'WRONG', kind: 'fixed', value: 100 })).toBe('promo.bad-value');
    expect(await create({ code: 'WRONG', kind: 'traffic', value: 10_001 * 1024 ** 3 })).toBe(
      'promo.bad-value',
    );
    for (const code of ['', 'ab', 'a b', '<b>', 'A'.repeat(33), 'до\0после', '👍👍👍', "'; drop table"])
      expect(await create({ code })).toBe('promo.bad-code');
  });

  it('is free to take only while nobody has it, and only admins are told', async () => {
    expect(await shop.promos.demandFree(adminId, ' summer ')).toBe('SUMMER');
    await create({ code: 'SUMMER' });
    expect(await codeOf(shop.promos.demandFree(adminId, 'summer'))).toBe('promo.taken');
    expect(await codeOf(shop.promos.demandFree(await newBuyer(), 'winter'))).toBe('not-allowed');
  });

  it('shows how often it was used, and how many orders hold it', async () => {
    const promo = await shop.promo({ kind: 'percent', value: 50 });
    await shop.buy(await newBuyer(), { promo });
    const { order } = await shop.buy(await newBuyer(), { promo });
    shop.provider.pay(order.id);
    await shop.payments.lookAt('stripe', shop.provider.objectOf(order.id).objectId);
    const card = await shop.promos.card(adminId, promo.id);
    expect(card).toMatchObject({ promo: { used: 2 }, reserved: 1, maker: { telegramId: adminId } });
  });
});

describe('a code that is switched off', () => {
  it('while people redeem it gives to whoever came before, and to nobody after', async () => {
    const promo = await shop.promo({ kind: 'days', value: 3 });
    const people = await Promise.all(Array.from({ length: 12 }, newBuyer));
    const redeem = (userId: number) => codeOf(shop.promos.redeem(shop.cause(userId), promo.id));
    const [first, , second] = await Promise.all([
      Promise.all(people.slice(0, 6).map(redeem)),
      shop.promos.setActive(shop.cause(adminId), promo.id, false),
      Promise.all(people.slice(6).map(redeem)),
    ]);
    const outcomes = [...first, ...second];
    expect(new Set([...outcomes, 'done', 'promo.off'])).toEqual(new Set(['done', 'promo.off']));
    const given = await Promise.all(people.map((userId) => shop.grants(userId)));
    const done = outcomes.filter((outcome) => outcome === 'done').length;
    expect(given.flat()).toHaveLength(done);
    expect((await shop.promos.view(adminId, promo.id)).used).toBe(done);
    expect(await redeem(await newBuyer())).toBe('promo.off');
  });

  it('works again when it is switched on, and the audit log knows both', async () => {
    const promo = await shop.promo({ kind: 'percent', value: 10 });
    await shop.promos.setActive(shop.cause(adminId), promo.id, false);
    await shop.promos.setActive(shop.cause(adminId), promo.id, true);
    expect(await codeOf(shop.promos.find(await newBuyer(), promo.code))).toBe('done');
    expect(await audited(`promo code ${promo.id}`)).toMatchObject([
      { action: 'create promo code', after: { code: promo.code } },
      { action: 'switch promo code', before: { isActive: true }, after: { isActive: false } },
      { action: 'switch promo code', before: { isActive: false }, after: { isActive: true } },
    ]);
    expect(await codeOf(shop.promos.setActive(shop.cause(adminId), 10 ** 9, true))).toBe('promo.unknown');
    expect(await codeOf(shop.promos.setActive(shop.cause(await newBuyer()), promo.id, false))).toBe(
      'not-allowed',
    );
  });
});

it('a code that is made up can be entered as it stands and said aloud', () => {
  const codes = Array.from({ length: 200 }, newPromoCode);
  expect(codes.filter((code) => readPromoCode(code) !== code)).toEqual([]);
  expect(codes.filter((code) => !/^([B-Z][AEIOU]){2}-([B-Z][AEIOU]){2}-\d{3}$/.test(code))).toEqual([]);
  expect(new Set(codes).size).toBeGreaterThan(195);
});

describe('an answer of the dialogue', () => {
  const shopOfToday = {
    currency: 'USD',
    timeZone: 'Europe/Moscow',
    now: new Date('2026-11-28T12:00:00Z'),
  } as const;

  it.each([
    ['percent', ' 20 % ', 20],
    ['percent', '0', undefined],
    ['percent', '101', undefined],
    ['percent', '12.5', undefined],
    ['fixed', '1,50', 150],
    ['fixed', '0', undefined],
    ['balance', '0.005', undefined],
    ['balance', '10000000', undefined],
    ['days', '3650', 3650],
    ['days', '3651', undefined],
    ['trial', '١٤', undefined],
    ['traffic', '50', 50 * 1024 ** 3],
    ['traffic', 'unlimited', undefined],
  ] as const)('of %s «%s» is read as %s', (kind, text, value) => {
    expect(readValue(kind, text, shopOfToday)).toBe(value);
  });

  it.each([
    ['1', '2026-11-29T21:00:00.000Z'],
    ['28.11.2026', '2026-11-28T21:00:00.000Z'],
    ['2026-12-31', '2026-12-31T21:00:00.000Z'],
    ['29.2.2028', '2028-02-29T21:00:00.000Z'],
    ['27.11.2026', undefined],
    ['31.02.2027', undefined],
    ['29.02.2027', undefined],
    ['01.01.2099', undefined],
    ['завтра', undefined],
    ['0', undefined],
  ])('about the end «%s» is the end of that day where the service is: %s', (text, endsAt) => {
    expect(readEnd(text, shopOfToday)).toBe(endsAt);
  });
});
