import type { Money } from '../../../platform/money.ts';
import type { Transaction } from '../../../platform/db.ts';
import { clearingAccount } from '../providers/registry.ts';
import type { Payment } from './queries.ts';
import type { SettleParts } from './case.rules.ts';

/** Where money is that nobody has decided about yet. */
export const unassigned = 'unassigned';
/** Where money is that was dealt with outside the bot. */
export const outside = 'outside';

type Kept = Pick<Payment, 'status' | 'reason' | 'decision'>;

/** Whether this is the payment that its order was bought with: a second one and one put aside have bought nothing. */
export function isForOrder({ reason, decision }: Kept): boolean {
  return reason !== 'second' && (decision === null || decision === 'accepted');
}

/** Whether its money waits to be decided about, or to go back undecided. */
function isAside({ status, reason, decision }: Kept): boolean {
  return decision === 'returned' || (status === 'review' && reason !== 'unknown-state');
}

/** The account of the books that a payment's money is in now, so that what goes back is taken from there. */
function accountBehind(payment: Payment, ownerId: number | null): string {
  if (isAside(payment)) return unassigned;
  if (payment.decision === 'outside') return outside;
  return isForOrder(payment) ? 'refunds' : `user:${ownerId}`;
}

/** Money of a payment that leaves us. */
export interface Leaving {
  key: string;
  payment: Payment;
  /** Whose it became, where it became somebody's. */
  ownerId: number | null;
  minor: number;
  /** The payment's where nothing else is said: what leaves in another one is taken from nobody's balance. */
  currency?: Money['currency'];
  /** By a bank's decision instead of ours. */
  isDispute?: boolean;
  /** Where to; the way it came when not given. */
  to?: string;
  note?: string;
}

/**
 * Books money that leaves us from where it is, once; answers whether that is new. What somebody has spent already they
 * owe, on an account of its own, and admins are told: nobody's balance can be below nothing.
 */
export async function bookLeaving(tx: Transaction, parts: SettleParts, leaving: Leaving): Promise<boolean> {
  const { key, payment, ownerId, minor } = leaving;
  const { ledger, notices } = parts;
  if ((await ledger.find([key, owedKey(key)], tx)).length > 0) return false;
  const { currency = payment.currency } = leaving;
  const from = accountOf(leaving, currency);
  const isPersons = ownerId !== null && from === `user:${ownerId}`;
  const has = isPersons ? Math.min(minor, await ledger.lockBalance(tx, ownerId, payment.currency)) : minor;
  const line = {
    credit: leaving.to ?? clearingAccount(payment.provider, payment.userId),
    userId: ownerId ?? payment.userId,
    orderId: payment.orderId,
    ...(leaving.note !== undefined && { note: leaving.note }),
  };
  await ledger.move(tx, { ...line, key, debit: from, money: { minor: has, currency } });
  if (has === minor) return true;
  const owed = { minor: minor - has, currency };
  await ledger.move(tx, { ...line, key: owedKey(key), debit: `receivable:${ownerId}`, money: owed });
  await notices.toAdmins(tx, { what: 'owed', paymentId: payment.id });
  return true;
}

function accountOf({ payment, ownerId, isDispute = false }: Leaving, currency: string): string {
  const behind = currency === payment.currency ? accountBehind(payment, ownerId) : 'refunds';
  return isDispute && behind === 'refunds' ? 'disputes' : behind;
}

/** Takes back what `bookLeaving` booked under this key, each line of it; answers whether there was any. */
export async function bookReturned(
  tx: Transaction,
  { ledger }: SettleParts,
  { key, as, note }: { key: string; as: string; note?: string },
): Promise<boolean> {
  const entries = await ledger.find([key, owedKey(key)], tx);
  for (const entry of entries) {
    const { debit, credit, currency, amountMinor, userId, orderId } = entry;
    await ledger.move(tx, {
      key: `${entry.key === key ? '' : 'owed:'}${as}`,
      debit: credit,
      credit: debit,
      money: { minor: amountMinor, currency },
      userId,
      orderId,
      ...(note !== undefined && { note }),
    });
  }
  return entries.length > 0;
}

function owedKey(key: string): string {
  return `owed:${key}`;
}
