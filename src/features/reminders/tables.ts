import { bigint, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { moment } from '../../platform/columns.ts';
import { users } from '../users/tables.ts';
import { reminderKinds } from './kinds.rules.ts';

/** What somebody was reminded of, or need not be any more; each once. */
export const reminders = pgTable(
  'reminders',
  {
    userId: bigint('user_id', { mode: 'number' })
      .notNull()
      .references(() => users.telegramId),
    kind: text('kind', { enum: reminderKinds }).notNull(),
    /** What it was about, such as the end of access in ISO 8601: another end is reminded of anew. */
    basis: text('basis').notNull(),
    /** Days before the end (below 0: after it), or per cent of the traffic. */
    step: integer('step').notNull(),
    /** `passed`: a later one said more, or its time was over; `muted`: they do not want to hear of it. */
    outcome: text('outcome', { enum: ['told', 'passed', 'muted'] }).notNull(),
    settledAt: moment('settled_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.kind, table.basis, table.step] })],
);

/** What somebody does not want to be reminded of. Without a row: of nothing. */
export const reminderChoices = pgTable('reminder_choices', {
  userId: bigint('user_id', { mode: 'number' })
    .primaryKey()
    .references(() => users.telegramId),
  muted: text('muted', { enum: reminderKinds }).array().notNull(),
});
