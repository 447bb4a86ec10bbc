import type { Clock } from '../../../platform/clock.ts';
import type { Transaction } from '../../../platform/db.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { PreCheckout, TimeLimit } from '../providers/provider.ts';
import { changeOrder } from '../settlement/order-status.service.ts';
import { nextLook } from '../settlement/looks.rules.ts';
import { findNameless, findPayment, lockPayment, writePayment } from '../settlement/queries.ts';
import { findNamed } from '../providers/named.queries.ts';
import { boundTransaction } from '../../../platform/db.ts';
import { isBlocked } from '../orders/buyers.queries.ts';
import { findPendingOrder, lockOrder, type Order } from '../orders/queries.ts';

/** Stars that are not taken so long after we said yes will hardly be: the person gave up, or has too few. */
const takenWithinMs = 60_000;

/**
 * Counts the order as under way when it may be paid so now; refuses in the person's words otherwise. What is not
 * through within the limit is undone.
 */
export async function approve(
  tx: Transaction,
  { clock, asked, limit }: { clock: Clock; asked: PreCheckout; limit: TimeLimit },
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
  const nextLookAt = new Date(clock.now().getTime() + takenWithinMs);
  await writePayment(tx, payment.id, { status: 'processing', nextLookAt });
  await changeOrder(tx, order, { to: 'processing', updatedAt: clock.now() });
  limit.pass();
}

/**
 * What was approved and was not paid is open again, or has made room for what the person has begun to buy since. Money that
 * comes all the same is honoured.
 */
export async function openAgain(tx: Transaction, { clock, paymentId }: { clock: Clock; paymentId: number }) {
  const found = await findPayment(tx, paymentId);
  if (found === undefined || found.orderId === null) return;
  const order = await lockOrder(tx, found.orderId);
  const payment = await lockPayment(tx, paymentId);
  const isApproved = payment.status === 'processing' && payment.objectId === null;
  if (order?.status !== 'processing' || !isApproved) return;
  const now = clock.now();
  const isReplaced = (await findPendingOrder(tx, order.userId)) !== undefined;
  const nextLookAt = nextLook({ now, looks: 2, expiresAt: order.expiresAt, isProcessing: false });
  await writePayment(tx, payment.id, { status: 'pending', nextLookAt });
  await changeOrder(tx, order, { to: isReplaced ? 'replaced' : 'pending', updatedAt: now });
}

/** The same, for whoever asked and was not answered. */
export async function takeBackApproval(
  tx: Transaction,
  { clock, asked }: { clock: Clock; asked: PreCheckout },
): Promise<void> {
  const named = await findNamed(tx, asked.provider, asked.reference);
  if (named !== undefined) await openAgain(tx, { clock, paymentId: named.id });
}

function demandPayable(order: Order, { asked, now }: { asked: PreCheckout; now: Date }): void {
  if (order.paidAt !== null) throw new Refusal('conflict', 'order.paid');
  const isOpen = order.status === 'pending' || order.status === 'processing';
  if (!isOpen || order.expiresAt <= now) throw new Refusal('conflict', 'order.over');
  const isSame = order.totalMinor === asked.minor && order.currency === asked.currency;
  if (order.provider !== asked.provider || !isSame) throw new Refusal('conflict', 'order.changed');
}
