import type { orders } from '../orders/tables.ts';

export type OrderStatus = (typeof orders.$inferSelect)['status'];

/**
 * The states that may follow each state of an order. Money that comes late is honoured, so nothing unpaid is
 * ever final.
 */
const transitions: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  pending: ['processing', 'paid', 'failed', 'expired', 'cancelled', 'replaced'],
  // Back to pending: what was approved and not paid.
  processing: ['pending', 'paid', 'failed', 'expired', 'cancelled', 'replaced'],
  failed: ['paid', 'processing'],
  expired: ['paid', 'processing'],
  cancelled: ['paid', 'processing'],
  replaced: ['paid', 'processing'],
  paid: ['partially_refunded', 'refunded', 'disputed'],
  partially_refunded: ['refunded', 'disputed', 'paid'],
  // A refund that failed on its way back, and a dispute that was won.
  refunded: ['paid', 'partially_refunded', 'disputed'],
  disputed: ['paid', 'partially_refunded', 'refunded'],
};

/** Whether an order may go from one state to another; staying is always allowed. */
export function mayBecome(from: OrderStatus, to: OrderStatus): boolean {
  return from === to || transitions[from].includes(to);
}
