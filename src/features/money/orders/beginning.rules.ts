import type { Plan } from '../../plans/service.ts';
import type { Rest, Subscription } from '../../subscriptions/service.ts';
import type { Order } from './queries.ts';

type Held = Pick<Subscription, 'planCode' | 'dataLimitBytes' | 'trafficMode' | 'expiresAt'>;

/** Whether a plan gives at once what the one that holds does not: a protocol, no limit, or more in a month. */
export function isWider(
  plan: Pick<Plan, 'code' | 'protocols' | 'trafficBytes' | 'trafficMode'>,
  held: Held,
  heldProtocols: readonly string[] | undefined,
): boolean {
  const { planCode, dataLimitBytes, trafficMode, expiresAt } = held;
  if (planCode === null || planCode === 'trial' || planCode === plan.code || expiresAt === null) return false;
  const hasMoreProtocols =
    heldProtocols !== undefined &&
    (plan.protocols === null || plan.protocols.some((protocol) => !heldProtocols.includes(protocol)));
  if (hasMoreProtocols || dataLimitBytes === null) return hasMoreProtocols;
  if (plan.trafficBytes === null) return true;
  return plan.trafficMode !== 'total' && trafficMode !== 'monthly-kept' && plan.trafficBytes > dataLimitBytes;
}

/**
 * How long a day of what is left of a purchase is as a day of another plan: by what each costs a day, in the currency in which
 * the purchase was paid. Of traffic for the whole time less may be left than of the time: then that counts. Undefined where it
 * cannot be said.
 */
export function rateOf(
  order: Pick<Order, 'totalMinor' | 'currency' | 'days'>,
  plan: Pick<Plan, 'prices' | 'days'>,
  trafficShare: number,
): number | undefined {
  const price = plan.prices[order.currency];
  if (price === undefined || plan.days === null || order.days === null) return undefined;
  const rate = (order.totalMinor / order.days / (price / plan.days)) * trafficShare;
  return rate > 0 ? Math.round(rate * 1e6) / 1e6 || undefined : undefined;
}

/** How much less is left of the traffic than of the time, as a share; 1: no less. */
export function trafficShareOf(
  {
    dataLimitBytes,
    usedBytes,
    elsewhereBytes,
    trafficMode,
  }: Pick<Subscription, 'dataLimitBytes' | 'usedBytes' | 'elsewhereBytes' | 'trafficMode'>,
  rest: readonly Rest[],
): number {
  if (dataLimitBytes === null || dataLimitBytes === 0 || trafficMode !== 'total') return 1;
  const sum = (key: 'leftMs' | 'totalMs') => rest.reduce((all, one) => all + one[key], 0);
  const ofTraffic = Math.max(0, dataLimitBytes - usedBytes - elsewhereBytes) / dataLimitBytes;
  return Math.min(1, ofTraffic / (sum('leftMs') / Math.max(1, sum('totalMs'))));
}
