import { bigint, bigserial, boolean, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { moment } from '../../platform/columns.ts';
import { users } from '../users/tables.ts';

/** Codes that admit people, and what each of them grants. */
export const invites = pgTable(
  'invites',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    code: text('code').notNull().unique(),
    createdBy: bigint('created_by', { mode: 'number' })
      .notNull()
      .references(() => users.telegramId),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at'),
    maxUses: integer('max_uses').notNull().default(1),
    usedCount: integer('used_count').notNull().default(0),
    isActive: boolean('is_active').notNull().default(true),
    revokedAt: moment('revoked_at'),
    /** `admission` lets in and no more, `days` grants a period, `permanent` grants private access for ever. */
    grantKind: text('grant_kind', { enum: ['admission', 'days', 'permanent'] })
      .notNull()
      .default('admission'),
    grantDays: integer('grant_days'),
    /** Null means unlimited, where the code grants anything. */
    grantTrafficBytes: bigint('grant_traffic_bytes', { mode: 'number' }),
  },
  (table) => [index('invites_creator').on(table.createdBy, table.createdAt)],
);

/** The uses of codes: who came by which. One person uses one code once. */
export const inviteUses = pgTable(
  'invite_uses',
  {
    inviteId: bigint('invite_id', { mode: 'number' })
      .notNull()
      .references(() => invites.id),
    userId: bigint('user_id', { mode: 'number' })
      .notNull()
      .references(() => users.telegramId),
    usedAt: moment('used_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.inviteId, table.userId] }),
    index('invite_uses_user').on(table.userId),
  ],
);

/** Wrong codes typed lately; guessing leads to a pause that outlives any cache. */
export const inviteMisses = pgTable('invite_misses', {
  userId: bigint('user_id', { mode: 'number' }).primaryKey(),
  misses: integer('misses').notNull(),
  firstMissAt: moment('first_miss_at').notNull(),
  pausedUntil: moment('paused_until'),
});
