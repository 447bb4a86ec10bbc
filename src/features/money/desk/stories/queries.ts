import { and, asc, eq, inArray, like, or } from 'drizzle-orm';
import type { Db } from '../../../../platform/db.ts';
import { auditLog } from '../../../audit/tables.ts';
import { ledgerEntries } from '../../ledger/tables.ts';
import { grants, subscriptions } from '../../../subscriptions/tables.ts';
import type { Payment } from '../../settlement/queries.ts';
import type { Order } from '../../orders/queries.ts';

/** The audit of what staff did with a payment, oldest first. */
export async function listAuditOf(db: Db, paymentId: number) {
  return await db
    .select()
    .from(auditLog)
    .where(eq(auditLog.subject, `payment ${paymentId}`))
    .orderBy(asc(auditLog.id));
}

/** Movements of a payment's order, of its disputes, and those of these keys, oldest first. */
export async function listMovements(
  db: Db,
  { id, orderId }: Pick<Payment, 'id' | 'orderId'>,
  keys: readonly string[],
) {
  return await db
    .select()
    .from(ledgerEntries)
    .where(
      or(
        inArray(ledgerEntries.key, [...keys]),
        like(ledgerEntries.key, `dispute:${id}:%`),
        like(ledgerEntries.key, `owed:dispute:${id}:%`),
        orderId === null ? undefined : eq(ledgerEntries.orderId, orderId),
      ),
    )
    .orderBy(asc(ledgerEntries.id));
}

/** The grants that were given for an order, each change of it a grant of its own. */
export async function listGrantsOf(db: Db, { id, userId }: Order) {
  const reason = `order ${id}`;
  return await db
    .select()
    .from(grants)
    .where(
      and(eq(grants.userId, userId), or(eq(grants.reason, reason), like(grants.reason, `${reason} after %`))),
    )
    .orderBy(asc(grants.id));
}

/** When the panel was last seen to hold what an order gave; undefined: it has not been yet. */
export async function findVerified(db: Db, { userId, accessVersion }: Order): Promise<Date | undefined> {
  const [row] = await db
    .select({ at: subscriptions.verifiedAt, version: subscriptions.appliedVersion })
    .from(subscriptions)
    .where(eq(subscriptions.userId, userId));
  const isThere = row !== undefined && accessVersion !== null && row.version >= accessVersion;
  return isThere ? (row.at ?? undefined) : undefined;
}
