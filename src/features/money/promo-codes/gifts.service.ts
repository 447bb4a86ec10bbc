import type { Transaction } from '../../../platform/db.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { Ledger } from '../ledger/service.ts';
import type { SubscriptionService } from '../../subscriptions/service.ts';
import type { TrialService } from '../../trial/service.ts';
import type { Promo } from './queries.ts';

/** The gifts that codes give at once. */
export interface Gifts {
  /** Refuses `promo.for-buying` for a code that makes a purchase cheaper, and `promo.needs-access` for mere traffic. */
  give(tx: Transaction, gift: { userId: number; usageId: number; promo: Promo }): Promise<void>;
}

/** Days without traffic would be no access. */
const bytesPerDay = 5 * 1024 ** 3;

export function createGifts(parts: {
  ledger: Ledger;
  subscriptions: Pick<SubscriptionService, 'grant' | 'find' | 'runs'>;
  trial: Pick<TrialService, 'begin'>;
}): Gifts {
  const { ledger, subscriptions, trial } = parts;

  async function give(
    tx: Transaction,
    { userId, usageId, promo }: { userId: number; usageId: number; promo: Promo },
  ): Promise<void> {
    const reason = `promo use ${usageId}`;
    const gift = { userId, source: 'promo', reason } as const;
    switch (promo.kind) {
      case 'days':
        await subscriptions.grant(tx, {
          ...gift,
          days: promo.value,
          trafficBytes: promo.value * bytesPerDay,
        });
        return;
      case 'traffic': {
        if (!subscriptions.runs(await subscriptions.find(userId, tx)))
          throw new Refusal('conflict', 'promo.needs-access');
        await subscriptions.grant(tx, { ...gift, days: 0, trafficBytes: promo.value });
        return;
      }
      case 'trial':
        await trial.begin(tx, userId, promo.value);
        return;
      case 'balance': {
        if (promo.currency === null) throw new Error(`Promo code ${promo.id} has no currency`);
        const money = { minor: promo.value, currency: promo.currency };
        await ledger.move(tx, { key: reason, debit: 'gifts', credit: `user:${userId}`, money, userId });
        return;
      }
      case 'percent':
      case 'fixed':
        throw new Refusal('conflict', 'promo.for-buying');
    }
  }

  return { give };
}
