import { bigint, bigserial, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { moment } from '../../../../platform/columns.ts';
import type { Reconciliation } from './rules.ts';

/** The findings when the providers' lists were compared with the books: once a day by the clock, and when asked for. */
export const moneyReports = pgTable(
  'money_reports',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    /** The calendar day, or the tap that asked for it: one report each, whoever is faster. */
    occasion: text('occasion').notNull().unique(),
    /** Null: it was made by the clock. */
    askedBy: bigint('asked_by', { mode: 'number' }),
    madeAt: moment('made_at').notNull(),
    content: jsonb('content').$type<Reconciliation>().notNull(),
  },
  (table) => [index('money_reports_made').on(table.madeAt)],
);

export type MoneyReport = typeof moneyReports.$inferSelect;
