import { sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  boolean,
  check,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core';
import { moment } from '../../platform/columns.ts';
import type { Currency } from '../../platform/money.ts';
import type { Texts } from '../../texts/voice.ts';
import { trafficModes } from './traffic.rules.ts';

/** A protocol that a plan can offer keys of: every protocol that has a name. */
export type PlanProtocol = keyof Texts['desk']['protocolNames'];

/**
 * What a limit of traffic is for: `total` all of the time, `monthly` each month anew, `monthly-kept` each month on top of
 * what was left of the months before.
 */
export type TrafficMode = (typeof trafficModes)[number];
export const trafficMode = () => text('traffic_mode', { enum: trafficModes }).notNull().default('total');

/** The plans: what is sold. Orders keep what was sold, so a plan may change at any time. */
export const plans = pgTable('plans', {
  id: bigserial('id', { mode: 'number' }).primaryKey(),
  code: text('code').notNull().unique(),
  names: jsonb('names').$type<{ ru: string; en: string }>().notNull(),
  /** Null means for ever. */
  days: integer('days'),
  /** Null means unlimited. */
  trafficBytes: bigint('traffic_bytes', { mode: 'number' }),
  trafficMode: trafficMode(),
  /** Which panels take those who have no account yet. */
  panelGroup: text('panel_group').notNull().default('main'),
  /** Null: all that there are. */
  protocols: jsonb('protocols').$type<PlanProtocol[]>(),
  position: integer('position').notNull(),
  isVisible: boolean('is_visible').notNull().default(true),
  /** Grows with each change; an order says which version it sold. */
  version: integer('version').notNull().default(1),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
});

export const planPrices = pgTable(
  'plan_prices',
  {
    planId: bigint('plan_id', { mode: 'number' })
      .notNull()
      .references(() => plans.id),
    currency: text('currency').$type<Currency>().notNull(),
    amountMinor: bigint('amount_minor', { mode: 'number' }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.planId, table.currency] }),
    check('plan_price_positive', sql`${table.amountMinor} > 0`),
  ],
);
