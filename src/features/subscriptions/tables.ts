import { sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  smallint,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { moment } from '../../platform/columns.ts';
import { trafficMode } from '../plans/tables.ts';
import { panels } from '../panels/tables.ts';
import { users } from '../users/tables.ts';

const userId = () =>
  bigint('user_id', { mode: 'number' })
    .notNull()
    .references(() => users.telegramId);

/** Days and traffic given to a person, and why. Append-only: taking back is a date in `revoked_at`. */
export const grants = pgTable(
  'grants',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    userId: userId(),
    source: text('source', {
      enum: ['invite', 'trial', 'order', 'promo', 'admin', 'renewal', 'grace'],
    }).notNull(),
    /** What gave it, such as `invite 7`; one thing grants one person once. */
    reason: text('reason').notNull(),
    /** Null means for ever. */
    days: integer('days'),
    /** Null means unlimited. */
    trafficBytes: bigint('traffic_bytes', { mode: 'number' }),
    trafficMode: trafficMode(),
    /** The plan that was bought or tried; null: it came without one. */
    planCode: text('plan_code'),
    /** Its place among the others. */
    grantedAt: moment('granted_at').notNull(),
    /** When it was written, where that was later; null: when it was granted, or in place of the one before. */
    givenAt: moment('given_at'),
    /** It goes before what ran when it was given, which waits. */
    goesFirst: boolean('goes_first').notNull().default(false),
    /** So much traffic was left then of what it goes before; null: no limit. */
    restBytes: bigint('rest_bytes', { mode: 'number' }),
    /** What of other purchases runs by its plan instead of theirs, and how long a day of each is then; null: nothing. */
    converts: jsonb('converts').$type<{ thing: string; rate: number }[]>(),
    /** From when on its time runs, where a panel held it only then; null: at once. */
    begunAt: moment('begun_at'),
    revokedAt: moment('revoked_at'),
    key: text('key').notNull().unique(),
  },
  (table) => [index('grants_user').on(table.userId, table.grantedAt)],
);

/** The subscriptions: what each person is entitled to now, the sum of the grants, and how far the panel has followed. */
export const subscriptions = pgTable(
  'subscriptions',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    userId: userId().unique(),
    /** The plan of the grants that it adds up to; null: none of them came with one. */
    planCode: text('plan_code'),
    status: text('status', { enum: ['pending', 'active', 'expired', 'cancelled'] }).notNull(),
    /** Null: nothing at all; then the end is when it was taken back, and the limit 0. */
    startedAt: moment('started_at'),
    /** Null means for ever, and nothing else. */
    expiresAt: moment('expires_at'),
    /** When something else begins to hold, though access goes on; null: nothing does. */
    changesAt: moment('changes_at'),
    /** What holds then: a plan, and a limit (null: unlimited). */
    next: jsonb('next').$type<{ planCode: string | null; trafficBytes: number | null }>(),
    trafficMode: trafficMode(),
    /** When the next month of traffic begins; null: none does. */
    resetsAt: moment('resets_at'),
    autoRenew: boolean('auto_renew').notNull().default(false),
    /** Null means unlimited, and nothing else. */
    dataLimitBytes: bigint('data_limit_bytes', { mode: 'number' }),
    usedBytes: bigint('used_bytes', { mode: 'number' }).notNull().default(0),
    /** Traffic of this period on joined panels, which counts against the same limit. */
    elsewhereBytes: bigint('elsewhere_bytes', { mode: 'number' }).notNull().default(0),
    usageReadAt: moment('usage_read_at'),
    /** All traffic ever seen; goes on growing when the panel's counter falls. */
    totalBytes: bigint('total_bytes', { mode: 'number' }).notNull().default(0),
    lastOnlineAt: moment('last_online_at'),
    /** Where the account lives; null until there is a panel with room. */
    panelId: bigint('panel_id', { mode: 'number' }).references(() => panels.id),
    /** The account on the panel, chosen by us and stored before the panel hears of it. */
    panelUuid: uuid('panel_uuid').notNull().unique(),
    /** What addresses for apps call it: random, so that they do not tell whose it is. */
    feedId: uuid('feed_id').notNull().unique().defaultRandom(),
    /** The uuid that the link had before, until the panel was seen to have given it up. */
    previousUuid: uuid('previous_uuid'),
    /** What began the period, such as `order 7`; null: written before that was kept. */
    madeBy: text('made_by'),
    /** Since when a panel has been asked for it in vain, while it is pending. */
    pendingSince: moment('pending_since'),
    /** Grows with each new period. */
    period: integer('period').notNull().default(0),
    /** The period whose traffic counter was seen to have been begun at zero. */
    appliedPeriod: integer('applied_period').notNull().default(0),
    /** Grows with each change that the panel must follow. */
    desiredVersion: integer('desired_version').notNull().default(0),
    /** The version that the panel was seen to hold. */
    appliedVersion: integer('applied_version').notNull().default(0),
    /** When the panel last confirmed; null: never set up. */
    verifiedAt: moment('verified_at'),
    /** Why the last try failed; null: it did not. */
    failure: text('failure'),
    failedAt: moment('failed_at'),
    /** The version that no further try would help: somebody has to look, or something has to change. */
    givenUpVersion: integer('given_up_version'),
    /** What the account was seen to allow when we saw it last; null: nobody knows, or it is being written. */
    held: jsonb('held').$type<{
      enable: boolean;
      usageLimitBytes: number;
      packageDays: number;
      startDate: string | null;
    }>(),
    /** When the account was first seen switched off on the panel by somebody there; null: it is not. */
    switchedOffAt: moment('switched_off_at'),
    /** When somebody looks whether there is something to remind of; null: not before something changes. */
    remindAt: moment('remind_at'),
    /** How many of the marks of 80, 95 and 100 per cent the traffic has passed. */
    usageLevel: smallint('usage_level').generatedAlwaysAs(
      sql`case when data_limit_bytes > 0 then width_bucket((used_bytes + elsewhere_bytes)::numeric / data_limit_bytes, array[0.8, 0.95, 1]) else 0 end`,
    ),
    /** The level when somebody looked last. */
    heardLevel: smallint('heard_level').notNull().default(0),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [
    index('subscriptions_reminders').on(table.remindAt).where(sql`${table.remindAt} is not null`),
    index('subscriptions_levels').on(table.userId).where(sql`${table.usageLevel} <> ${table.heardLevel}`),
    index('subscriptions_expiry').on(table.status, table.expiresAt),
    index('subscriptions_changes').on(table.changesAt).where(sql`${table.changesAt} is not null`),
    index('subscriptions_resets').on(table.resetsAt).where(sql`${table.resetsAt} is not null`),
    index('subscriptions_panel').on(table.panelId, table.status),
    index('subscriptions_previous_uuid').on(table.previousUuid).where(sql`${table.previousUuid} is not null`),
    index('subscriptions_switched_off').on(table.panelId).where(sql`${table.switchedOffAt} is not null`),
    // Nearly always empty, so finding who waits costs nothing however many people there are.
    index('subscriptions_lagging')
      .on(table.panelId, table.updatedAt)
      .where(sql`${table.desiredVersion} > ${table.appliedVersion}`),
  ],
);
