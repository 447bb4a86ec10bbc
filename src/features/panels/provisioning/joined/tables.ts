import {
  bigint,
  bigserial,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { moment } from '../../../../platform/columns.ts';
import { panels } from '../../tables.ts';
import type { AccountTerms } from '../hands/hand.rules.ts';
import { users } from '../../../users/tables.ts';

/** Accounts that people have on joined panels, beside the one where they live. The row is there before the account. */
export const joinedAccounts = pgTable(
  'joined_accounts',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    panelId: bigint('panel_id', { mode: 'number' })
      .notNull()
      .references(() => panels.id),
    userId: bigint('user_id', { mode: 'number' })
      .notNull()
      .references(() => users.telegramId),
    uuid: uuid('uuid').notNull(),
    /** The uuid before, until the panel was seen to have given it up. */
    previousUuid: uuid('previous_uuid'),
    /** The version of the subscription that the panel was seen to follow; 0: none. */
    appliedVersion: integer('applied_version').notNull().default(0),
    /** The period whose traffic is counted. */
    appliedPeriod: integer('applied_period').notNull().default(0),
    usedBytes: bigint('used_bytes', { mode: 'number' }).notNull().default(0),
    usageReadAt: moment('usage_read_at'),
    verifiedAt: moment('verified_at'),
    /** What the account was seen to allow when we saw it last; null: nobody knows, or it is being written. */
    held: jsonb('held').$type<AccountTerms>(),
    failure: text('failure'),
    failedAt: moment('failed_at'),
    /** The version that no further try would help. */
    givenUpVersion: integer('given_up_version'),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('joined_accounts_one').on(table.userId, table.panelId),
    index('joined_accounts_account').on(table.panelId, table.uuid),
  ],
);
