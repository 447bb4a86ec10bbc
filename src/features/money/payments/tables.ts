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
  unique,
} from 'drizzle-orm/pg-core';
import { moment } from '../../../platform/columns.ts';
import type { Currency } from '../../../platform/money.ts';
import { orders } from '../orders/tables.ts';

/** One attempt to pay an order with one provider: what we asked for, and what the provider says of it. */
export const payments = pgTable(
  'payments',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    /** Null: money that names no order of ours. */
    orderId: bigint('order_id', { mode: 'number' }).references(() => orders.id),
    userId: bigint('user_id', { mode: 'number' }),
    provider: text('provider').notNull(),
    /** The random name that whatever is made of it carries outside; null: nothing was, or by an older version. */
    reference: text('reference').unique('payments_reference'),
    /** The provider's name for it: session, invoice or charge. Null until the provider has answered. */
    objectId: text('object_id'),
    /** Whether it carried our mark; null: it was begun here and not found, or found before that was kept. */
    carriesMark: boolean('carries_mark'),
    /** Its name for the money itself, where that is another. */
    chargeRef: text('charge_ref'),
    /** Whether what came was real money; null: nothing came, it was with us already, or nobody can tell any more. */
    isLive: boolean('is_live'),
    status: text('status', {
      enum: ['creating', 'pending', 'processing', 'paid', 'failed', 'expired', 'refunded', 'review'],
    }).notNull(),
    amountMinor: bigint('amount_minor', { mode: 'number' }).notNull(),
    currency: text('currency').$type<Currency>().notNull(),
    /** Asked back or taken back so far. */
    refundedMinor: bigint('refunded_minor', { mode: 'number' }).notNull().default(0),
    isDisputed: boolean('is_disputed').notNull().default(false),
    /** Where the person pays. */
    url: text('url'),
    /** Every parameter of the first call, so that a repeat of it is the same call. */
    request: jsonb('request'),
    /** Why a person has to look, or why it failed: `not-opened` its provider would not take it. */
    reason: text('reason'),
    /** What an admin made of money that was put aside; null: nobody had to decide, or nobody has yet. */
    decision: text('decision', { enum: ['accepted', 'credited', 'returned', 'outside'] }),
    createdAt: moment('created_at').notNull(),
    paidAt: moment('paid_at'),
    /** When the provider is asked next; null: there is nothing to learn. */
    nextLookAt: moment('next_look_at'),
    looks: integer('looks').notNull().default(0),
  },
  (table) => [
    unique('payments_object').on(table.provider, table.objectId),
    unique('payments_charge').on(table.provider, table.chargeRef),
    check('refunds_within_payment', sql`${table.refundedMinor} between 0 and ${table.amountMinor}`),
    index('payments_order').on(table.orderId),
    index('payments_due').on(table.nextLookAt).where(sql`${table.nextLookAt} is not null`),
    index('payments_review').on(table.id).where(sql`${table.status} = 'review'`),
  ],
);

/** Money on its way back: asked for by an admin, or found at the provider. */
export const refunds = pgTable(
  'refunds',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    paymentId: bigint('payment_id', { mode: 'number' })
      .notNull()
      .references(() => payments.id),
    provider: text('provider').notNull(),
    /** The random name that it has at the provider; null: an older version began it, or the provider's side did. */
    reference: text('reference').unique('refunds_reference'),
    /** The provider's name for it; null until it has answered. */
    objectId: text('object_id'),
    amountMinor: bigint('amount_minor', { mode: 'number' }).notNull(),
    /** Null: the payment's, as it should be. */
    currency: text('currency').$type<Currency>(),
    status: text('status', { enum: ['requested', 'pending', 'succeeded', 'failed'] }).notNull(),
    /** Where it goes: back the way it came, or onto the person's balance, where the provider gives nothing back. */
    destination: text('destination', { enum: ['payer', 'balance'] })
      .notNull()
      .default('payer'),
    reason: text('reason').notNull(),
    /** Why it failed, in the provider's own words; null where nothing was said. */
    failedBecause: text('failed_because'),
    /** Null: it was made on the provider's side. */
    requestedBy: bigint('requested_by', { mode: 'number' }),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [
    unique('refunds_object').on(table.provider, table.objectId),
    check('refund_positive', sql`${table.amountMinor} > 0`),
    index('refunds_payment').on(table.paymentId),
  ],
);

/** What a bank disputes of a payment, a row each, with what it holds of it now. */
export const disputes = pgTable(
  'disputes',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    paymentId: bigint('payment_id', { mode: 'number' })
      .notNull()
      .references(() => payments.id),
    provider: text('provider').notNull(),
    /** The provider's name for it; null for one that was booked before each had a row. */
    objectId: text('object_id'),
    state: text('state', { enum: ['open', 'won', 'lost', 'inquiry'] }).notNull(),
    /** What it is about, in its own currency, which our books need not know. */
    amountMinor: bigint('amount_minor', { mode: 'number' }).notNull(),
    currency: text('currency').notNull(),
    /** What the bank has of it by our books. */
    heldMinor: bigint('held_minor', { mode: 'number' }).notNull().default(0),
    /** The entry of the books that says so; null: nothing is held. */
    bookedKey: text('booked_key'),
    /** How often it was booked anew. */
    turns: integer('turns').notNull().default(0),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [
    unique('disputes_object').on(table.provider, table.objectId),
    check('dispute_held', sql`(${table.heldMinor} > 0) = (${table.bookedKey} is not null)`),
    index('disputes_payment').on(table.paymentId),
  ],
);
