import type { Transaction } from '../../../platform/db.ts';
import { mayBecome, type OrderStatus } from './transitions.rules.ts';
import { type Order, writeOrder } from '../orders/queries.ts';

/** Writes a new state of an order; throws when no rule leads there, because then our rules are wrong. */
export async function changeOrder(
  tx: Transaction,
  order: Order,
  { to, ...changes }: Partial<Order> & { to: OrderStatus },
): Promise<Order> {
  if (!mayBecome(order.status, to)) throw new Error(`An order cannot go from ${order.status} to ${to}`);
  return await writeOrder(tx, order.id, { ...changes, status: to });
}
