import type { Transaction } from '../../../../platform/db.ts';
import { Refusal } from '../../../../platform/refusal.ts';
import type { UserService } from '../../../users/service.ts';
import { alignAccess } from '../../settlement/access.service.ts';
import { outside, unassigned } from '../../settlement/holding.service.ts';
import { changeOrder } from '../../settlement/order-status.service.ts';
import { listRefundsOf, type Payment, sumHeld, writePayment } from '../../settlement/queries.ts';
import { leftOf, type RefundParts, requestRefund } from '../refunds/service.ts';
import type { Decision } from './rules.ts';
import type { Order } from '../../orders/queries.ts';

/** A payment that waits to be decided about, locked with the order that it is for. */
export interface Undecided {
  payment: Payment;
  order: Order | undefined;
}

/** A payment with what was decided about it, and why. */
export interface Decided extends Undecided {
  /** Whom to credit, where it is not who paid. */
  targetId: number | undefined;
  reason: string;
  actorId: number;
}

export interface DecisionParts extends RefundParts {
  users: Pick<UserService, 'demand' | 'get'>;
  tellCredit: (tx: Transaction, credit: { userId: number; minor: number; currency: string }) => Promise<void>;
}

/** Carries out each decision: where the money goes in the books, what is given for it, and who is told. */
export function createDecisions(
  parts: DecisionParts,
): Record<Decision, (tx: Transaction, wanted: Decided) => Promise<void>> {
  const { clock, users, ledger, notices, promos } = parts;
  return {
    async accepted(tx, { payment, order, reason }) {
      if (order === undefined) throw new Refusal('missing', 'order.unknown');
      const after = await writePayment(tx, payment.id, {
        orderId: order.id,
        userId: payment.userId ?? order.userId,
        status: 'paid',
        decision: 'accepted',
      });
      await assign(tx, after, { to: 'revenue', reason });
      await promos.consume(tx, order.id);
      const paidAt = clock.now();
      const changes = { paidAt, provider: payment.provider, updatedAt: paidAt, to: 'paid' } as const;
      const bought = await changeOrder(tx, order, changes);
      const given = await alignAccess(tx, parts, { payment: after, order: bought });
      await parts.periods.paid(tx, { order: given, said: undefined });
      const money = { minor: payment.amountMinor, currency: payment.currency };
      await notices.toPerson(tx, { userId: order.userId, kind: 'paid', orderId: order.id, money });
    },
    async credited(tx, { payment, targetId, reason }) {
      const userId = targetId ?? payment.userId;
      if (userId === null) throw new Refusal('missing', 'user.unknown');
      await users.get(userId, tx);
      const after = await writePayment(tx, payment.id, { userId, status: 'paid', decision: 'credited' });
      const minor = await assign(tx, after, { to: `user:${userId}`, reason });
      await parts.tellCredit(tx, { userId, minor, currency: payment.currency });
    },
    async returned(tx, { payment, reason, actorId }) {
      const amountMinor = leftOf(payment, await listRefundsOf(tx, [payment.id]));
      const after = await writePayment(tx, payment.id, { status: 'paid', decision: 'returned' });
      await requestRefund(tx, parts, { payment: after, amountMinor, reason, actorId });
    },
    async outside(tx, { payment, order, reason }) {
      const status = payment.paidAt === null ? 'failed' : 'paid';
      const after = await writePayment(tx, payment.id, { status, decision: 'outside' });
      await assign(tx, after, { to: outside, reason });
      const userId = payment.userId ?? order?.userId;
      if (userId === undefined || payment.paidAt === null) return;
      const money = { minor: payment.amountMinor, currency: payment.currency };
      await notices.toPerson(tx, { userId, kind: 'closed', orderId: payment.orderId, money });
    },
  };

  /** Books what is left of it from where undecided money waits to where it belongs; answers how much that is. */
  async function assign(
    tx: Transaction,
    payment: Payment,
    { to, reason }: { to: string; reason: string },
  ): Promise<number> {
    const { amountMinor, refundedMinor, currency, userId, orderId, paidAt } = payment;
    const left = amountMinor - refundedMinor - (await sumHeld(tx, payment));
    const minor = paidAt === null ? 0 : Math.max(0, left);
    const key = `${payment.provider}:${payment.objectId}:${payment.decision}`;
    const money = { minor, currency };
    await ledger.move(tx, { key, debit: unassigned, credit: to, money, userId, orderId, note: reason });
    return minor;
  }
}
