import { sql } from 'drizzle-orm';
import { bigint, bigserial, check, index, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import type { Currency } from '../../../platform/money.ts';

/**
 * Money that moved from one account to another, for ever. Each row is both sides at once, so the books balance in every
 * currency by construction. Triggers refuse every change of a row and keep `ledger_balances`.
 */
export const ledgerEntries = pgTable(
  'ledger_entries',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    /** What moved it, such as `stripe:cs_1:settled`: one thing moves money once. */
    key: text('key').notNull().unique(),
    debit: text('debit').notNull(),
    credit: text('credit').notNull(),
    currency: text('currency').$type<Currency>().notNull(),
    amountMinor: bigint('amount_minor', { mode: 'number' }).notNull(),
    userId: bigint('user_id', { mode: 'number' }),
    orderId: bigint('order_id', { mode: 'number' }),
    note: text('note'),
    at: timestamp('at', { withTimezone: true }).notNull(),
  },
  (table) => [
    check('ledger_amount_positive', sql`${table.amountMinor} > 0`),
    check('ledger_two_accounts', sql`${table.debit} <> ${table.credit}`),
    check(
      'ledger_accounts_formed',
      sql`${table.debit} ~ '^[a-z][a-z0-9_-]*(:[A-Za-z0-9_-]+)*$' and ${table.credit} ~ '^[a-z][a-z0-9_-]*(:[A-Za-z0-9_-]+)*$'`,
    ),
    check('ledger_currency_formed', sql`${table.currency} ~ '^[A-Z]{3,4}$'`),
    index('ledger_user').on(table.userId, table.id),
    index('ledger_order').on(table.orderId),
    index('ledger_at').on(table.at),
  ],
);

/**
 * The balances that people have with us, kept by a trigger with each entry, and by nothing else: a write by hand is
 * refused. Nobody can owe: the database refuses.
 */
export const ledgerBalances = pgTable(
  'ledger_balances',
  {
    account: text('account').notNull(),
    currency: text('currency').$type<Currency>().notNull(),
    balanceMinor: bigint('balance_minor', { mode: 'number' }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.account, table.currency] }),
    check('ledger_balance_not_negative', sql`${table.balanceMinor} >= 0`),
  ],
);
