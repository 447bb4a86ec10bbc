import type { Db, Transaction } from '../../../platform/db.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { Ledger } from '../ledger/service.ts';
import type { SubscriptionService } from '../../subscriptions/service.ts';
import type { TrialService } from '../../trial/service.ts';
import type { Promo } from './queries.ts';

/** The gifts that codes give at once. */
export interface Gifts {
  /** Refuses `promo.for-buying` for a code that makes a purchase cheaper, and `promo.needs-access` for mere traffic. */
  give(tx: Transaction, gift: { userId: number; usageId: number; promo: Promo }): Promise<void>;
  /** Refuses `promo.needless` and `trial.needless` for days and traffic that would add nothing to what somebody has. */
  demandUseful(userId: number, promo: Promo, at?: Db): Promise<void>;
}

/** Days without traffic would be no access. */
const bytesPerDay = 5 * 1024 ** 3;

export function createGifts(parts: {
  ledger: Ledger;
  subscriptions: Pick<SubscriptionService, 'grant' | 'find' | 'runs' | 'wouldAdd'>;
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
        await demandUseful(userId, promo, tx);
        await subscriptions.grant(tx, { ...gift, ...daysOf(promo) });
        return;
      case 'traffic': {
        if (!subscriptions.runs(await subscriptions.find(userId, tx)))
          throw new Refusal('conflict', 'promo.needs-access');
        await demandUseful(userId, promo, tx);
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

  async function demandUseful(userId: number, promo: Promo, at?: Db): Promise<void> {
    const gift = gainOf(promo);
    if (gift === undefined || (await subscriptions.wouldAdd(userId, gift, at))) return;
    throw new Refusal('conflict', promo.kind === 'trial' ? 'trial.needless' : 'promo.needless');
  }

  return { give, demandUseful };
}

function daysOf({ value }: Promo) {
  return { days: value, trafficBytes: value * bytesPerDay };
}

/** The days and traffic that a code gives at once; undefined where it gives something else. */
function gainOf(promo: Promo): { days: number; trafficBytes: number } | undefined {
  if (promo.kind === 'days') return daysOf(promo);
  if (promo.kind === 'traffic') return { days: 0, trafficBytes: promo.value };
  return promo.kind === 'trial' ? { days: promo.value, trafficBytes: 0 } : undefined;
}
