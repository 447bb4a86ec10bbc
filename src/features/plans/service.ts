import type { Clock } from '../../platform/clock.ts';
import type { Database, Db, Transaction } from '../../platform/db.ts';
import type { Currency } from '../../platform/money.ts';
import type { Cause, Once } from '../../platform/once.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Audit } from '../audit/service.ts';
import type { UserService } from '../users/service.ts';
import { findPlan, listPlans, lockPlan, type Plan, updatePlan, writePrice } from './queries.ts';

export type { Plan };

/** One thing about a plan that an admin changes. */
export type PlanChange =
  | { field: 'nameRu' | 'nameEn'; value: string }
  /** Null: for ever. */
  | { field: 'days'; value: number | null }
  /** Null: unlimited. */
  | { field: 'trafficBytes'; value: number | null }
  | { field: 'isVisible'; value: boolean }
  /** Null: not sold in this currency. */
  | { field: 'price'; currency: Currency; value: number | null };

export interface PlanService {
  /** What is on sale, in the order in which it is shown. The trial is not sold. */
  onSale(): Promise<Plan[]>;
  /** A plan on sale; refuses `plan.unknown`. */
  getOnSale(id: number, at?: Db): Promise<Plan>;
  /** All of them, for staff who manage plans. */
  list(actorId: number): Promise<Plan[]>;
  view(actorId: number, id: number): Promise<Plan>;
  /** Changes one thing; what was sold before stays as it was. Refuses `plan.unknown`, `plan.bad-value`, `not-allowed`. */
  change(cause: Cause, id: number, change: PlanChange): Promise<void>;
}

const mostMinor = 99_999_999;

export function createPlanService(parts: {
  db: Database;
  clock: Clock;
  once: Once;
  audit: Audit;
  users: Pick<UserService, 'demand'>;
}): PlanService {
  const { db, clock, once, audit, users } = parts;

  const isSold = (plan: Plan) =>
    plan.isVisible && plan.code !== 'trial' && Object.keys(plan.prices).length > 0;

  async function getOnSale(id: number, at: Db = db): Promise<Plan> {
    const plan = await findPlan(at, id);
    if (plan === undefined || !isSold(plan)) throw new Refusal('missing', 'plan.unknown');
    return plan;
  }

  async function list(actorId: number): Promise<Plan[]> {
    await users.demand(actorId, 'manage plans');
    return await listPlans(db);
  }

  async function view(actorId: number, id: number): Promise<Plan> {
    await users.demand(actorId, 'manage plans');
    const plan = await findPlan(db, id);
    if (plan === undefined) throw new Refusal('missing', 'plan.unknown');
    return plan;
  }

  async function change(cause: Cause, id: number, wanted: PlanChange): Promise<void> {
    await once.apply(cause, 'change plan', async (tx) => {
      await users.demand(cause.actorId, 'manage plans', tx);
      const plan = await lockPlan(tx, id);
      if (plan === undefined) throw new Refusal('missing', 'plan.unknown');
      if (!isPossible(wanted)) throw new Refusal('invalid', 'plan.bad-value');
      await write(tx, plan, wanted);
      await audit.record(tx, {
        actorId: cause.actorId,
        action: 'change plan',
        subject: `plan ${plan.code}`,
        before: before(plan, wanted),
        after: wanted,
      });
      return true;
    });
  }

  async function write(tx: Transaction, plan: Plan, wanted: PlanChange): Promise<void> {
    const updatedAt = clock.now();
    if (wanted.field === 'price') {
      const { currency, value: amountMinor } = wanted;
      await writePrice(tx, { planId: plan.id, currency, amountMinor });
      return await updatePlan(tx, plan.id, { updatedAt });
    }
    if (wanted.field === 'nameRu') return await rename(tx, plan, { ru: wanted.value });
    if (wanted.field === 'nameEn') return await rename(tx, plan, { en: wanted.value });
    await updatePlan(tx, plan.id, { [wanted.field]: wanted.value, updatedAt });
  }

  async function rename(tx: Transaction, plan: Plan, names: Partial<Plan['names']>): Promise<void> {
    await updatePlan(tx, plan.id, { names: { ...plan.names, ...names }, updatedAt: clock.now() });
  }

  return { onSale: async () => (await listPlans(db)).filter(isSold), getOnSale, list, view, change };
}

function before(plan: Plan, wanted: PlanChange): unknown {
  if (wanted.field === 'price') return plan.prices[wanted.currency] ?? null;
  if (wanted.field === 'nameRu' || wanted.field === 'nameEn') return plan.names;
  return plan[wanted.field];
}

function isPossible(wanted: PlanChange): boolean {
  switch (wanted.field) {
    case 'nameRu':
    case 'nameEn':
      return wanted.value.length >= 1 && wanted.value.length <= 24;
    case 'isVisible':
      return true;
    case 'days':
      return isWithin(wanted.value, 3_650);
    case 'trafficBytes':
      return isWithin(wanted.value, 10_000 * 1024 ** 3);
    case 'price':
      return isWithin(wanted.value, mostMinor);
  }
}

function isWithin(value: number | null, most: number): boolean {
  return value === null || (Number.isSafeInteger(value) && value >= 1 && value <= most);
}
