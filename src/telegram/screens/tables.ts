import { bigint, index, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

/** Dialogues under way. A person in no dialogue has no row. */
export const sessions = pgTable(
  'sessions',
  {
    userId: bigint('user_id', { mode: 'number' }).notNull(),
    chatId: bigint('chat_id', { mode: 'number' }).notNull(),
    revision: integer('revision').notNull(),
    version: integer('version').notNull(),
    data: jsonb('data').notNull(),
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.chatId] }),
    index('sessions_expiry').on(table.expiresAt),
  ],
);

/** The one live screen of each chat: the message that taps edit in place. */
export const screens = pgTable('screens', {
  chatId: bigint('chat_id', { mode: 'number' }).primaryKey(),
  messageId: bigint('message_id', { mode: 'number' }).notNull(),
  kind: text('kind', { enum: ['text', 'photo', 'illustration', 'document'] }).notNull(),
  shownAt: timestamp('shown_at', { withTimezone: true }).notNull(),
  /** The topic of the chat in which it is; null: in none. */
  topicId: bigint('topic_id', { mode: 'number' }),
});

/** The newest message of each slot of a chat, until it is edited into something else: taken away when the next one comes. */
export const slotMessages = pgTable(
  'slot_messages',
  {
    chatId: bigint('chat_id', { mode: 'number' }).notNull(),
    slot: text('slot').notNull(),
    messageId: bigint('message_id', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.chatId, table.slot] })],
);

/** Under which id Telegram keeps an illustration for a bot; ids of another bot are worth nothing. */
export const illustrations = pgTable(
  'illustrations',
  {
    botId: text('bot_id').notNull(),
    digest: text('digest').notNull(),
    fileId: text('file_id').notNull(),
    uploadedAt: timestamp('uploaded_at', { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.botId, table.digest] })],
);
