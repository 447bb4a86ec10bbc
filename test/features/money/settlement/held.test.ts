import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DisputeTruth, ProviderTruth } from '../../../../src/features/money/providers/truth.ts';
import { adminId } from '../../../support/environment.ts';
import { openShop, paidByCard, type Shop } from '../../../support/shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.stop());
afterEach(() => shop.demandOrder());

type State = DisputeTruth['state'];
const du = (name: string, state: State, minor: number, currency = 'USD'): DisputeTruth => ({
  objectId: `du_${name}`,
  state,
  money: { minor, currency },
});
const worst = (disputes: readonly DisputeTruth[]): State =>
  (['lost', 'open', 'inquiry', 'won'] as const).find((state) =>
    disputes.some((each) => each.state === state),
  ) ?? 'won';

async function told(objectId: string, ...disputes: DisputeTruth[]): Promise<void> {
  shop.provider.change(objectId, { dispute: worst(disputes), disputes });
  // Said twice: once is what it does.
  await shop.payments.lookAt('stripe', objectId);
  await shop.payments.lookAt('stripe', objectId);
}

/** Two payments of one order: the second is on the balance. */
async function paidTwice() {
  const first = await paidByCard(shop);
  const second: ProviderTruth = {
    ...shop.provider.objectOf(first.orderId),
    objectId: `cs_second_${first.orderId}`,
  };
  shop.provider.objects.set(second.objectId, second);
  await shop.payments.lookAt('stripe', second.objectId);
  return { userId: first.userId, objectId: second.objectId };
}

/** What banks hold by the books, by currency. */
async function held(objectId: string): Promise<Record<string, number>> {
  const { rows } = await shop.database.db.execute<{ currency: string; minor: string }>(
    sql`select l.currency, sum(case when l.credit = 'clearing:stripe' then l.amount_minor else -l.amount_minor end) as minor
        from ledger_entries l join payments p on l.key like 'dispute:' || p.id || ':%' or l.key like 'owed:dispute:' || p.id || ':%'
        where p.object_id = ${objectId} group by l.currency`,
  );
  return Object.fromEntries(rows.map(({ currency, minor }) => [currency, Number(minor)]));
}

const balance = (userId: number) => shop.ledger.balance(userId, 'USD');
const daysOf = async (userId: number) =>
  (await shop.grants(userId)).filter(({ revoked }) => !revoked).map(({ days }) => days);

describe('what banks hold', () => {
  it('is each part of it: two disputes in part are two', async () => {
    const { userId, objectId } = await paidByCard(shop);
    await told(objectId, du(`a${objectId}`, 'open', 100));
    expect([await held(objectId), await daysOf(userId)]).toEqual([{ USD: 100 }, []]);
    await told(objectId, du(`a${objectId}`, 'open', 100), du(`b${objectId}`, 'open', 150));
    expect(await held(objectId)).toEqual({ USD: 250 });
    await told(objectId, du(`a${objectId}`, 'won', 100), du(`b${objectId}`, 'open', 150));
    expect([await held(objectId), await daysOf(userId)]).toEqual([{ USD: 150 }, []]);
    await told(objectId, du(`a${objectId}`, 'won', 100), du(`b${objectId}`, 'won', 150));
    expect([await held(objectId), await daysOf(userId)]).toEqual([{ USD: 0 }, [30]]);
  });

  it('of a second payment leaves its balance each time, however often it is disputed', async () => {
    const { userId, objectId } = await paidTwice();
    expect(await balance(userId)).toBe(399);
    await told(objectId, du(`a${objectId}`, 'open', 399));
    expect(await balance(userId)).toBe(0);
    await told(objectId, du(`a${objectId}`, 'won', 399));
    expect(await balance(userId)).toBe(399);
    await told(objectId, du(`a${objectId}`, 'won', 399), du(`b${objectId}`, 'lost', 399));
    expect([await balance(userId), await held(objectId)]).toEqual([0, { USD: 399 }]);
  });

  it('follows a sum that the bank changes while it decides', async () => {
    const { objectId } = await paidByCard(shop);
    await told(objectId, du(`a${objectId}`, 'open', 399));
    await told(objectId, du(`a${objectId}`, 'open', 250));
    expect(await held(objectId)).toEqual({ USD: 250 });
  });

  it('in another currency is booked in that one, taken from nobody’s balance, and told to admins once', async () => {
    const { userId, objectId } = await paidTwice();
    await told(objectId, du(`a${objectId}`, 'open', 370, 'EUR'));
    expect([await held(objectId), await balance(userId)]).toEqual([{ EUR: 370 }, 399]);
    const alarms = (await shop.notices(adminId)).filter((what) => what === 'reversal-currency');
    expect(alarms).toHaveLength(1);
    await told(objectId, du(`a${objectId}`, 'won', 370, 'EUR'));
    expect(await held(objectId)).toEqual({ EUR: 0 });
  });
});

it('a refund in another currency is booked in that one, and is no part of what was paid', async () => {
  const { userId, objectId } = await paidByCard(shop);
  const refund = { amountMinor: 100, currency: 'EUR', state: 'succeeded' } as const;
  shop.provider.giveBack(objectId, { objectId: `re_${objectId}`, ...refund });
  await shop.payments.lookAt('stripe', objectId);
  const { rows } = await shop.database.db.execute(
    sql`select l.currency, l.amount_minor::int as minor, p.refunded_minor::int as refunded from ledger_entries l
        join refunds r on l.key = 'refund:' || r.id join payments p on p.id = r.payment_id where p.object_id = ${objectId}`,
  );
  expect(rows).toEqual([{ currency: 'EUR', minor: 100, refunded: 0 }]);
  expect(await daysOf(userId)).toEqual([30]);
});

it('the money checks see what banks hold and no dispute explains, and the other way round', async () => {
  const { objectId } = await paidByCard(shop);
  await told(objectId, du(`a${objectId}`, 'open', 399));
  const spoil = async (change: ReturnType<typeof sql>, back: ReturnType<typeof sql>) => {
    await shop.database.db.execute(sql`update disputes set ${change} where object_id = ${`du_a${objectId}`}`);
    const found = await shop.wrongs();
    await shop.database.db.execute(sql`update disputes set ${back} where object_id = ${`du_a${objectId}`}`);
    return found;
  };
  const wrong = ['held by banks otherwise than their disputes say: 1'];
  expect(await spoil(sql`held_minor = 398`, sql`held_minor = 399`)).toEqual(wrong);
  expect(await spoil(sql`state = 'won'`, sql`state = 'open'`)).toEqual(wrong);
});
