import { and, eq, inArray, or } from 'drizzle-orm';
import type { Db } from '../../../../platform/db.ts';
import type { Currency } from '../../../../platform/money.ts';
import { orders } from '../../orders/tables.ts';
import { payments } from '../../payments/tables.ts';
import { balance } from '../../providers/balance/definition.ts';
import { renewals } from '../../renewals/tables.ts';
import { isOnBalance } from '../../settlement/holding.service.ts';
import type { Payment } from '../../settlement/queries.ts';
import { ownerOf } from '../../settlement/reversal.rules.ts';

/** What became somebody's balance in this currency. */
export async function listCredited(db: Db, userId: number, currency: Currency): Promise<Payment[]> {
  const rows = await db
    .select({ payment: payments, order: orders })
    .from(payments)
    .leftJoin(orders, eq(orders.id, payments.orderId))
    .where(
      and(
        or(eq(payments.userId, userId), eq(orders.userId, userId)),
        eq(payments.currency, currency),
        eq(payments.status, 'paid'),
      ),
    );
  return rows.flatMap(({ payment, order }) => {
    const ownerId = ownerOf({ payment, order: order ?? undefined });
    return isOnBalance(payment) && ownerId === userId ? [payment] : [];
  });
}

/** Whether something of theirs renews itself from the balance in this currency. */
export async function renewsIn(db: Db, userId: number, currency: Currency): Promise<boolean> {
  const found = await db.$count(
    renewals,
    and(
      eq(renewals.userId, userId),
      eq(renewals.currency, currency),
      eq(renewals.provider, balance.name),
      inArray(renewals.status, ['active', 'failing']),
    ),
  );
  return found > 0;
}
