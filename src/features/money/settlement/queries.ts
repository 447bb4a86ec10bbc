import { and, asc, desc, eq, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import type { Db } from '../../../platform/db.ts';
import { disputes, payments, refunds } from '../payments/tables.ts';

export type Payment = typeof payments.$inferSelect;
export type Refund = typeof refunds.$inferSelect;
export type Dispute = typeof disputes.$inferSelect;

export async function findPayment(db: Db, id: number): Promise<Payment | undefined> {
  const [row] = await db.select().from(payments).where(eq(payments.id, id));
  return row;
}

/** The topic of the chat in which the newest payment of an order was asked for. */
export async function findTopic(db: Db, orderId: number): Promise<number | undefined> {
  const [row] = await db
    .select({ topicId: sql<number | null>`(${payments.request}->>'topicId')::bigint`.mapWith(Number) })
    .from(payments)
    .where(eq(payments.orderId, orderId))
    .orderBy(desc(payments.id))
    .limit(1);
  return row?.topicId ?? undefined;
}

export async function lockPayment(tx: Db, id: number): Promise<Payment> {
  const [row] = await tx.select().from(payments).where(eq(payments.id, id)).for('update');
  if (row === undefined) throw new Error('A payment vanished while it was locked');
  return row;
}

/** Under the provider's name for it, or for its money. */
export async function findByObject(db: Db, provider: string, objectId: string): Promise<Payment | undefined> {
  const [row] = await db
    .select()
    .from(payments)
    .where(and(eq(payments.provider, provider), eq(payments.objectId, objectId)));
  return row;
}

/** A payment that was begun with the provider for this order and whose name is not known yet. */
export async function findNameless(db: Db, provider: string, orderId: number): Promise<Payment | undefined> {
  const [row] = await db
    .select()
    .from(payments)
    .where(and(eq(payments.provider, provider), eq(payments.orderId, orderId), isNull(payments.objectId)));
  return row;
}

/** Answers nothing when the provider's object has a row already. */
export async function insertPayment(
  tx: Db,
  payment: typeof payments.$inferInsert,
): Promise<Payment | undefined> {
  const [row] = await tx
    .insert(payments)
    .values(payment)
    .onConflictDoNothing({ target: [payments.provider, payments.objectId] })
    .returning();
  return row;
}

export async function writePayment(tx: Db, id: number, changes: Partial<Payment>): Promise<Payment> {
  const [row] = await tx.update(payments).set(changes).where(eq(payments.id, id)).returning();
  if (row === undefined) throw new Error('A payment vanished while it was written');
  return row;
}

export async function listPaymentsOf(db: Db, orderId: number): Promise<Payment[]> {
  return await db.select().from(payments).where(eq(payments.orderId, orderId)).orderBy(asc(payments.id));
}

/** Whether another payment of the order could still bring money, or has. */
export async function hasOtherLive(db: Db, orderId: number, paymentId: number): Promise<boolean> {
  const live = await db.$count(
    payments,
    and(
      eq(payments.orderId, orderId),
      sql`${payments.id} <> ${paymentId}`,
      inArray(payments.status, ['creating', 'pending', 'processing', 'paid']),
      sql`coalesce(${payments.decision}, 'accepted') = 'accepted'`,
    ),
  );
  return live > 0;
}

/** Payments whose next look at the provider is due; each is due again after `againSeconds`, whatever becomes of it. */
export async function claimDue(
  tx: Db,
  { now, againSeconds, limit }: { now: Date; againSeconds: number; limit: number },
): Promise<number[]> {
  const due = tx
    .select({ id: payments.id })
    .from(payments)
    .where(lte(payments.nextLookAt, now))
    .orderBy(asc(payments.nextLookAt))
    .limit(limit)
    .for('update', { skipLocked: true });
  const rows = await tx
    .update(payments)
    .set({ nextLookAt: new Date(now.getTime() + againSeconds * 1_000) })
    .where(inArray(payments.id, due))
    .returning({ id: payments.id });
  return rows.map((row) => row.id);
}

export async function findRefund(db: Db, id: number): Promise<Refund | undefined> {
  const [row] = await db.select().from(refunds).where(eq(refunds.id, id));
  return row;
}

export async function findRefundByObject(db: Db, provider: string, objectId: string) {
  const [row] = await db
    .select()
    .from(refunds)
    .where(and(eq(refunds.provider, provider), eq(refunds.objectId, objectId)));
  return row;
}

/** One that we asked for under this name, of whichever version: an older one named it by its number. */
export async function findRefundNamed(db: Db, paymentId: number, reference: string) {
  const [, former] = /^refund:(\d{1,15})$/.exec(reference) ?? [];
  const isIt =
    former === undefined
      ? eq(refunds.reference, reference)
      : and(eq(refunds.id, Number(former)), isNull(refunds.reference));
  const [row] = await db
    .select()
    .from(refunds)
    .where(and(eq(refunds.paymentId, paymentId), isNull(refunds.objectId), isIt));
  return row;
}

/** One that we asked for and whose answer we have not seen. */
export async function findNamelessRefund(db: Db, paymentId: number, amountMinor: number) {
  const [row] = await db
    .select()
    .from(refunds)
    .where(
      and(
        eq(refunds.paymentId, paymentId),
        eq(refunds.amountMinor, amountMinor),
        eq(refunds.status, 'requested'),
        isNull(refunds.objectId),
      ),
    )
    .orderBy(asc(refunds.id))
    .limit(1);
  return row;
}

export async function insertRefund(tx: Db, refund: typeof refunds.$inferInsert): Promise<Refund> {
  const [row] = await tx.insert(refunds).values(refund).returning();
  if (row === undefined) throw new Error('A refund was not stored');
  return row;
}

export async function writeRefund(tx: Db, id: number, changes: Partial<Refund>): Promise<void> {
  await tx.update(refunds).set(changes).where(eq(refunds.id, id));
}

/** The sum that has gone back of a payment in its own currency, or is on its way. */
export async function sumRefunded(db: Db, paymentId: number): Promise<number> {
  const [row] = await db
    .select({ sum: sql<string>`coalesce(sum(${refunds.amountMinor}), 0)` })
    .from(refunds)
    .where(
      and(
        eq(refunds.paymentId, paymentId),
        isNull(refunds.currency),
        inArray(refunds.status, ['pending', 'succeeded']),
      ),
    );
  return Number(row?.sum ?? 0);
}

export async function listRefundsOf(db: Db, paymentIds: readonly number[]): Promise<Refund[]> {
  if (paymentIds.length === 0) return [];
  return await db
    .select()
    .from(refunds)
    .where(inArray(refunds.paymentId, [...paymentIds]))
    .orderBy(asc(refunds.id));
}

/** The row of a provider's dispute, or one of this payment that has no name yet. */
export async function findDispute(
  tx: Db,
  { provider, objectId, paymentId }: { provider: string; objectId: string; paymentId: number },
): Promise<Dispute | undefined> {
  const isNamed = and(eq(disputes.provider, provider), eq(disputes.objectId, objectId));
  const isNameless = and(eq(disputes.paymentId, paymentId), isNull(disputes.objectId));
  const [row] = await tx
    .select()
    .from(disputes)
    .where(or(isNamed, isNameless))
    .orderBy(sql`${disputes.objectId} is null`, asc(disputes.id))
    .limit(1);
  return row;
}

export async function insertDispute(tx: Db, dispute: typeof disputes.$inferInsert): Promise<Dispute> {
  const [row] = await tx.insert(disputes).values(dispute).returning();
  if (row === undefined) throw new Error('A dispute was not stored');
  return row;
}

export async function writeDispute(tx: Db, id: number, changes: Partial<Dispute>): Promise<void> {
  await tx.update(disputes).set(changes).where(eq(disputes.id, id));
}

/** What banks hold of a payment in its own currency. */
export async function sumHeld(db: Db, { id, currency }: Pick<Payment, 'id' | 'currency'>): Promise<number> {
  const [row] = await db
    .select({ sum: sql<string>`coalesce(sum(${disputes.heldMinor}), 0)` })
    .from(disputes)
    .where(and(eq(disputes.paymentId, id), eq(disputes.currency, currency)));
  return Number(row?.sum ?? 0);
}
