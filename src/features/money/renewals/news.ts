import type { Transaction } from '../../../platform/db.ts';
import type { Renewal } from './queries.ts';

/** What people are told of their auto-renewal, as part of the transaction that makes it true. */
export interface RenewalNews {
  /** A charge is coming. */
  reminder(tx: Transaction, renewal: Renewal): Promise<void>;
  /** A charge was refused and is tried again. */
  failing(tx: Transaction, renewal: Renewal): Promise<void>;
  /** It is over, and not because the person said so in the chat. */
  ended(tx: Transaction, renewal: Renewal): Promise<void>;
}

/** Words it as notices. */
export function createRenewalNews(
  tell: (
    tx: Transaction,
    notice: { userId: number; kind: 'renewal'; details: Record<string, string> },
  ) => Promise<void>,
): RenewalNews {
  const say = (what: string) => async (tx: Transaction, renewal: Renewal) => {
    const { userId, amountMinor, currency, provider, nextChargeAt, nextTryAt, payUrl } = renewal;
    const details: Record<string, string> = {
      what: what === 'ended' ? endOf(renewal) : what,
      minor: String(amountMinor),
      currency,
      provider,
      ...(nextChargeAt !== null && { chargeAt: nextChargeAt.toISOString() }),
      ...(nextTryAt !== null && { tryAt: nextTryAt.toISOString() }),
      ...(payUrl !== null && { payUrl }),
    };
    await tell(tx, { userId, kind: 'renewal', details });
  };
  return { reminder: say('reminder'), failing: say('failing'), ended: say('ended') };
}

/** In one word, where the end has a sentence of its own. */
function endOf({ endReason }: Renewal): string {
  return endReason === 'unpaid' || endReason === 'taken-back' || endReason === 'review' ? endReason : 'ended';
}
