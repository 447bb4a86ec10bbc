import type { Transaction } from '../../../platform/db.ts';
import { isCurrency } from '../../../platform/money.ts';
import type { DisputeTruth } from '../providers/truth.ts';
import type { SettleParts } from './case.rules.ts';
import { bookLeaving, bookReturned } from './holding.service.ts';
import { type Dispute, findDispute, insertDispute, writeDispute } from './queries.ts';
import { ownerOf, type Reversal } from './reversal.rules.ts';

/** Makes the books hold of each dispute what its bank holds: all of it while it is open or lost, and nothing otherwise. */
export async function followHeld(tx: Transaction, parts: SettleParts, facts: Reversal): Promise<void> {
  for (const said of disputesOf(facts)) {
    const row = await claim(tx, parts, { facts, said });
    await hold(tx, parts, { facts, said, row });
  }
}

/** Who says no more than how they stand has one, about what is left. */
function disputesOf({ truth, payment }: Reversal): readonly DisputeTruth[] {
  const { dispute: state, disputes } = truth;
  if (disputes !== undefined || state === undefined) return disputes ?? [];
  const money = { minor: payment.amountMinor - payment.refundedMinor, currency: payment.currency };
  return [{ objectId: `of ${payment.objectId}`, state, money }];
}

/** The row of this dispute as it was, with its name and state written down. */
async function claim(
  tx: Transaction,
  { clock, notices }: SettleParts,
  { facts: { payment }, said }: { facts: Reversal; said: DisputeTruth },
): Promise<Dispute> {
  const { objectId, state, money } = said;
  const { id: paymentId, provider } = payment;
  const known = await findDispute(tx, { provider, objectId, paymentId });
  const now = clock.now();
  if (known !== undefined) {
    await writeDispute(tx, known.id, { objectId, state, updatedAt: now });
    return known;
  }
  // What is held in a currency that was never paid can be taken from nobody by itself.
  if (money.currency !== payment.currency)
    await notices.toAdmins(tx, { what: 'reversal-currency', paymentId });
  return await insertDispute(tx, {
    paymentId,
    provider,
    objectId,
    state,
    amountMinor: money.minor,
    currency: money.currency,
    createdAt: now,
    updatedAt: now,
  });
}

/** Booked anew where it changes: what was held comes back, and what is held now leaves. */
async function hold(
  tx: Transaction,
  parts: SettleParts,
  { facts, said, row }: { facts: Reversal; said: DisputeTruth; row: Dispute },
): Promise<void> {
  const { minor: amountMinor, currency } = said.money;
  const isHeld = said.state === 'open' || said.state === 'lost';
  const heldMinor = isHeld && isCurrency(currency) ? amountMinor : 0;
  // Who names no disputes says nothing of how much: what was booked first stays until it is over.
  const isSame = facts.truth.disputes === undefined ? heldMinor > 0 === row.heldMinor > 0 : false;
  if (isSame || (heldMinor === row.heldMinor && currency === row.currency)) return;
  if (row.bookedKey !== null)
    await bookReturned(tx, parts, { key: row.bookedKey, as: row.bookedKey.replace(/taken$/, 'returned') });
  const turns = row.turns + 1;
  const key = `dispute:${facts.payment.id}:${row.id}-${turns}:taken`;
  const { payment } = facts;
  const leaving = { key, payment, ownerId: ownerOf(facts), minor: heldMinor, isDispute: true };
  if (heldMinor > 0 && isCurrency(currency)) await bookLeaving(tx, parts, { ...leaving, currency });
  await writeDispute(tx, row.id, {
    heldMinor,
    turns,
    amountMinor,
    currency,
    bookedKey: heldMinor > 0 ? key : null,
  });
}
