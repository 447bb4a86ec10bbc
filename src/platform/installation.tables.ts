import { boolean, check, pgTable, text } from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
import { moment } from './columns.ts';

/** Which installation this database belongs to: one row, made once, that no setting changes. */
export const installation = pgTable(
  'installation',
  {
    isOnly: boolean('is_only').primaryKey().default(true),
    /** Random: the mark of what it makes outside. */
    id: text('id').notNull().default(sql`gen_random_uuid()::text`),
    /** Every key that links of people were ever signed under, sealed; null: not started since they are kept. */
    sealedLinkKeys: text('sealed_link_keys'),
    madeAt: moment('made_at').notNull().defaultNow(),
  },
  (table) => [check('installation_is_one', sql`${table.isOnly}`)],
);
