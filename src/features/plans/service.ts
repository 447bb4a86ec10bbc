import type { Clock } from '../../platform/clock.ts';
import type { Copies } from '../../platform/copies.ts';
import type { Database, Db, Transaction } from '../../platform/db.ts';
import type { Currency, Money } from '../../platform/money.ts';
import type { Cause, Once } from '../../platform/once.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Audit } from '../audit/service.ts';
import type { Fleet } from '../panels/fleet/service.ts';
import type { UserService } from '../users/service.ts';
import {
  findPlan,
  findPlanByCode,
  listPlans,
  lockPlan,
  lockPositions,
  type Plan,
  planCopy,
  type PlanRow,
  updatePlan,
  writePosition,
  writePrice,
} from './queries.ts';
import { planProtocols } from './protocols.rules.ts';
import type { PlanProtocol, TrafficMode } from './tables.ts';
import { trafficModes } from './traffic.rules.ts';
import type { PriceLimits } from './refusals.ts';
import { asItIs, termsOfTrial, trialCode, type TrialSettings, type TrialTerms } from './trial.rules.ts';

export type { Plan };

/** One thing about a plan that an admin changes. */
export type PlanChange =
  | { field: 'nameRu' | 'nameEn'; value: string }
  /** Null: for ever. */
  | { field: 'days'; value: number | null }
  /** Null: unlimited. */
  | { field: 'trafficBytes'; value: number | null }
  | { field: 'trafficMode'; value: TrafficMode }
  | { field: 'isVisible'; value: boolean }
  /** A group that a panel belongs to. */
  | { field: 'panelGroup'; value: string }
  /** Null: all that there are. */
  | { field: 'protocols'; value: readonly PlanProtocol[] | null }
  /** Null: not sold in this currency. */
  | { field: 'price'; currency: Currency; value: number | null };

/** A plan's way up (-1) or down (1) the list; from where it is not any more nothing moves. */
export interface PlanStep {
  by: -1 | 1;
  /** Its place, counted from nought; undefined: wherever it is. */
  from?: number | undefined;
}

export interface PlanService {
  /** What is on sale, in the order in which it is shown, perhaps of a minute ago. The trial is not sold. */
  onSale(): Promise<Plan[]>;
  /** A plan on sale, as it is now; refuses `plan.unknown`. */
  getOnSale(id: number, at?: Db): Promise<Plan>;
  /** All of them, for staff who manage plans. */
  list(actorId: number): Promise<Plan[]>;
  view(actorId: number, id: number): Promise<Plan>;
  /** Changes one thing; what was sold before stays as it was. Refuses `plan.unknown`, `plan.bad-value`, `plan.price-limits`, `plan.no-group`, `not-allowed`. */
  change(cause: Cause, id: number, change: PlanChange): Promise<void>;
  /** Moves a plan by one place; at the end nothing moves. Refuses `plan.unknown`, `not-allowed`. */
  move(cause: Cause, id: number, step: PlanStep): Promise<void>;
  /** The groups that panels belong to. */
  groups(actorId: number): Promise<string[]>;
  /** What keys are offered of to those who have this plan, perhaps of a minute ago; undefined: everything. */
  protocolsOf(code: string): Promise<readonly PlanProtocol[] | undefined>;
  /** What the plan is called; undefined when there is none of this code. */
  namesOf(code: string): Promise<Plan['names'] | undefined>;
  /** What the trial gives, and whether it is on: in the transaction as it is now, without one perhaps of a minute ago. */
  trialTerms(at?: Db): Promise<TrialTerms>;
}

const mostMinor = 99_999_999;

