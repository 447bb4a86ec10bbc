import { bigint, pgTable, timestamp } from 'drizzle-orm/pg-core';
import { users } from '../users/tables.ts';

/** The trials that people have had: once per person, for ever. */
export const trials = pgTable('trials', {
  userId: bigint('user_id', { mode: 'number' })
    .primaryKey()
    .references(() => users.telegramId),
  startedAt: timestamp('started_at', { withTimezone: true }).notNull(),
});
