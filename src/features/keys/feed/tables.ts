import { sql } from 'drizzle-orm';
import { boolean, check, integer, pgTable } from 'drizzle-orm/pg-core';

/** Where subscription links lead, in one row: as the installation began, and as admins have chosen since. */
export const feedChoice = pgTable(
  'feed_choice',
  {
    id: integer('id').primaryKey().default(1),
    /** To our own subscriptions rather than the panel's. */
    isOwn: boolean('is_own').notNull(),
  },
  (table) => [check('feed_choice_one', sql`${table.id} = 1`)],
);