export function createPlanService(parts: {
  db: Database;
  copies: Copies;
  clock: Clock;
  once: Once;
  audit: Audit;
  users: Pick<UserService, 'demand'>;
  panels: Pick<Fleet, 'list'>;
  /** What the plan of the trial begins with. */
  trial: TrialSettings;
  /** The way of paying here that could not charge a price, and what it could; undefined: all could. */
  misfitOf(price: Money): PriceLimits | undefined;
}): PlanService {
  const { db, copies, clock, once, audit, users } = parts;
  const current = (plan: Plan) => asItIs(plan, parts.trial);

  const isSold = (plan: Plan) =>
    plan.isVisible && plan.code !== trialCode && Object.keys(plan.prices).length > 0;

  const catalogue = () => copies.of(planCopy(undefined), () => listPlans(db));

  async function glance(code: string): Promise<PlanRow | undefined> {
    return await copies.of(planCopy(code), () => findPlanByCode(db, code));
  }

  async function getOnSale(id: number, at: Db = db): Promise<Plan> {
    const plan = await findPlan(at, id);
    if (plan === undefined || !isSold(plan)) throw new Refusal('missing', 'plan.unknown');
    return plan;
  }

  async function list(actorId: number): Promise<Plan[]> {
    await users.demand(actorId, 'manage plans');
    return (await listPlans(db)).map(current);
  }

  async function view(actorId: number, id: number): Promise<Plan> {
    await users.demand(actorId, 'manage plans');
    const plan = await findPlan(db, id);
    if (plan === undefined) throw new Refusal('missing', 'plan.unknown');
    return current(plan);
  }

  async function change(cause: Cause, id: number, wanted: PlanChange): Promise<void> {
    const groups = wanted.field === 'panelGroup' ? await knownGroups() : [];
    await once.apply(cause, 'change plan', async (tx) => {
      await users.demand(cause.actorId, 'manage plans', tx);
      const found = await lockPlan(tx, id);
      if (found === undefined) throw new Refusal('missing', 'plan.unknown');
      const plan = current(found);
      if (!isPossible(wanted) || !isFit(plan, wanted)) throw new Refusal('invalid', 'plan.bad-value');
      if (wanted.field === 'panelGroup' && !groups.includes(wanted.value))
        throw new Refusal('invalid', 'plan.no-group');
      demandChargeable(wanted);
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

  /** What a way of paying could not charge is refused here, and not to every buyer. */
  function demandChargeable(wanted: PlanChange): void {
    if (wanted.field !== 'price' || wanted.value === null) return;
    const { value: minor, currency } = wanted;
    const limits = parts.misfitOf({ minor, currency });
    if (limits !== undefined) throw new Refusal('invalid', 'plan.price-limits', { ...limits, currency });
  }

  /** All that the settings have decided so far is written with the first change, which makes the plan decide. */
  async function write(tx: Transaction, plan: Plan, wanted: PlanChange): Promise<void> {
    const { days, trafficBytes, isVisible } = plan;
    if (wanted.field === 'price') {
      const { currency, value: amountMinor } = wanted;
      await writePrice(tx, { planId: plan.id, currency, amountMinor });
    }
    const changes = columnsOf(plan, wanted);
    await updatePlan(tx, plan.id, { days, trafficBytes, isVisible, ...changes, updatedAt: clock.now() });
  }

  async function knownGroups(): Promise<string[]> {
    return [...new Set((await parts.panels.list()).map(({ group }) => group))].toSorted();
  }

  async function groups(actorId: number): Promise<string[]> {
    await users.demand(actorId, 'manage plans');
    return await knownGroups();
  }

  async function move(cause: Cause, id: number, { by, from: seenAt }: PlanStep): Promise<void> {
    await once.apply(cause, 'move plan', async (tx) => {
      await users.demand(cause.actorId, 'manage plans', tx);
      const order = (await lockPositions(tx)).map((plan) => plan.id);
      const from = order.indexOf(id);
      if (from === -1) throw new Refusal('missing', 'plan.unknown');
      if (seenAt !== undefined && seenAt !== from) return true;
      const to = Math.min(order.length - 1, Math.max(0, from + by));
      order.splice(to, 0, ...order.splice(from, 1));
      for (const [index, planId] of order.entries()) await writePosition(tx, planId, index + 1);
      const moved = { actorId: cause.actorId, action: 'move plan', subject: `plan ${id}` };
      if (from !== to) await audit.record(tx, { ...moved, before: from + 1, after: to + 1 });
      return true;
    });
  }

  async function trialTerms(at?: Db): Promise<TrialTerms> {
    const plan = await (at === undefined ? glance(trialCode) : findPlanByCode(at, trialCode));
    if (plan === undefined) return { ...parts.trial, isOn: false };
    return termsOfTrial(plan, parts.trial);
  }

  return {
    onSale: async () => (await catalogue()).filter(isSold),
    getOnSale,
    list,
    view,
    change,
    move,
    groups,
    protocolsOf: async (code) => (await glance(code))?.protocols ?? undefined,
    namesOf: async (code) => (await glance(code))?.names,
    trialTerms,
  };
}

function columnsOf(plan: Plan, wanted: PlanChange): Partial<Plan> {
  switch (wanted.field) {
    case 'price':
      return {};
    case 'nameRu':
      return { names: { ...plan.names, ru: wanted.value } };
    case 'nameEn':
      return { names: { ...plan.names, en: wanted.value } };
    case 'days':
    case 'trafficBytes':
    case 'trafficMode':
    case 'isVisible':
    case 'panelGroup':
      return { [wanted.field]: wanted.value };
    case 'protocols':
      return { protocols: wanted.value === null ? null : [...wanted.value] };
  }
}

/** A trial costs nothing, and it has an end and one limit. */
function isFit({ code }: Plan, { field, value }: PlanChange): boolean {
  if (field === 'trafficMode') return code !== trialCode;
  return code !== trialCode || field === 'protocols' || (field !== 'price' && value !== null);
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
      return isName(wanted.value);
    case 'isVisible':
    case 'panelGroup':
      return true;
    case 'trafficMode':
      return trafficModes.includes(wanted.value);
    case 'protocols':
      return wanted.value === null || areProtocols(wanted.value);
    case 'days':
      return isWithin(wanted.value, 3_650);
    case 'trafficBytes':
      return isWithin(wanted.value, 10_000 * 1024 ** 3);
    case 'price':
      return isWithin(wanted.value, mostMinor);
  }
}

function areProtocols(chosen: readonly PlanProtocol[]): boolean {
  const isEach = chosen.every((protocol) => planProtocols.includes(protocol));
  return chosen.length > 0 && isEach && new Set(chosen).size === chosen.length;
}

function isName(text: string): boolean {
  return text.trim() !== '' && text.length <= 24 && text.isWellFormed() && !/\p{Cc}/u.test(text);
}

function isWithin(value: number | null, most: number): boolean {
  return value === null || (Number.isSafeInteger(value) && value >= 1 && value <= most);
}
