import { sql } from 'drizzle-orm';
import { bigint, bigserial, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { moment } from '../../../platform/columns.ts';

/** The presets that operators chose, every version of it. One is in force, one at most is being worked on. */
export const keyPresets = pgTable(
  'key_presets',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    /** Read by `presetSchema`: what an older version wrote may lack fields. */
    preset: jsonb('preset').notNull(),
    state: text('state', { enum: ['draft', 'live', 'past'] }).notNull(),
    /** Grows with each change of a draft, so that nobody applies what they have not seen. */
    revision: integer('revision').notNull().default(1),
    createdBy: bigint('created_by', { mode: 'number' }).notNull(),
    createdAt: moment('created_at').notNull(),
    appliedAt: moment('applied_at'),
  },
  (table) => [
    uniqueIndex('key_presets_one_draft').on(table.state).where(sql`${table.state} = 'draft'`),
    uniqueIndex('key_presets_one_live').on(table.state).where(sql`${table.state} = 'live'`),
  ],
);
