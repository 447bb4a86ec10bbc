import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/db.ts';
import type { SubscriptionService } from '../../subscriptions/service.ts';
import { findForProvisioning } from './queries.ts';
import { hasWaited } from './waiting.rules.ts';

type Found = NonNullable<Awaited<ReturnType<typeof findForProvisioning>>>;

/**
 * Time that was paid for begins when a panel holds it: asked just before one is written to, it has what ran meanwhile
 * run from now on, and answers what is wanted then.
 */
export type BeginPeriod = (found: Found) => Promise<Found>;

export function createBeginPeriod(parts: {
  db: Database;
  clock: Clock;
  subscriptions: Pick<SubscriptionService, 'begin'>;
}): BeginPeriod {
  const { db, clock, subscriptions } = parts;
  return async (found) => {
    const { userId } = found.subscription;
    if (!hasWaited(found.subscription, clock.now())) return found;
    await db.transaction((tx) => subscriptions.begin(tx, userId));
    return (await findForProvisioning(db, userId)) ?? found;
  };
}
