import { sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  boolean,
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
import { users } from '../../users/tables.ts';

/** Codes that make something cheaper, or give something at once. */
export const promoCodes = pgTable(
  'promo_codes',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    /** In capitals. */
    code: text('code').notNull().unique(),
    kind: text('kind', { enum: ['percent', 'fixed', 'trial', 'days', 'traffic', 'balance'] }).notNull(),
    /** Percent, smallest units of `currency`, days, or bytes, as the kind says. */
    value: bigint('value', { mode: 'number' }).notNull(),
    /** Of `fixed` and `balance`. */
    currency: text('currency').$type<Currency>(),
    /** Null: as many as like. */
    maxUses: integer('max_uses'),
    perPerson: integer('per_person').notNull().default(1),
    used: integer('used').notNull().default(0),
    startsAt: moment('starts_at'),
    endsAt: moment('ends_at'),
    /** Null: every plan. */
    planCodes: jsonb('plan_codes').$type<string[]>(),
    isFirstPurchaseOnly: boolean('is_first_purchase_only').notNull().default(false),
    isActive: boolean('is_active').notNull().default(true),
    createdBy: bigint('created_by', { mode: 'number' }).notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [
    check('promo_value_positive', sql`${table.value} > 0`),
    check('promo_percent_whole', sql`${table.kind} <> 'percent' or ${table.value} <= 100`),
    check('promo_uses_limited', sql`${table.used} >= 0 and ${table.used} <= ${table.maxUses}`),
  ],
);

/**
 * The uses of codes, by whom and for what. Reserved with the order, used with its payment, released when it can
 * never be paid.
 */
export const promoUsage = pgTable(
  'promo_usage',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    promoId: bigint('promo_id', { mode: 'number' })
      .notNull()
      .references(() => promoCodes.id),
    userId: bigint('user_id', { mode: 'number' })
      .notNull()
      .references(() => users.telegramId),
    /** Null: it gave something at once. */
    orderId: bigint('order_id', { mode: 'number' }),
    state: text('state', { enum: ['reserved', 'used', 'released'] }).notNull(),
    at: moment('at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('promo_usage_order').on(table.orderId),
    index('promo_usage_person').on(table.promoId, table.userId),
  ],
);
