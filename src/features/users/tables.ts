import { bigint, index, pgTable, text } from 'drizzle-orm/pg-core';
import { moment } from '../../platform/columns.ts';

/** Everybody the bot ever met, under their Telegram id. */
export const users = pgTable(
  'users',
  {
    telegramId: bigint('telegram_id', { mode: 'number' }).primaryKey(),
    username: text('username'),
    firstName: text('first_name').notNull(),
    lastName: text('last_name'),
    /** Language of the person's Telegram, a hint until they choose. */
    languageCode: text('language_code'),
    language: text('language', { enum: ['ru', 'en'] }),
    /** Chosen by the person, as a name or as a distance from UTC; null: the service's. */
    timeZone: text('time_zone'),
    role: text('role', { enum: ['user', 'manager', 'admin'] })
      .notNull()
      .default('user'),
    admittedAt: moment('admitted_at'),
    invitedBy: bigint('invited_by', { mode: 'number' }),
    blockedAt: moment('blocked_at'),
    /** The one message a blocked person gets has been sent. */
    blockNoticeAt: moment('block_notice_at'),
    /** The person blocked the bot: nothing can be sent until they come back. */
    unreachableAt: moment('unreachable_at'),
    /** What deep links carried, kept until it is used: one of each kind, with spaces between. */
    pendingStart: text('pending_start'),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [index('users_username').on(table.username), index('users_created').on(table.createdAt)],
);

/** A person known to the bot. */
export type User = typeof users.$inferSelect;
