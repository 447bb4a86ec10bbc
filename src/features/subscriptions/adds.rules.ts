import { accessStateOf, isRunning } from './access-state.rules.ts';
import type { TrafficMode } from '../plans/tables.ts';
import type { subscriptions } from './tables.ts';

type Facts = NonNullable<Parameters<typeof accessStateOf>[0]> &
  Pick<typeof subscriptions.$inferSelect, 'trafficMode'>;

/** Something that would be given; without a plan it goes by the plan that there is. */
export interface GiftTerms {
  days: number | null;
  trafficBytes: number | null;
  trafficMode?: TrafficMode;
  planCode?: string;
}

/** Whether days and traffic would add anything to what somebody has: for ever and unlimited swallow more of the same. */
export function addsTo(subscription: Facts | undefined, gift: GiftTerms, now: Date): boolean {
  if (subscription === undefined || !isRunning(subscription, now)) return true;
  const addsTraffic = subscription.dataLimitBytes !== null && gift.trafficBytes !== 0;
  if (subscription.expiresAt !== null) return gift.days !== 0 || addsTraffic;
  // Nothing with a counter of its own ever begins behind access without an end.
  const isHad = gift.days === 0 || !countsApart(subscription, gift);
  return addsTraffic && (isHad || accessStateOf(subscription, now) === 'used-up');
}

/** Whether its traffic has a counter of its own, beside the limit that holds now. */
export function countsApart(
  { trafficMode: holds }: Pick<Facts, 'trafficMode'>,
  { trafficBytes, trafficMode = 'total', planCode }: GiftTerms,
): boolean {
  if (trafficBytes === null) return true;
  return planCode !== undefined && (trafficMode !== 'total' || holds !== 'total');
}
