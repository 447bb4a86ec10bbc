import type { Transaction } from '../../../platform/db.ts';
import { followHeld } from './held.service.ts';
import { isForOrder } from './holding.service.ts';
import { type Payment, writePayment } from './queries.ts';
import type { Reversal } from './reversal.rules.ts';
import type { MoneyOutcome, SettleParts } from './case.rules.ts';
import { followInquiry } from './warn.service.ts';

/** While a bank disputes a payment its access rests; won, it comes back; lost, it is gone. */
export async function followDispute(tx: Transaction, parts: SettleParts, facts: Reversal): Promise<Payment> {
  const { truth, payment } = facts;
  if (truth.dispute === undefined) return payment;
  await followHeld(tx, parts, facts);
  if (truth.dispute === 'inquiry') return await followInquiry(tx, parts, payment);
  const isDisputed = truth.dispute !== 'won';
  if (payment.isDisputed === isDisputed && !isLostNow(facts)) return payment;
  await parts.notices.toAdmins(tx, { what: alarms[truth.dispute], paymentId: payment.id });
  await tellOwner(tx, parts, facts);
  if (payment.isDisputed === isDisputed) return payment;
  return await writePayment(tx, payment.id, { isDisputed });
}

/** Known to be disputed, and decided against us since: the order still waits for the bank. */
function isLostNow({ truth, payment, order }: Reversal): boolean {
  return truth.dispute === 'lost' && payment.isDisputed && order?.status === 'disputed';
}

const alarms = { open: 'dispute', won: 'dispute-won', lost: 'dispute-lost' } as const;

const kinds: Readonly<Record<'open' | 'won' | 'lost', MoneyOutcome>> = {
  open: 'disputed',
  won: 'dispute-won',
  lost: 'dispute-lost',
};

/** Where access hangs on it: what bought nothing, or has gone back before, takes none with it. */
async function tellOwner(tx: Transaction, { notices }: SettleParts, facts: Reversal): Promise<void> {
  const { truth, payment, order } = facts;
  const { dispute } = truth;
  if (dispute === undefined || dispute === 'inquiry') return;
  const left = payment.amountMinor - payment.refundedMinor;
  if (order === undefined || !isForOrder(payment) || left < 1) return;
  const money = { minor: payment.amountMinor, currency: payment.currency };
  await notices.toPerson(tx, { userId: order.userId, kind: kinds[dispute], orderId: order.id, money });
}
