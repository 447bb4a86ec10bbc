import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../../platform/db.ts';
import { chargedByUs, paidElsewhere } from '../providers/registry.ts';

/** Something that must never be so, and how often it is. */
export interface MoneyCheck {
  name: string;
  wrong: number;
  /** The number of one order, payment or code that shows it. */
  sample: number;
}

/** Each answers the numbers of what breaks it. */
const checks: Readonly<Record<string, SQL>> = {
  'paid without one entry in the ledger': sql`
    select p.id from payments p where p.paid_at is not null and p.amount_minor > 0
      and (p.reason is distinct from 'mode')
      and (select count(*) from ledger_entries l where l.key = p.provider || ':' || p.object_id || ':settled') <> 1`,
  'an entry in the ledger without a payment': sql`
    select l.id from ledger_entries l where l.key like '%:settled'
      and not exists (select 1 from payments p
        where p.provider || ':' || p.object_id || ':settled' = l.key and p.paid_at is not null
          and p.amount_minor = l.amount_minor and p.currency = l.currency)`,
  'a paid order without its access': sql`
    select o.id from orders o where o.status in ('paid', 'partially_refunded') and o.grant_reason is null
      and coalesce(o.days, 1) * o.kept_minor >= coalesce((select p.amount_minor from payments p
        where p.order_id = o.id and p.paid_at is not null and p.reason is distinct from 'second'
          and coalesce(p.decision, 'accepted') = 'accepted' limit 1), o.total_minor)
      and (o.kept_minor > 0 or o.total_minor = 0 or exists (select 1 from payments p where p.order_id = o.id
        and p.paid_at is not null and p.amount_minor = 0))
    union all
    select o.id from orders o where o.grant_reason is not null and not exists (
      select 1 from grants g where g.key = o.grant_reason || ' user ' || o.user_id and g.revoked_at is null)`,
  'access for money that went back': sql`
    select o.id from orders o join grants g on g.user_id = o.user_id and g.revoked_at is null
        and (g.reason = 'order ' || o.id or g.reason like 'order ' || o.id || ' after %')
      where o.status in ('refunded', 'disputed') or o.paid_at is null`,
  'two grants for one order': sql`
    select o.id from orders o join grants g on g.user_id = o.user_id and g.revoked_at is null
        and (g.reason = 'order ' || o.id or g.reason like 'order ' || o.id || ' after %')
      group by o.id having count(*) > 1`,
  'a paid order at another price than it was sold for': sql`
    select o.id from orders o join payments p on p.order_id = o.id and p.paid_at is not null
      and p.reason is null and p.status <> 'review'
      where p.amount_minor <> o.total_minor or p.currency <> o.currency`,
  // A further period is known by its arrangement, what we began by its own name; all else only by our mark.
  'money that nothing of ours asked for': sql`
    select p.id from payments p left join orders o on o.id = p.order_id
      where p.paid_at is not null and p.reference is null and p.request is null and o.renewal_id is null
        and (not p.carries_mark or (p.provider in ${[...paidElsewhere]} and o.id is not null and not exists (
          select 1 from payments begun where begun.order_id = o.id and begun.provider = p.provider
            and (begun.reference is not null or begun.request is not null))))`,
  // A minute: whoever was being blocked just then may have been a moment later.
  'sold to somebody who is blocked': sql`
    select p.id from payments p join orders o on o.id = p.order_id join users u on u.telegram_id = o.user_id
      where p.paid_at > u.blocked_at + interval '1 minute' and p.status <> 'review' and p.decision is null`,
  'money put aside that no payment explains': sql`
    select 0::bigint as id from (
      select currency, sum(case when credit = 'unassigned' then amount_minor else -amount_minor end) as booked
      from ledger_entries where 'unassigned' in (debit, credit) group by currency) lines
    full join (
      select currency, sum(amount_minor - refunded_minor - (select coalesce(sum(d.held_minor), 0)
        from disputes d where d.payment_id = payments.id and d.currency = payments.currency)) as kept
      from payments where paid_at is not null
        and ((status = 'review' and reason <> 'unknown-state') or decision = 'returned')
      group by currency) waiting using (currency)
    where coalesce(booked, 0) <> coalesce(kept, 0)`,
  'money held for refunds that no refund explains': sql`
    select 0::bigint as id from (
      select currency, sum(case when credit = 'returning' then amount_minor else -amount_minor end) as booked
      from ledger_entries where 'returning' in (debit, credit) group by currency) lines
    full join (
      select l.currency, sum(l.amount_minor) as held from refunds r
        join ledger_entries l on l.key = 'refund:' || r.id || ':held' where r.status = 'requested'
      group by l.currency) waiting using (currency)
    where coalesce(booked, 0) <> coalesce(held, 0)`,
  'a debt beside a balance that would pay it': sql`
    select substring(debts.account from '[0-9]+')::bigint as id from (
      select account, currency, sum(amount) as owed from (
        select debit as account, currency, amount_minor as amount from ledger_entries where debit like 'receivable:%'
        union all
        select credit, currency, -amount_minor from ledger_entries where credit like 'receivable:%') lines
      group by account, currency) debts
    join ledger_balances b on b.account = replace(debts.account, 'receivable:', 'user:')
      and b.currency = debts.currency
    where owed > 0 and b.balance_minor > 0`,
  'more given back than came in': sql`
    select p.id from payments p where (select coalesce(sum(r.amount_minor), 0) from refunds r
      where r.payment_id = p.id and r.currency is null and r.status in ('pending', 'succeeded')) > p.amount_minor`,
  'held by banks otherwise than their disputes say': sql`
    select payment_id as id from (
      select substring(key from '^(?:owed:)?dispute:(\\d+):')::bigint as payment_id, currency,
        sum(case when credit like 'clearing:%' then amount_minor else -amount_minor end) as minor
      from ledger_entries where key like 'dispute:%' or key like 'owed:dispute:%' group by 1, currency) booked
    full join (select payment_id, currency, sum(held_minor) as minor from disputes where held_minor > 0
      group by payment_id, currency) held using (payment_id, currency)
    where coalesce(booked.minor, 0) <> coalesce(held.minor, 0)
    union all
    select p.id from payments p where p.is_disputed <> exists (select 1 from disputes d
      where d.payment_id = p.id and d.state in ('open', 'lost'))`,
  'uses of a code that do not add up': sql`
    select c.id from promo_codes c where c.used <> (select count(*) from promo_usage u
      where u.promo_id = c.id and u.state <> 'released')`,
  'a balance that its entries do not make': sql`
    select 0::bigint as id from (
      select account, currency, sum(amount) as total from (
        select credit as account, currency, amount_minor as amount from ledger_entries where credit like 'user:%'
        union all
        select debit, currency, -amount_minor from ledger_entries where debit like 'user:%') lines
      group by account, currency) sums
    full join ledger_balances b using (account, currency)
    where coalesce(sums.total, 0) <> coalesce(b.balance_minor, 0)`,
  'a debt that was paid off more than once': sql`
    select substring(account from 'receivable:(\\d+)')::bigint as id from (
      select debit as account, currency, amount_minor as amount from ledger_entries where debit like 'receivable:%'
      union all
      select credit, currency, -amount_minor from ledger_entries where credit like 'receivable:%') lines
    group by account, currency having sum(amount) < 0`,
  'nothing that is written as everything': sql`
    select s.id from subscriptions s where s.started_at is null and s.status in ('expired', 'cancelled') and (
      s.expires_at is null or s.data_limit_bytes is distinct from 0 or (s.applied_version = s.desired_version
        and ((s.held->>'usageLimitBytes')::numeric > 0 or (s.held->>'packageDays')::int > 0)))`,
  // By the database's own clock: one that is moved by hand makes nothing overdue.
  'an arrangement whose charge is long overdue': sql`
    select r.id from renewals r where (r.status = 'active' and r.next_charge_at < now() - interval '15 days')
      or (r.status in ('active', 'failing') and r.provider in ${[...chargedByUs]} and r.next_charge_at < now() - interval '7 days')
      or (r.status = 'failing' and r.next_charge_at < now() - interval '70 days')`,
  'an arrangement that its provider was not told to stop': sql`
    select r.id from renewals r where r.status = 'stopping' and r.updated_at < now() - interval '1 day'`,
  'a subscription that says otherwise than its arrangements': sql`
    select s.id from subscriptions s where s.auto_renew <> exists (
      select 1 from renewals r where r.user_id = s.user_id and r.status in ('active', 'failing'))`,
  'a paid period without its paid order': sql`
    select r.id from renewals r where r.periods <> (select coalesce(max(o.period), 0) from orders o
      where o.renewal_id = r.id and o.paid_at is not null)`,
};

/** Looks for all of it, one statement each. */
export async function runChecks(db: Db): Promise<MoneyCheck[]> {
  const results: MoneyCheck[] = [];
  for (const [name, query] of Object.entries(checks)) {
    const { rows } = await db.execute<{ wrong: string; sample: string | null }>(
      sql`select count(*) as wrong, min(id) as sample from (${query}) found`,
    );
    results.push({ name, wrong: Number(rows[0]?.wrong ?? 0), sample: Number(rows[0]?.sample ?? 0) });
  }
  return results;
}
