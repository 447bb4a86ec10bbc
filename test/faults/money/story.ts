import type pg from 'pg';
import { readBooks } from './books.ts';
import type { Captured } from './truth.ts';

/** What both sides have written down, a line each, for whoever looks into a fault. */
export async function describeBooks(
  sql: Pick<pg.Pool, 'query'>,
  captured: readonly Captured[],
): Promise<string[]> {
  const { orders, payments, refunds, entries } = await readBooks(sql);
  return [
    ...captured.map((money) => `there: ${JSON.stringify(money)}`),
    ...orders.map(
      ({ id, user_id, status, total_minor, provider, renewal_id }) =>
        `order ${id} of ${user_id}: ${status}, ${total_minor}, ${provider}, renewal ${renewal_id}`,
    ),
    ...payments.map(
      ({ id, order_id, object_id, status, reason, refunded_minor }) =>
        `payment ${id} of order ${order_id}: ${object_id}, ${status}, ${reason}, ${refunded_minor} back`,
    ),
    ...refunds.map(
      ({ id, payment_id, object_id, status, amount_minor }) =>
        `refund ${id} of payment ${payment_id}: ${object_id}, ${status}, ${amount_minor}`,
    ),
    ...entries.map(
      ({ key, debit, credit, amount_minor, currency }) =>
        `entry ${key}: ${debit} → ${credit}, ${amount_minor} ${currency}`,
    ),
  ];
}
