import { bigint, bigserial, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { moment } from '../../platform/columns.ts';
import type { Reconciliation } from './report.ts';

/** What was found when the providers' lists were compared with the books: once a day by the clock, and when asked for. */
export const moneyReports = pgTable(
  'money_reports',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    /** The calendar day that it was made for by the clock; null: an admin asked. One a day, whoever is faster. */
    day: text('day').unique(),
    askedBy: bigint('asked_by', { mode: 'number' }),
    madeAt: moment('made_at').notNull(),
    content: jsonb('content').$type<Reconciliation>().notNull(),
  },
  (table) => [index('money_reports_made').on(table.madeAt)],
);
