import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/db.ts';
import { ProviderAway, ProviderRefusal, type RemoteProvider } from '../providers/provider.ts';
import type { PaymentRef, PayRequest, ProviderTruth } from '../providers/truth.ts';
import type { RefusalWatch } from '../reconciliation/refusal-watch.service.ts';
import { changeOrder } from '../settlement/order-status.service.ts';
import { listPaymentsOf, type Payment, writePayment } from '../settlement/queries.ts';
import { lockOrder, type Order } from '../orders/queries.ts';

/** The states of an order that was given up: for nothing, or for another one. */
export type ClosedState = 'cancelled' | 'replaced';

/** A page that could not be closed at once is looked at, and closed, after so long. */
const closedAgainMs = 70_000;

/** What can still be closed at its provider. */
function isOpen({ status }: Payment): boolean {
  return status === 'creating' || status === 'pending' || status === 'processing';
}

/** When its offer ended or ends: what was given up ended then. */
export function endOf({ status, expiresAt, updatedAt }: Order): Date {
  const isGivenUp = status === 'cancelled' || status === 'replaced';
  return isGivenUp && updatedAt < expiresAt ? updatedAt : expiresAt;
}

export function refOf(payment: Payment): PaymentRef {
  const { objectId, chargeRef } = payment;
  return { objectId, chargeRef, request: (payment.request as PayRequest | null) ?? undefined };
}

/** Has orders no longer be payable. */
export function createClosing(parts: {
  db: Database;
  clock: Clock;
  refusals: Pick<RefusalWatch, 'watch'>;
  remoteOf: (payment: Payment) => RemoteProvider | undefined;
  open: (paymentId: number) => Promise<Payment>;
  end: (payment: Payment, state: 'expired') => Promise<void>;
  hear: (source: RemoteProvider, truth: ProviderTruth) => Promise<unknown>;
}): (orderId: number, as: ClosedState) => Promise<void> {
  const { db, clock, refusals, remoteOf, open, end, hear } = parts;

  return async (orderId, as) => {
    await giveUp(orderId, as);
    for (const payment of await listPaymentsOf(db, orderId)) await closeOne(payment);
  };

  /** Said first: whatever becomes of the calls, it is over here, and not because of its time. */
  async function giveUp(orderId: number, as: ClosedState): Promise<void> {
    await db.transaction(async (tx) => {
      const order = await lockOrder(tx, orderId);
      if (order?.status !== 'pending') return;
      const now = clock.now();
      await changeOrder(tx, order, { to: as, updatedAt: now });
      const nextLookAt = new Date(now.getTime() + closedAgainMs);
      for (const payment of await listPaymentsOf(tx, orderId))
        if (isOpen(payment)) await writePayment(tx, payment.id, { nextLookAt });
    });
  }

  async function closeOne(payment: Payment): Promise<void> {
    const provider = remoteOf(payment);
    if (provider === undefined || !isOpen(payment)) return;
    try {
      if (payment.status === 'creating' && payment.looks === 0) return await end(payment, 'expired');
      const opened = payment.status === 'creating' ? await open(payment.id) : payment;
      const truth = await refusals.watch(payment.provider, 'closing', () => provider.close(refOf(opened)));
      if (truth !== undefined) await hear(provider, truth);
      else if (opened.status === 'pending' && opened.objectId === null) await end(opened, 'expired');
    } catch (error) {
      if (!(error instanceof ProviderAway || error instanceof ProviderRefusal)) throw error;
      // It stays open there, and is looked at until it has ended: until then its promo code stays taken.
    }
  }
}
