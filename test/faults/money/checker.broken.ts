import type { Outside } from './checker.ts';

const unguarded = 'alter table ledger_entries disable trigger user;';
export const entry = (key: string, debit: string, credit: string) =>
  `insert into ledger_entries (key, debit, credit, currency, amount_minor, order_id, at)
   values ('${key}', '${debit}', '${credit}', 'USD', 399, 1, now())`;

/** What was broken by hand, and what the checker has to say of it. */
export const broken: { what: string; by: string; says: string }[] = [
  {
    what: 'an entry that is gone',
    by: `${unguarded} delete from ledger_entries where key like 'stripe:%'`,
    says: 'I1 lost',
  },
  {
    what: 'an entry of another amount',
    by: `${unguarded} update ledger_entries set amount_minor = 1 where key like 'stars:%'`,
    says: 'I1 mismatched',
  },
  {
    what: 'the same money booked under another name',
    by: entry('stripe:again:settled', 'clearing:stripe', 'revenue'),
    says: 'I1 mismatched',
  },
  {
    what: 'money that nobody paid',
    by: entry('stripe:cs_invented:settled', 'clearing:stripe', 'revenue'),
    says: 'I2 invented',
  },
  {
    what: 'a second grant for one order',
    by: `insert into grants (user_id, source, reason, days, traffic_bytes, granted_at, key)
         select user_id, source, reason || ' after version 99', days, traffic_bytes, granted_at, 'twice'
         from grants where reason = 'order 2'`,
    says: 'I3 doubled',
  },
  {
    what: 'the same grant under another key',
    by: `insert into grants (user_id, source, reason, days, granted_at, revoked_at, key)
         select user_id, source, reason, days, granted_at, now(), 'twice' from grants where reason = 'order 2'`,
    says: 'I3 doubled',
  },
  {
    what: 'a grant that is gone',
    by: `delete from grants where reason = 'order 2'`,
    says: 'I4 lost',
  },
  {
    what: 'a day too many',
    by: `update grants set days = days + 1 where reason = 'order 2'`,
    says: 'I4 mismatched',
  },
  {
    what: 'access that is kept in a dispute',
    by: `update grants set revoked_at = null where reason = 'order 6'`,
    says: 'I5 kept',
  },
  {
    what: 'a state that does not follow the money',
    by: `update orders set status = 'disputed' where id = 2`,
    says: 'I5 mismatched',
  },
  {
    what: 'another end than the grants make',
    by: `update subscriptions set expires_at = expires_at + interval '1 day'`,
    says: 'I6 mismatched',
  },
  {
    what: 'a panel that has not followed',
    by: 'update subscriptions set desired_version = desired_version + 1',
    says: 'I7 lagging',
  },
  {
    what: 'a balance that was written by hand',
    by: `alter table ledger_balances disable trigger user;
         update ledger_balances set balance_minor = balance_minor + 1;
         alter table ledger_balances enable trigger user`,
    says: 'I8 mismatched',
  },
  { what: 'books that anybody may change', by: unguarded, says: 'I8 unguarded' },
  {
    what: 'a refund that never happened',
    by: `insert into refunds (payment_id, provider, object_id, amount_minor, status, reason, created_at, updated_at)
         select id, provider, 're_made_up', 10, 'succeeded', 'x', now(), now() from payments where provider = 'stars'`,
    says: 'I9 mismatched',
  },
  {
    what: 'a code that counts too much',
    by: 'update promo_codes set used = used + 1',
    says: 'I10 mismatched',
  },
  {
    what: 'a code that was used too often',
    by: `update promo_codes set used = 4, max_uses = 4;
         insert into promo_usage (promo_id, user_id, order_id, state, at, updated_at)
         select id, 2000, 900 + n, 'used', now(), now() from promo_codes, generate_series(1, 3) n;
         update promo_codes set max_uses = null; alter table promo_codes drop constraint promo_uses_limited;
         update promo_codes set max_uses = 3`,
    says: 'I10 oversold',
  },
  {
    what: 'a code that is held for a dead order',
    by: `update promo_usage set state = 'reserved', order_id = 6;
         update orders set paid_at = null, status = 'expired', expires_at = now() - interval '1 year' where id = 6`,
    says: 'I10 held',
  },
  {
    what: 'an order that costs something else by now',
    by: 'update orders set list_minor = list_minor + 1, total_minor = total_minor + 1 where id = 2',
    says: 'I11 mismatched',
  },
  {
    what: 'an update that nobody handled',
    by: `update inbox set status = 'pending' where source = 'stripe'`,
    says: 'I13 lying',
  },
  {
    what: 'a job that was given up',
    by: `update pgboss.job set state = 'failed' where name = 'payment-hear'`,
    says: 'I13 given up',
  },
  {
    what: 'a notice that nobody got',
    by: `delete from pgboss.job where name = 'notice'`,
    says: 'I13 told',
  },
  {
    what: 'a paid order that is offered again',
    by: `update orders set status = 'pending' where id = 2`,
    says: 'I14 forbidden',
  },
  {
    what: 'a reward without a cause',
    by: entry('reward of 2001', 'gifts', 'user:2001'),
    says: 'I15 unexplained',
  },
  {
    what: 'something sold to somebody who is blocked',
    by: `update users set blocked_at = (select paid_at from orders where id = 2) - interval '1 hour'
         where telegram_id = (select user_id from orders where id = 2)`,
    says: 'I5 sold',
  },
  {
    what: 'money put aside of which no admin knows',
    by: `update payments set status = 'review', reason = 'blocked' where order_id = 2`,
    says: 'I13 untold',
  },
  {
    what: 'a dispute in the books that no bank has begun',
    by: entry('dispute:2:9-1:taken', 'disputes', 'clearing:stripe'),
    says: 'I1 mismatched',
  },
  {
    what: 'the payment of one order under the name of another',
    by: `update payments set order_id = 3, reference = null where order_id = 1`,
    says: 'I11 mismatched',
  },
];

