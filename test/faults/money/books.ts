import type pg from 'pg';

type Row<Numbers extends string, Texts extends string> = Record<Numbers, number> & Record<Texts, string>;

export type OrderRow = Row<'id' | 'user_id' | 'total_minor', 'currency' | 'status' | 'provider'> & {
  days: number | null;
  traffic_bytes: number | null;
  promo_id: number | null;
  renewal_id: number | null;
  paid_at: Date | null;
  expires_at: Date;
};
export type PaymentRow = Row<'id' | 'amount_minor' | 'refunded_minor', 'provider' | 'status' | 'currency'> & {
  order_id: number | null;
  user_id: number | null;
  object_id: string | null;
  reference: string | null;
  reason: string | null;
  decision: string | null;
  paid_at: Date | null;
};
export type RefundRow = Row<'id' | 'payment_id' | 'amount_minor', 'status' | 'provider' | 'destination'> & {
  object_id: string | null;
};
export type EntryRow = Row<'id' | 'amount_minor', 'key' | 'debit' | 'credit' | 'currency'> & {
  order_id: number | null;
};
export type GrantRow = Row<'id' | 'user_id', 'source' | 'reason' | 'key'> & {
  days: number | null;
  traffic_bytes: number | null;
  granted_at: Date;
  given_at: Date | null;
  begun_at: Date | null;
  revoked_at: Date | null;
};
export type SubscriptionRow = Row<
  'id' | 'user_id' | 'desired_version' | 'applied_version',
  'status' | 'panel_uuid'
> & {
  started_at: Date | null;
  expires_at: Date | null;
  data_limit_bytes: number | null;
  switched_off_at: Date | null;
};
export type PromoRow = Row<'id' | 'used', 'code'> & { max_uses: number | null };
export type UsageRow = Row<'id' | 'promo_id' | 'user_id', 'state'> & { order_id: number | null };

/** Every row that money leaves behind, as it stands in the database. */
export interface Books {
  orders: OrderRow[];
  payments: PaymentRow[];
  refunds: RefundRow[];
  entries: EntryRow[];
  balances: { account: string; currency: string; balance_minor: number }[];
  grants: GrantRow[];
  subscriptions: SubscriptionRow[];
  promos: PromoRow[];
  usage: UsageRow[];
  renewals: { id: number; user_id: number; status: string; ref: string | null; periods: number }[];
  inbox: { external_id: string; status: string; source: string }[];
  jobs: { name: string; state: string; data: Record<string, unknown> }[];
  /** Who is blocked, and since when. */
  blocked: ReadonlyMap<number, Date>;
  /** Every change of an order's state since `watchOrders`. */
  steps: { order_id: number; from_status: string; to_status: string }[];
  /** Names of triggers that keep the ledger as it is. */
  guards: string[];
}

/** Whether its money bought something or became somebody's: not while it is aside, nor when it was decided away. */
export function counts({ status, paid_at, decision }: PaymentRow): boolean {
  return paid_at !== null && status !== 'review' && (decision === null || decision === 'accepted');
}

/** What of a payment was put on the person's balance, where its provider gives nothing back. */
export function creditedOf({ refunds }: Pick<Books, 'refunds'>, paymentId: number | undefined): number {
  return refunds
    .filter(
      (row) => row.payment_id === paymentId && row.destination === 'balance' && row.status === 'succeeded',
    )
    .reduce((sum, { amount_minor }) => sum + amount_minor, 0);
}

/** Has the database itself write down every change of an order's state from now on. */
export async function watchOrders(sql: Pick<pg.Pool, 'query'>): Promise<void> {
  await sql.query(`
    create table if not exists seen_steps (id bigserial, order_id bigint, from_status text, to_status text);
    create or replace function note_step() returns trigger language plpgsql as $$ begin
      if new.status <> old.status then
        insert into seen_steps (order_id, from_status, to_status) values (old.id, old.status, new.status);
      end if;
      return null;
    end $$;
    drop trigger if exists note_step on orders;
    create trigger note_step after update on orders for each row execute function note_step();`);
}

export async function readBooks(sql: Pick<pg.Pool, 'query'>): Promise<Books> {
  const all = async <Kind extends object>(query: string) =>
    (await sql.query<Kind>(query)).rows.map((row) => withNumbers(row));
  const table = <Kind extends object>(name: string) => all<Kind>(`select * from ${name} order by id`);
  const blocked = await all<{ id: number; at: Date }>(
    'select telegram_id as id, blocked_at as at from users where blocked_at is not null',
  );
  return {
    orders: await table('orders'),
    payments: await table('payments'),
    refunds: await table('refunds'),
    entries: await table('ledger_entries'),
    balances: await all('select account, currency, balance_minor from ledger_balances'),
    grants: await all('select * from grants order by granted_at, id'),
    subscriptions: await table('subscriptions'),
    promos: await table('promo_codes'),
    usage: await table('promo_usage'),
    renewals: await table('renewals'),
    inbox: await all('select external_id, status, source from inbox'),
    jobs: await all('select name, state::text as state, data from pgboss.job'),
    blocked: new Map(blocked.map(({ id, at }) => [id, at])),
    steps: await all('select * from seen_steps order by id'),
    guards: (
      await all<{ name: string }>(
        `select tgname as name from pg_trigger
         where tgrelid in ('ledger_entries'::regclass, 'ledger_balances'::regclass) and not tgisinternal and tgenabled <> 'D'`,
      )
    ).map(({ name }) => name),
  };
}

/** What PostgreSQL gives as a text because it may be too big; nothing here is. */
function withNumbers<Kind extends object>(row: Kind): Kind {
  const entries = Object.entries(row).map(([name, value]) => [
    name,
    isCount(name) && typeof value === 'string' ? Number(value) : value,
  ]);
  return Object.fromEntries(entries) as Kind;
}

function isCount(name: string): boolean {
  return /^id$|_id$|_minor$|_bytes$/.test(name) && name !== 'object_id' && name !== 'external_id';
}
