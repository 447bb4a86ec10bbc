import type pg from 'pg';

/** What may be done with the books at work: entries are added and read, balances follow by the trigger. */
const books: Readonly<Record<string, readonly string[]>> = {
  ledger_entries: ['SELECT', 'INSERT'],
  audit_log: ['SELECT', 'INSERT'],
  ledger_balances: ['SELECT'],
};
const everyRight = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE'];
const rightsAtWork = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];
const schemas = ['public', 'pgboss'];

/** Each right that this role has and should not, or lacks, in words; none when all is as it should be. */
export async function misfits(owner: pg.Client, role: string): Promise<string[]> {
  const { rows } = await owner.query<{ what: string }>(
    `with tables as (
       select c.oid, n.nspname, c.relname, n.nspname = 'public' and c.relname = any($3) as is_book
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = any($2) and c.relkind in ('r', 'p', 'v', 'm', 'f')
     ), wanted as (
       select t.*, r as verb, case
           when is_book then ($4::jsonb -> relname) ? r
           else r = any($5)
         end as is_wanted
         from tables t cross join unnest($6::text[]) r
     )
     select case when is_wanted then 'no ' else '' end || verb || ' on ' || nspname || '.' || relname as what
       from wanted where has_table_privilege($1, oid, verb) <> is_wanted
     union all
     select 'CREATE in schema ' || s from unnest($2::text[]) s where has_schema_privilege($1, s, 'CREATE')
     union all
     select 'no USAGE of schema ' || s from unnest($2::text[]) s where not has_schema_privilege($1, s, 'USAGE')
     union all
     select 'no USAGE of ' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = any($2) and case c.relkind when 'S' then not has_sequence_privilege($1, c.oid, 'USAGE') else false end
     union all
     select 'no lock on balances' where not has_column_privilege($1, 'public.ledger_balances', 'currency', 'UPDATE')`,
    [role, schemas, Object.keys(books), JSON.stringify(books), rightsAtWork, everyRight],
  );
  return rows.map(({ what }) => what);
}

/** Gives this role what the product does at work and takes the rest, all at once: nobody ever sees half of it. */
export async function grantWork(owner: pg.Client, role: string): Promise<void> {
  const to = owner.escapeIdentifier(role);
  const within = schemas.join(', ');
  // Several statements in one message are one transaction.
  await owner.query(
    `grant usage on schema ${within} to ${to};
     grant ${rightsAtWork.join(', ')} on all tables in schema ${within} to ${to};
     grant usage on all sequences in schema ${within} to ${to};
     revoke create on schema ${within} from public, ${to};
     revoke update, delete, truncate on ledger_entries, audit_log from ${to};
     revoke insert, update, delete, truncate on ledger_balances from ${to};
     -- Only to hold a row until the transaction ends; the trigger refuses to have it changed.
     grant update (currency) on ledger_balances to ${to}`,
  );
}
