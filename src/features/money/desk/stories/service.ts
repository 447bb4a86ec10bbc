import type { Db } from '../../../../platform/db.ts';
import { listArrived } from '../../../../platform/inbox/deliveries.ts';
import type { Money } from '../../../../platform/money.ts';
import type { Payment, Refund } from '../../settlement/queries.ts';
import { findVerified, listAuditOf, listGrantsOf, listMovements } from './queries.ts';
import type { Order } from '../../orders/queries.ts';

/** One thing that happened to a payment. */
export type StoryEvent = { at: Date } & (
  | { what: 'ordered' | 'asked' | 'paid' | 'taken-back' | 'verified' }
  | { what: 'heard'; kind: string }
  | { what: 'given'; days: number | null }
  | { what: 'moved'; debit: string; credit: string; money: Money }
  | {
      what: 'refund';
      state: Refund['status'];
      to: Refund['destination'];
      money: Money;
      /** Why it failed, as the provider says it. */
      why: string | undefined;
    }
  | { what: 'staff'; action: string; actorId: number; reason: string; decision: string | undefined }
);

/** Everything that happened, oldest first, of whatever is still known: deliveries are forgotten after two weeks. */
export async function readStory(
  db: Db,
  facts: { payment: Payment; order: Order | undefined; refunds: readonly Refund[] },
): Promise<StoryEvent[]> {
  const { payment, order, refunds } = facts;
  const events: StoryEvent[] = [
    ...(order === undefined ? [] : [{ at: order.createdAt, what: 'ordered' as const }]),
    { at: payment.createdAt, what: 'asked' },
    ...(payment.paidAt === null ? [] : [{ at: payment.paidAt, what: 'paid' as const }]),
    ...(await heard(db, payment, refunds)),
    ...(await moved(db, payment, refunds)),
    ...(order === undefined ? [] : await given(db, order)),
    ...refunds.map((refund) => refundEvent(payment, refund)),
    ...(await done(db, payment.id)),
  ];
  // What happened at the same moment stays in the order in which one follows from the other.
  return events.toSorted((one, other) => one.at.getTime() - other.at.getTime());
}

/** What may be booked of one refund. */
const refundKeys = ['', ':held', ':let-go', ':failed', ':failed:rest'];

async function heard(db: Db, payment: Payment, refunds: readonly Refund[]): Promise<StoryEvent[]> {
  const names = [payment.objectId, payment.chargeRef, ...refunds.map(({ objectId }) => objectId)];
  const known = names.filter((name) => name !== null);
  const arrived = await listArrived(db, payment.provider, known);
  return arrived.map(({ kind, receivedAt }) => ({ at: receivedAt, what: 'heard', kind }));
}

async function moved(db: Db, payment: Payment, refunds: readonly Refund[]): Promise<StoryEvent[]> {
  const own = `${payment.provider}:${payment.objectId}:`;
  const dispute = `dispute:${payment.id}:`;
  const keys = [
    ...['settled', 'accepted', 'credited', 'outside'].map((end) => own + end),
    ...refunds.flatMap(({ id }) => refundKeys.map((end) => `refund:${id}${end}`)),
  ];
  const all = [...keys, ...keys.flatMap((key) => [`owed:${key}`, `debt:${key}:paid`])];
  const isOurs = (key: string) => all.includes(key) || key.startsWith(dispute);
  const movements = await listMovements(db, payment, all);
  return movements
    .filter(({ key }) => isOurs(key.replace(/^owed:/, '')))
    .map(({ at, debit, credit, amountMinor, currency }) => {
      return { at, what: 'moved', debit, credit, money: { minor: amountMinor, currency } };
    });
}

async function given(db: Db, order: Order): Promise<StoryEvent[]> {
  const grants = await listGrantsOf(db, order);
  const verified = await findVerified(db, order);
  return [
    ...grants.flatMap(({ grantedAt, givenAt, revokedAt, days }): StoryEvent[] => [
      { at: givenAt ?? grantedAt, what: 'given', days },
      ...(revokedAt === null ? [] : [{ at: revokedAt, what: 'taken-back' as const }]),
    ]),
    ...(verified === undefined ? [] : [{ at: verified, what: 'verified' as const }]),
  ];
}

function refundEvent({ currency }: Payment, refund: Refund): StoryEvent {
  const { updatedAt: at, status: state, destination: to, amountMinor: minor } = refund;
  const why = refund.failedBecause ?? undefined;
  return { at, what: 'refund', state, to, money: { minor, currency: refund.currency ?? currency }, why };
}

async function done(db: Db, paymentId: number): Promise<StoryEvent[]> {
  const entries = await listAuditOf(db, paymentId);
  return entries.map(({ at, action, actorId, after }) => {
    const { reason = '', decision } = (after ?? {}) as { reason?: string; decision?: string };
    return { at, what: 'staff', action, actorId, reason, decision };
  });
}
