import type { Clock } from '../../../platform/clock.ts';
import type { Transaction } from '../../../platform/db.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { PreCheckout, TimeLimit } from '../providers/provider.ts';
import { changeOrder } from '../settlement/order-status.service.ts';
import { findNameless, writePayment } from '../settlement/queries.ts';
import { findNamed } from '../providers/named.queries.ts';
import { boundTransaction } from '../../../platform/db.ts';
import { isBlocked } from '../orders/buyers.queries.ts';
import { lockOrder, type Order } from '../orders/queries.ts';

/**
 * Counts the order as under way when it may be paid so now; refuses in the person's words otherwise. What is not
 * through within the limit is undone.
 */
export async function approve(
  tx: Transaction,
  { clock, asked, graceMs, limit }: { clock: Clock; asked: PreCheckout; graceMs: number; limit: TimeLimit },
): Promise<void> {
  await boundTransaction(tx, limit.leftMs());
  if (await isBlocked(tx, asked.payerId)) throw new Refusal('forbidden', 'not-allowed');
  const named = await findNamed(tx, asked.provider, asked.reference);
  const orderId = named?.orderId ?? null;
  const order = orderId === null ? undefined : await lockOrder(tx, orderId);
  if (order === undefined || order.userId !== asked.payerId) throw new Refusal('forbidden', 'order.unknown');
  demandPayable(order, { asked, now: clock.now() });
  const payment = await findNameless(tx, asked.provider, order.id);
  if (payment === undefined) throw new Refusal('conflict', 'order.over');
  const nextLookAt = new Date(clock.now().getTime() + graceMs);
  await writePayment(tx, payment.id, { status: 'processing', nextLookAt });
  await changeOrder(tx, order, { to: 'processing', updatedAt: clock.now() });
  limit.pass();
}

function demandPayable(order: Order, { asked, now }: { asked: PreCheckout; now: Date }): void {
  if (order.paidAt !== null) throw new Refusal('conflict', 'order.paid');
  const isOpen = order.status === 'pending' || order.status === 'processing';
  if (!isOpen || order.expiresAt <= now) throw new Refusal('conflict', 'order.over');
  const isSame = order.totalMinor === asked.minor && order.currency === asked.currency;
  if (order.provider !== asked.provider || !isSame) throw new Refusal('conflict', 'order.changed');
}
