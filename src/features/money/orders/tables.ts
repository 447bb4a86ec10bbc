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
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { moment } from '../../../platform/columns.ts';
import type { Currency } from '../../../platform/money.ts';
import { plans, trafficMode } from '../../plans/tables.ts';
import { promoCodes } from '../promo-codes/tables.ts';
import { renewals } from '../renewals/tables.ts';
import { users } from '../../users/tables.ts';

const amount = (name: string) => bigint(name, { mode: 'number' }).notNull();

export const orderStatuses = [
  'pending',
  'processing',
  'paid',
  'partially_refunded',
  'refunded',
  'disputed',
  'failed',
  'expired',
  'cancelled',
  'replaced',
] as const;

/** One purchase. It keeps what was sold and for how much, whatever becomes of the plan. */
export const orders = pgTable(
  'orders',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    /** What its page is called: random, for whoever knows it may read of the order. */
    pageId: uuid('page_id').notNull().unique().defaultRandom(),
    userId: bigint('user_id', { mode: 'number' })
      .notNull()
      .references(() => users.telegramId),
    planId: bigint('plan_id', { mode: 'number' })
      .notNull()
      .references(() => plans.id),
    planCode: text('plan_code').notNull(),
    planVersion: integer('plan_version').notNull(),
    planNames: jsonb('plan_names').$type<{ ru: string; en: string }>().notNull(),
    /** Null means for ever. */
    days: integer('days'),
    /** Null means unlimited. */
    trafficBytes: bigint('traffic_bytes', { mode: 'number' }),
    trafficMode: trafficMode(),
    /**
     * It begins at once, and how long a day of what is left of other purchases is then, as it was shown; null: it begins
     * after what there is.
     */
    converts: jsonb('converts').$type<{ thing: string; rate: number }[]>(),
    listMinor: amount('list_minor'),
    discountMinor: amount('discount_minor'),
    totalMinor: amount('total_minor'),
    currency: text('currency').$type<Currency>().notNull(),
    promoId: bigint('promo_id', { mode: 'number' }).references(() => promoCodes.id),
    provider: text('provider').notNull(),
    /** The arrangement that it begins or is a period of; null: it is bought once. */
    renewalId: bigint('renewal_id', { mode: 'number' }).references(() => renewals.id),
    /** Which period of it, from 1 on. */
    period: integer('period'),
    status: text('status', { enum: orderStatuses }).notNull(),
    /** Of the paid money what neither a refund nor a dispute has taken; null before it was paid. */
    keptMinor: bigint('kept_minor', { mode: 'number' }),
    /** The grant that stands for this order now; null: none. */
    grantReason: text('grant_reason'),
    /** The version of the subscription that the panel has to reach for this order. */
    accessVersion: integer('access_version'),
    /** When the offer ends; money that comes later is honoured. */
    expiresAt: moment('expires_at').notNull(),
    paidAt: moment('paid_at'),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [
    check('order_total', sql`${table.totalMinor} = ${table.listMinor} - ${table.discountMinor}`),
    check('order_not_negative', sql`${table.totalMinor} >= 0 and ${table.discountMinor} >= 0`),
    // A period is bought once, whoever asks for it.
    unique('orders_period').on(table.renewalId, table.period),
    uniqueIndex('orders_one_pending').on(table.userId).where(sql`${table.status} = 'pending'`),
    index('orders_user').on(table.userId, table.createdAt),
    index('orders_waiting').on(table.expiresAt).where(sql`${table.status} in ('pending', 'processing')`),
    index('orders_paid').on(table.paidAt),
  ],
);
