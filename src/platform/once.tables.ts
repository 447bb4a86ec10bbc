import { jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** The effects that an outside event has already had here, with what it answered. */
export const appliedEffects = pgTable('applied_effects', {
  key: text('key').primaryKey(),
  result: jsonb('result'),
  appliedAt: timestamp('applied_at', { withTimezone: true }).notNull(),
});
