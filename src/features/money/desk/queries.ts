import { and, count, desc, eq, gt, isNotNull, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../../platform/db.ts';
import type { Currency } from '../../../platform/money.ts';
import { users } from '../../users/tables.ts';
import type { PaymentFilter } from './filters.rules.ts';
import type { Payment } from '../settlement/queries.ts';
import { payments, refunds } from '../payments/tables.ts';

const conditions: Readonly<Record<PaymentFilter, SQL | undefined>> = {
  all: undefined,
  attention: sql`(${payments.status} = 'review' or exists (
    select 1 from ${refunds} r where r.payment_id = ${payments.id} and r.status = 'failed'
      and r.id = (select max(id) from ${refunds} l where l.payment_id = ${payments.id})))`,
  paid: and(eq(payments.status, 'paid'), isNotNull(payments.paidAt)),
  refunded: gt(payments.refundedMinor, 0),
  disputed: eq(payments.isDisputed, true),
};

export interface PaymentPage {
  filter?: PaymentFilter | undefined;
  userId?: number | undefined;
  offset: number;
  limit: number;
}

/** Newest first, of everybody or of one person. */
export async function listPayments(
  db: Db,
  { filter = 'all', userId, offset, limit }: PaymentPage,
): Promise<{ rows: Payment[]; total: number }> {
  const wanted = and(conditions[filter], userId === undefined ? undefined : eq(payments.userId, userId));
  const rows = await db
    .select()
    .from(payments)
    .where(wanted)
    .orderBy(desc(payments.id))
    .offset(offset)
    .limit(limit);
  const [counted] = await db.select({ total: count() }).from(payments).where(wanted);
  return { rows, total: counted?.total ?? 0 };
}

/** Payments by their own number, their order's, their person's or that person's @name, or the provider's name for them. */
export async function searchPayments(db: Db, query: string, limit: number): Promise<Payment[]> {
  const isNumber = /^\d{1,15}$/.test(query);
  const number = Number(query);
  const name = query.replace(/^@/, '').replace(/[\\%_]/g, '\\$&');
  return await db
    .select()
    .from(payments)
    .where(
      or(
        eq(payments.objectId, query),
        eq(payments.chargeRef, query),
        sql`${payments.id} in (select payment_id from ${refunds} where ${refunds.objectId} = ${query})`,
        sql`${payments.userId} in (select ${users.telegramId} from ${users} where ${users.username} ilike ${name})`,
        ...(isNumber
          ? [eq(payments.id, number), eq(payments.orderId, number), eq(payments.userId, number)]
          : []),
      ),
    )
    .orderBy(...(isNumber ? [sql`${payments.id} = ${number} desc`] : []), desc(payments.id))
    .limit(limit);
}

/** The money that came in and went back, in one currency by one provider. */
export interface Revenue {
  currency: Currency;
  provider: string;
  inMinor: number;
  backMinor: number;
  disputedMinor: number;
  sales: number;
  /** Of the sales, how many were somebody's first purchase. */
  firstSales: number;
}

/** By the books: a sale belongs to its provider by its key, what went back by the payment that it came from. */
export async function revenueBetween(db: Db, { from, to }: { from: Date; to: Date }): Promise<Revenue[]> {
  const during = sql`l.at >= ${from.toISOString()}::timestamptz and l.at < ${to.toISOString()}::timestamptz`;
  const { rows } = await db.execute<
    Record<'in' | 'back' | 'disputed' | 'sales' | 'first', string> & {
      currency: Currency;
      provider: string;
    }
  >(sql`
    select currency, provider, sum(came) as in, sum(back) as back, sum(disputed) as disputed,
      sum(sales) as sales, sum(first) as first
    from (
      select l.currency, split_part(l.key, ':', 1) as provider, l.amount_minor as came, 0 as back, 0 as disputed,
        1 as sales, (not exists (select 1 from orders e where e.user_id = o.user_id and e.paid_at < o.paid_at))::int as first
      from ledger_entries l left join orders o on o.id = l.order_id
      where l.credit = 'revenue' and ${during}
      union all
      select l.currency, r.provider, 0, case when l.debit = 'refunds' then l.amount_minor else -l.amount_minor end, 0, 0, 0
      from ledger_entries l join refunds r on r.id = substring(l.key from '^refund:(\\d+)')::bigint
      where 'refunds' in (l.debit, l.credit) and ${during}
      union all
      select l.currency, p.provider, 0, 0, case when l.debit = 'disputes' then l.amount_minor else -l.amount_minor end, 0, 0
      from ledger_entries l join payments p on p.id = substring(l.key from '^dispute:(\\d+)')::bigint
      where 'disputes' in (l.debit, l.credit) and ${during}
    ) lines
    group by currency, provider order by currency, provider`);
  return rows.map((row) => ({
    currency: row.currency,
    provider: row.provider,
    inMinor: Number(row.in),
    backMinor: Number(row.back),
    disputedMinor: Number(row.disputed),
    sales: Number(row.sales),
    firstSales: Number(row.first),
  }));
}
