import type { Clock } from '../../../platform/clock.ts';
import type { Transaction } from '../../../platform/db.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { changeOrder } from '../settlement/order-status.service.ts';
import { findNameless, writePayment } from '../settlement/queries.ts';
import { boundTransaction } from '../../../platform/db.ts';
import { isBlocked } from '../orders/buyers.queries.ts';
import { lockOrder, type Order } from '../orders/queries.ts';

/** What Telegram asks about before it takes Stars. */
export interface Asked {
  orderId: number;
  payerId: number;
  minor: number;
  currency: string;
}

/** How long whoever asked waits. */
export interface TimeLimit {
  leftMs(): number;
  /** The last moment to turn back: throws when no was said already, and keeps it from being said from here on. */
  pass(): void;
}

/**
 * Counts the order as under way when it may be paid so now; refuses in the person's words otherwise. What is not
 * through within the limit is undone.
 */
export async function approve(
  tx: Transaction,
  { clock, asked, graceMs, limit }: { clock: Clock; asked: Asked; graceMs: number; limit: TimeLimit },
): Promise<void> {
  await boundTransaction(tx, limit.leftMs());
  if (await isBlocked(tx, asked.payerId)) throw new Refusal('forbidden', 'not-allowed');
  const order = await lockOrder(tx, asked.orderId);
  if (order === undefined || order.userId !== asked.payerId) throw new Refusal('forbidden', 'order.unknown');
  demandPayable(order, { asked, now: clock.now() });
  const payment = await findNameless(tx, 'stars', order.id);
  if (payment === undefined) throw new Refusal('conflict', 'order.over');
  const nextLookAt = new Date(clock.now().getTime() + graceMs);
  await writePayment(tx, payment.id, { status: 'processing', nextLookAt });
  await changeOrder(tx, order, { to: 'processing', updatedAt: clock.now() });
  limit.pass();
}

function demandPayable(order: Order, { asked, now }: { asked: Asked; now: Date }): void {
  if (order.paidAt !== null) throw new Refusal('conflict', 'order.paid');
  const isOpen = order.status === 'pending' || order.status === 'processing';
  if (!isOpen || order.expiresAt <= now) throw new Refusal('conflict', 'order.over');
  const isSame = order.totalMinor === asked.minor && order.currency === asked.currency;
  if (order.provider !== 'stars' || !isSame) throw new Refusal('conflict', 'order.changed');
}
