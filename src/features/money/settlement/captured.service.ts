import type { Transaction } from '../../../platform/db.ts';
import { isCurrency, type Money } from '../../../platform/money.ts';
import type { ProviderTruth } from '../providers/truth.ts';
import { clearingAccount, isHere } from '../providers/registry.ts';
import type { Payment } from './queries.ts';
import type { SettleParts, Source } from './case.rules.ts';

/** Whether what came is real money; null for what was with us already. */
export function isLiveMoney(source: Source, truth: Pick<ProviderTruth, 'isLive'>): boolean | null {
  return isHere(source.name) ? null : (truth.isLive ?? source.isLive);
}

/** The row of a payment that nobody here has begun. */
export function rowOf(source: Source, truth: ProviderTruth, now: Date) {
  const { name } = source;
  const { minor, currency } = truth.money;
  return {
    provider: name,
    objectId: truth.objectId,
    chargeRef: truth.chargeRef ?? null,
    carriesMark: truth.isOurs,
    isLive: isLiveMoney(source, truth),
    status: 'pending' as const,
    amountMinor: minor,
    // A currency that we know nothing of is put aside at once; here it only has to be written down.
    currency: currency as Money['currency'],
    createdAt: now,
  };
}

/** Books money that came in, once. */
export async function book(
  tx: Transaction,
  { ledger }: SettleParts,
  { payment, source, credit }: { payment: Payment; source: Source; credit: string },
): Promise<void> {
  if (!isCurrency(payment.currency)) return;
  await ledger.move(tx, {
    key: `${source.name}:${payment.objectId}:settled`,
    debit: clearingAccount(source.name, payment.userId),
    credit,
    money: { minor: payment.amountMinor, currency: payment.currency },
    userId: payment.userId,
    orderId: payment.orderId,
  });
}
