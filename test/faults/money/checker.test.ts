import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { broken, brokenOutside, entry } from './checker.broken.ts';
import { findMoneyFaults } from './checker.ts';
import { createCustomers, type Customer } from './customers.ts';
import { adminId } from '../../support/environment.ts';
import { type MoneyStage, openMoneyStage } from './stage.ts';

let stage: MoneyStage;
let people: Customer[];
beforeAll(async () => {
  stage = await openMoneyStage();
  people = await createCustomers(stage, 6);
  await sellToEverybody();
});
afterAll(() => stage.close());

const person = (index: number) => people[index] as Customer;

/** A card with a part given back, Stars, crypto, the balance, half a price, and a dispute. */
async function sellToEverybody(): Promise<void> {
  const { services } = stage.life();
  const { stripe } = stage.backstage;
  const cause = (key: string) => ({ key, actorId: adminId });
  await person(0).orders({ way: 'card' });
  person(0).paysByCard();
  await person(1).orders({ way: 'stars', plan: 'weekly' });
  person(1).paysInStars();
  while ((await stage.takeUpdates()) > 0);
  await person(2).orders({ way: 'crypto' });
  person(2).paysInCrypto();
  const money = { minor: 500, currency: 'USD' as const };
  await services.money.topUp(cause('gift'), { userId: person(3).id, money, reason: 'sorry' });
  await person(3).orders({ way: 'balance' });
  const half = {
    code: 'HALF',
    kind: 'percent',
    value: 50,
    currency: null,
    maxUses: 3,
    endsAt: null,
  } as const;
  const { id: promoId } = await services.promos.create(cause('code'), half);
  await person(4).orders({ way: 'card', promoId });
  person(4).paysByCard();
  await person(5).orders({ way: 'card' });
  person(5).paysByCard();
  await stage.delivered();
  await stage.work.runAll();
  const [first, , last] = Object.keys(stripe.tables.payments);
  stripe.act.refund(first as string, 133);
  stripe.act.dispute(last as string);
  await stage.rest();
}

it('finds nothing where nothing is wrong', async () => {
  const outside = await stage.backstage.tell();
  expect(outside.captured.map(({ provider }) => provider).toSorted()).toEqual([
    'crypto-pay',
    'stars',
    'stripe',
    'stripe',
    'stripe',
  ]);
  expect(outside.accounts.filter(({ enable }) => enable)).toHaveLength(5);
  expect(await stage.faults()).toEqual([]);
});

describe('the checker of money sees', () => {
  it.for(broken)('$what ($says)', async ({ by, says }) => {
    const client = await stage.sql.connect();
    try {
      await client.query('begin');
      await client.query(by);
      const found = await findMoneyFaults(client, await stage.backstage.tell());
      expect(found.join('\n')).toContain(says);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });

  it.for(brokenOutside)('$what ($says)', async ({ by, says }) => {
    const found = await findMoneyFaults(stage.sql, by(await stage.backstage.tell()));
    expect(found.join('\n')).toContain(says);
  });
});

describe('the database itself refuses', () => {
  it.for([
    {
      what: 'the same entry twice',
      by: `insert into ledger_entries (key, debit, credit, currency, amount_minor, at)
      select key, debit, credit, currency, amount_minor, at from ledger_entries`,
      says: 'ledger_entries_key_unique',
    },
    {
      what: 'a person who owes',
      by: entry('owes', 'user:2003', 'revenue'),
      says: 'ledger_balance_not_negative',
    },
    {
      what: 'the same grant twice',
      by: `insert into grants (user_id, source, reason, granted_at, key)
      select user_id, source, reason, granted_at, key from grants`,
      says: 'grants_key_unique',
    },
    {
      what: 'more given back than came',
      by: 'update payments set refunded_minor = amount_minor + 1',
      says: 'refunds_within_payment',
    },
    { what: 'a code used too often', by: 'update promo_codes set used = 4', says: 'promo_uses_limited' },
    {
      what: 'one payment of a provider twice',
      by: `insert into payments (provider, object_id, status, amount_minor, currency, created_at)
      select provider, object_id, status, amount_minor, currency, created_at from payments`,
      says: 'payments_object',
    },
  ])('$what', async ({ by, says }) => {
    await expect(stage.sql.query(by)).rejects.toMatchObject({ constraint: says });
  });
});
