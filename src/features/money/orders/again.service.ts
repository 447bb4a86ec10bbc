import type { Database } from '../../../platform/db.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { providerBy } from '../providers/registry.ts';
import type { Offers } from './offers.service.ts';
import { findLastBought } from './queries.ts';
import type { FormerPurchase } from './taps.ts';

/** What somebody has bought, as they could buy it now. */
export interface RepeatPurchase {
  /** The plan of the last purchase at today's price, by the same way where that is open; undefined: it is not sold any more. */
  again(userId: number): Promise<FormerPurchase | undefined>;
}

export function createRepeatPurchase({ db, offers }: { db: Database; offers: Offers }): RepeatPurchase {
  return { again };

  async function again(userId: number): Promise<FormerPurchase | undefined> {
    const last = await findLastBought(db, userId);
    if (last === undefined) return undefined;
    const { planId, provider } = last;
    const offer = await offered(userId, planId);
    const same = offer?.ways.find(({ way }) => providerBy(way).name === provider) ?? offer?.ways[0];
    if (offer === undefined || same === undefined) return undefined;
    const { way, quote } = same;
    const price = { minor: quote.totalMinor, currency: quote.currency };
    // Where it has to be asked when it begins, the plan is shown first.
    return { planId, ...price, ...(offer.beginning === undefined && { way }) };
  }

  async function offered(userId: number, planId: number) {
    try {
      return await offers.offer(userId, { planId, promoId: undefined, renews: false });
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  }
}
