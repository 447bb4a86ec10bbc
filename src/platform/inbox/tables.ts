import { sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  customType,
  index,
  integer,
  pgTable,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';

const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });

/**
 * Everything that came in by webhook, as the bytes that came: `jsonb` refuses NUL and lone surrogates, and a body
 * that cannot be stored would block its chat for a day.
 */
export const inbox = pgTable(
  'inbox',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    source: text('source').notNull(),
    account: text('account').notNull(),
    externalId: text('external_id').notNull(),
    kind: text('kind').notNull(),
    /** What a provider's delivery is about, by the provider's name for it. */
    subject: text('subject'),
    lane: text('lane').notNull(),
    position: bigint('position', { mode: 'number' }).notNull(),
    payload: bytea('payload').notNull(),
    receivedAt: timestamp('received_at', { withTimezone: true }).notNull().defaultNow(),
    status: text('status', { enum: ['pending', 'done', 'dead'] })
      .notNull()
      .default('pending'),
    attempts: integer('attempts').notNull().default(0),
    nextAttemptAt: timestamp('next_attempt_at', { withTimezone: true }).notNull().defaultNow(),
    lastError: text('last_error'),
    processedAt: timestamp('processed_at', { withTimezone: true }),
  },
  (table) => [
    unique('inbox_once').on(table.source, table.account, table.externalId),
    index('inbox_waiting').on(table.lane, table.position).where(sql`status = 'pending'`),
    index('inbox_subject').on(table.source, table.subject).where(sql`subject is not null`),
    index('inbox_processed').on(table.processedAt).where(sql`status <> 'pending'`),
  ],
);

/**
 * The lanes, each with who works on it now. `fence` grows with each change of hands, so that a late holder can
 * be told apart.
 */
export const lanes = pgTable('lanes', {
  lane: text('lane').primaryKey(),
  holder: uuid('holder').notNull(),
  fence: bigint('fence', { mode: 'number' }).notNull().default(1),
  leasedUntil: timestamp('leased_until', { withTimezone: true }).notNull(),
  /** How many holders in a row were gone before anything of it was concluded. */
  deaths: integer('deaths').notNull().default(0),
});
