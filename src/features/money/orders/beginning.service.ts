import type { Database, Db } from '../../../platform/db.ts';
import type { Plan, PlanService } from '../../plans/service.ts';
import type { SubscriptionService } from '../../subscriptions/service.ts';
import { isWider, rateOf, trafficShareOf } from './beginning.rules.ts';
import { listOrdersBy, type Order } from './queries.ts';

/** What a wider plan asks: whether it begins now or after the narrower one that runs, and what each would be. */
export interface Beginning {
  /** What the narrower plan is called, as it was bought last. */
  planNames: Order['planNames'] | undefined;
  /** How much time is left of it. */
  leftMs: number;
  /** How much of the wider plan that becomes, where it is worth something of it; 0: it follows as it is. */
  becomesMs: number;
  converts: NonNullable<Order['converts']>;
  beginsAfter: Date;
  endsNow: Date | null;
  endsAfter: Date | null;
}

export interface Beginnings {
  /** Undefined where there is nothing to ask: nothing narrower runs. */
  of(userId: number, plan: Plan, at?: Db): Promise<Beginning | undefined>;
}

export function createBeginnings(parts: {
  db: Database;
  plans: Pick<PlanService, 'protocolsOf'>;
  subscriptions: Pick<SubscriptionService, 'find' | 'stateOf' | 'restOf' | 'endWith'>;
}): Beginnings {
  const { db, plans, subscriptions } = parts;
  return { of };

  async function of(userId: number, plan: Plan, at: Db = db): Promise<Beginning | undefined> {
    const held = await subscriptions.find(userId, at);
    if (held === undefined || held.expiresAt === null || subscriptions.stateOf(held) !== 'ready')
      return undefined;
    const { planCode, expiresAt: beginsAfter } = held;
    if (planCode === null || !isWider(plan, held, await plans.protocolsOf(planCode))) return undefined;
    const rest = await subscriptions.restOf(userId, at);
    const orders = await listOrdersBy(
      at,
      rest.map(({ thing }) => Number(thing.slice('order '.length))),
    );
    const share = trafficShareOf(held, rest);
    const worth = rest.map(({ thing, leftMs }) => {
      const order = orders.find(({ id }) => thing === `order ${id}`);
      return { thing, leftMs, rate: order === undefined ? undefined : rateOf(order, plan, share) };
    });
    const converts = worth.flatMap(({ thing, rate }) => (rate === undefined ? [] : [{ thing, rate }]));
    const gift = { days: plan.days, trafficBytes: plan.trafficBytes, planCode: plan.code };
    return {
      planNames: orders[0]?.planNames,
      leftMs: worth.reduce((sum, { leftMs }) => sum + leftMs, 0),
      becomesMs: worth.reduce((sum, { leftMs, rate = 0 }) => sum + leftMs * rate, 0),
      converts,
      beginsAfter,
      endsNow: await subscriptions.endWith(userId, { ...gift, converts }),
      endsAfter: await subscriptions.endWith(userId, gift),
    };
  }
}
