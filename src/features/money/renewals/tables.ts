import { sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { moment } from '../../../platform/columns.ts';
import type { Currency } from '../../../platform/money.ts';
import { plans, trafficMode } from '../../plans/tables.ts';
import { users } from '../../users/tables.ts';

/** An arrangement to buy the same again by itself, at the price and for the time that were shown when it began. */
export const renewals = pgTable(
  'renewals',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    userId: bigint('user_id', { mode: 'number' })
      .notNull()
      .references(() => users.telegramId),
    planId: bigint('plan_id', { mode: 'number' })
      .notNull()
      .references(() => plans.id),
    planCode: text('plan_code').notNull(),
    planVersion: integer('plan_version').notNull(),
    planNames: jsonb('plan_names').$type<{ ru: string; en: string }>().notNull(),
    /** How long a period is. */
    days: integer('days').notNull(),
    /** Null means unlimited. */
    trafficBytes: bigint('traffic_bytes', { mode: 'number' }),
    trafficMode: trafficMode(),
    amountMinor: bigint('amount_minor', { mode: 'number' }).notNull(),
    currency: text('currency').$type<Currency>().notNull(),
    /** Who charges: a provider by itself, or we from the balance. */
    provider: text('provider').notNull(),
    /** `starting` waits for its first payment; `stopping` waits until the provider knows that it is over. */
    status: text('status', { enum: ['starting', 'active', 'failing', 'stopping', 'stopped'] }).notNull(),
    /** The provider's name for it; null before the first payment, and for the balance. */
    ref: text('ref'),
    /** The provider's name for the person, where it has one. */
    customerRef: text('customer_ref'),
    /** Periods paid so far. */
    periods: integer('periods').notNull().default(0),
    nextChargeAt: moment('next_charge_at'),
    /** When it is tried or asked about next; null: there is nothing to do. */
    nextTryAt: moment('next_try_at'),
    /** Charges of the next period that were refused. */
    tries: integer('tries').notNull().default(0),
    /** The charge that the person was reminded of. */
    remindedOf: moment('reminded_of'),
    /** The period for which access was kept up while its money is awaited. */
    gracePeriod: integer('grace_period'),
    /** Where the person can pay a charge that was refused. */
    payUrl: text('pay_url'),
    /** Why it is over. */
    endReason: text('end_reason', {
      enum: [
        'person',
        'provider',
        'unpaid',
        'taken-back',
        'replaced',
        'blocked',
        'needless',
        'review',
        'staff',
        /** The provider says nothing of it any more: ended by us, so that nobody pays for what is not delivered. */
        'lost',
      ],
    }),
    /** Grows with each stop and each return. */
    changes: integer('changes').notNull().default(0),
    /** The random name of the newest stop, which is its key at the provider; null: none, or by an older version. */
    stopReference: text('stop_reference'),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [
    check('renewal_price_positive', sql`${table.amountMinor} > 0`),
    check('renewal_days_positive', sql`${table.days} > 0`),
    uniqueIndex('renewals_one_live').on(table.userId).where(sql`${table.status} in ('active', 'failing')`),
    index('renewals_user').on(table.userId, table.id),
    uniqueIndex('renewals_ref').on(table.provider, table.ref),
    index('renewals_due').on(table.nextTryAt).where(sql`${table.status} in ('active', 'failing')`),
  ],
);
