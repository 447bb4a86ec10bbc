import type { Money } from '../../../platform/money.ts';
import type { Transaction } from '../../../platform/db.ts';
import { debtAccount, type LedgerEntry } from '../ledger/service.ts';
import { clearingAccount } from '../providers/registry.ts';
import type { Payment } from './queries.ts';
import type { SettleParts } from './case.rules.ts';

/** Where money is that nobody has decided about yet. */
export const unassigned = 'unassigned';
/** Where money of a balance waits on its way back, so that nobody spends it meanwhile. */
const returning = 'returning';
/** Where money is that was dealt with outside the bot. */
export const outside = 'outside';

type Kept = Pick<Payment, 'status' | 'reason' | 'decision'>;

/** Whether this is the payment that its order was bought with: a second one and one put aside have bought nothing. */
export function isForOrder({ reason, decision }: Kept): boolean {
  return reason !== 'second' && (decision === null || decision === 'accepted');
}

/** Whether it bought nothing and is somebody's balance, as far as they have not spent it. */
export function isOnBalance(payment: Kept): boolean {
  return !isAside(payment) && payment.decision !== 'outside' && !isForOrder(payment);
}

/** Whether its money waits to be decided about, or to go back undecided. */
function isAside({ status, reason, decision }: Kept): boolean {
  return decision === 'returned' || (status === 'review' && reason !== 'unknown-state');
}

/** The account of the books that a payment's money is in now, so that what goes back is taken from there. */
function accountBehind(payment: Payment, ownerId: number | null): string {
  if (isAside(payment)) return unassigned;
  if (payment.decision === 'outside') return outside;
  return isOnBalance(payment) ? `user:${ownerId}` : 'refunds';
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
  /** Of a refund that its money was held back for. */
  isHeldFor?: number | undefined;
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
  const from = (await heldFor(tx, parts, leaving)) ?? accountOf(leaving, currency);
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
  await ledger.move(tx, { ...line, key: owedKey(key), debit: debtAccount(ownerId), money: owed });
  await notices.toAdmins(tx, { what: 'owed', paymentId: payment.id });
  if (ownerId !== null)
    await notices.toPerson(tx, { userId: ownerId, kind: 'owed', orderId: payment.orderId, money: owed });
  return true;
}

function accountOf({ payment, ownerId, isDispute = false }: Leaving, currency: string): string {
  const behind = currency === payment.currency ? accountBehind(payment, ownerId) : 'refunds';
  return isDispute && behind === 'refunds' ? 'disputes' : behind;
}

/** Takes from a balance what is to go back of it, before its provider is asked. */
export async function holdBack(
  tx: Transaction,
  { ledger }: Pick<SettleParts, 'ledger'>,
  {
    refundId,
    payment,
    ownerId,
    minor,
  }: { refundId: number; payment: Payment; ownerId: number; minor: number },
): Promise<void> {
  const { currency, orderId } = payment;
  const line = { debit: `user:${ownerId}`, credit: returning, userId: ownerId, orderId };
  await ledger.move(tx, { ...line, key: heldKey(refundId), money: { minor, currency } });
}

/** Puts back on the balance what was held for a refund that is not to be, once. */
export async function letGo(tx: Transaction, { ledger }: SettleParts, refundId: number): Promise<void> {
  const [held] = await ledger.find([heldKey(refundId)], tx);
  if (held !== undefined) await ledger.move(tx, turned(held, letGoKey(refundId)));
}

async function heldFor(tx: Transaction, { ledger }: SettleParts, { isHeldFor }: Leaving) {
  if (isHeldFor === undefined) return undefined;
  const entries = await ledger.find([heldKey(isHeldFor), letGoKey(isHeldFor)], tx);
  return entries.length === 1 ? returning : undefined;
}

function heldKey(refundId: number): string {
  return `refund:${refundId}:held`;
}

function letGoKey(refundId: number): string {
  return `refund:${refundId}:let-go`;
}

/** Takes back what `bookLeaving` booked under this key, each line of it; answers whether there was any. */
export async function bookReturned(
  tx: Transaction,
  { ledger }: SettleParts,
  { key, as, note }: { key: string; as: string; note?: string },
): Promise<boolean> {
  const entries = await ledger.find([key, owedKey(key)], tx);
  // What is owed first: what comes back to a balance would pay for it otherwise.
  for (const entry of entries.toSorted((one) => (one.key === key ? 1 : -1))) {
    const noted = { ...turned(entry, as), ...(note !== undefined && { note }) };
    if (entry.key === key) await ledger.move(tx, noted);
    else await forgive(tx, { ledger }, { ...noted, key: owedKey(as) });
  }
  return entries.length > 0;
}

/** Takes back a debt; what has been paid of it meanwhile becomes its owner's. */
async function forgive(
  tx: Transaction,
  { ledger }: Pick<SettleParts, 'ledger'>,
  movement: ReturnType<typeof turned>,
): Promise<void> {
  const { money, userId, key } = movement;
  if (userId === null) throw new Error('A debt is somebody’s');
  await ledger.lockBalance(tx, userId, money.currency);
  const minor = Math.min(money.minor, await ledger.owed(userId, money.currency, tx));
  await ledger.move(tx, { ...movement, money: { ...money, minor } });
  const rest = { ...money, minor: money.minor - minor };
  await ledger.move(tx, { ...movement, key: `${key}:rest`, credit: `user:${userId}`, money: rest });
}

/** The same entry the other way. */
function turned({ debit, credit, currency, amountMinor, userId, orderId }: LedgerEntry, key: string) {
  return { key, debit: credit, credit: debit, money: { minor: amountMinor, currency }, userId, orderId };
}

function owedKey(key: string): string {
  return `owed:${key}`;
}
