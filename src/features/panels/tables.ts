import { sql } from 'drizzle-orm';
import { bigserial, boolean, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { moment } from '../../platform/columns.ts';
import type { PanelFigures } from './hiddify/figures.ts';

/** The Hiddify panels that hold people's accounts. */
export const panels = pgTable(
  'panels',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    name: text('name').notNull().unique(),
    url: text('url').notNull(),
    domain: text('domain').notNull(),
    /** Both secret paths and the key, sealed under the installation's key. */
    sealedAccess: text('sealed_access').notNull(),
    /** Grows with each change of address or access; a client made for another revision is not used any more. */
    revision: integer('revision').notNull().default(1),
    /** The panel that the settings describe; every start makes this row follow them. */
    fromSettings: boolean('from_settings').notNull().default(false),
    /** Plans name the group that serves them. */
    group: text('group').notNull().default('main'),
    /** Everybody of the group has an account here too, beside the one on the panel where they live. */
    joined: boolean('joined').notNull().default(false),
    /** Most people with running access; null: no limit. */
    capacity: integer('capacity'),
    /** Share of the new people of its group, relative to the other panels. */
    weight: integer('weight').notNull().default(1),
    /** `draining` takes nobody new, `off` is not written to at all. */
    state: text('state', { enum: ['active', 'draining', 'off'] })
      .notNull()
      .default('active'),
    /** The panel counts days on the calendar of its own server. */
    timeZone: text('time_zone').notNull(),
    /** It offers sing-box or WireGuard, whose cores learn of all of a burst only when the panel applies once more. */
    needsReapply: boolean('settles').notNull().default(false),
    version: text('version'),
    lastErrorClass: text('last_error_class'),
    lastErrorAt: moment('last_error_at'),
    checkedAt: moment('checked_at'),
    latencyMs: integer('latency_ms'),
    figures: jsonb('figures').$type<PanelFigures>(),
    figuresAt: moment('figures_at'),
    /** When the whole list was last read and taken over. */
    syncedAt: moment('synced_at'),
    nextSyncAt: moment('next_sync_at'),
    listedUsers: integer('listed_users'),
    /** Why the last sync stopped without touching anybody; null: it did not. */
    syncProblem: text('sync_problem'),
    /** When admins were last told of each kind of trouble. */
    alarms: jsonb('alarms').$type<Record<string, string>>().notNull().default({}),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [uniqueIndex('panels_from_settings').on(table.fromSettings).where(sql`${table.fromSettings}`)],
);