/** The same on the other side. */
export const brokenOutside: { what: string; by: (outside: Outside) => Outside; says: string }[] = [
  {
    what: 'a payment that nobody heard of',
    by: (outside) => {
      const [some] = outside.captured;
      if (some === undefined) throw new Error('nobody paid');
      return { ...outside, captured: [...outside.captured, { ...some, objectId: 'cs_unheard' }] };
    },
    says: 'I1 lost',
  },
  {
    what: 'a refund that nobody heard of',
    by: (outside) => ({
      ...outside,
      captured: outside.captured.map((money) =>
        money.provider === 'stars' ? { ...money, refunds: [{ minor: 5, hasArrived: true }] } : money,
      ),
    }),
    says: 'I9 mismatched',
  },
  {
    what: 'real money in a shop of test money',
    by: (outside) => ({
      ...outside,
      captured: outside.captured.map((money) => ({ ...money, isLive: true })),
    }),
    says: 'I12 mismatched',
  },
  {
    what: 'an account that is gone',
    by: (outside) => ({ ...outside, accounts: outside.accounts.slice(1) }),
    says: 'I7 lost',
  },
  {
    what: 'an account with more days',
    by: (outside) => ({
      ...outside,
      accounts: outside.accounts.map((one) => ({ ...one, package_days: one.package_days + 30 })),
    }),
    says: 'I7 mismatched',
  },
  {
    what: 'two accounts for one person',
    by: (outside) => ({
      ...outside,
      accounts: outside.accounts.flatMap((one) => [one, { ...one, uuid: `other ${one.uuid}` }]),
    }),
    says: 'I7 doubled',
  },
  {
    what: 'an account that is on for who has lost their access',
    by: (outside) => ({
      ...outside,
      accounts: outside.accounts.map((one) => ({ ...one, enable: true })),
    }),
    says: 'I7 mismatched',
  },
  {
    what: 'an account that would be everything, were it switched on',
    by: (outside) => ({
      ...outside,
      accounts: outside.accounts.map((one) => ({ ...one, usage_limit_GB: 1_000_000, package_days: 10_000 })),
    }),
    says: 'I7 kept',
  },
  {
    what: 'money of another shop in the books',
    by: (outside) => ({
      ...outside,
      captured: [],
      strange: outside.captured.map((money) => ({ ...money, mark: 'books' })),
    }),
    says: 'I2 strange',
  },
  {
    what: 'a part that a bank holds and the books do not',
    by: (outside) => ({
      ...outside,
      captured: outside.captured.map((money) =>
        money.provider === 'stripe'
          ? { ...money, held: [...money.held, { minor: 7, currency: 'EUR' }] }
          : money,
      ),
    }),
    says: 'EUR of order',
  },
  {
    what: 'an account that somebody switched off by hand and the bot switched on again',
    by: (outside) => ({ ...outside, handsOff: new Set(outside.accounts.map(({ uuid }) => uuid)) }),
    says: 'I7 opened',
  },
  {
    what: 'days that somebody added on the panel and that are gone',
    by: (outside) => ({ ...outside, handDays: [{ userId: 2_000, days: 3 }] }),
    says: 'I4 lost: 3 days',
  },
];
