import { and, asc, eq, sql } from 'drizzle-orm';
import { noteChange } from '../../platform/changes.ts';
import { copyName } from '../../platform/copies.ts';
import type { Db } from '../../platform/db.ts';
import { preparedFor } from '../../platform/prepared.ts';
import type { Currency } from '../../platform/money.ts';
import { planPrices, plans } from './tables.ts';

export type PlanRow = typeof plans.$inferSelect;
export type Prices = Partial<Record<Currency, number>>;
/** A plan with what it costs, in the smallest unit of each currency it is sold in. */
export type Plan = PlanRow & { prices: Prices };

async function withPrices(db: Db, rows: readonly PlanRow[]): Promise<Plan[]> {
  const prices = await db.select().from(planPrices);
  return rows.map((row) => ({
    ...row,
    prices: Object.fromEntries(
      prices.filter(({ planId }) => planId === row.id).map((price) => [price.currency, price.amountMinor]),
    ),
  }));
}

/** The name of the copy of all plans, and those of one by its code. */
export function planCopy(code: string | undefined): string {
  return copyName(plans, code === undefined ? 'all' : `code ${code}`);
}

/** In the order in which they are shown. */
export async function listPlans(db: Db): Promise<Plan[]> {
  return await withPrices(db, await db.select().from(plans).orderBy(asc(plans.position), asc(plans.id)));
}

export async function findPlan(db: Db, id: number): Promise<Plan | undefined> {
  const [plan] = await withPrices(db, await db.select().from(plans).where(eq(plans.id, id)));
  return plan;
}

const planByCode = preparedFor((db) =>
  db
    .select()
    .from(plans)
    .where(eq(plans.code, sql.placeholder('code')))
    .prepare('plan by code'),
);

/** Without its prices, for what is not sold. */
export async function findPlanByCode(db: Db, code: string): Promise<PlanRow | undefined> {
  const [row] = await planByCode(db).execute({ code });
  return row;
}

/** All places in the order of plans, locked until the transaction ends. */
export async function lockPositions(tx: Db): Promise<{ id: number; position: number }[]> {
  const rows = await tx
    .select({ id: plans.id, position: plans.position })
    .from(plans)
    .orderBy(asc(plans.id))
    .for('update');
  return rows.toSorted((one, other) => one.position - other.position || one.id - other.id);
}

/** Where a plan stands is nothing that is sold: its version stays. */
export async function writePosition(tx: Db, id: number, position: number): Promise<void> {
  const moved = await tx
    .update(plans)
    .set({ position })
    .where(eq(plans.id, id))
    .returning({ code: plans.code });
  await noteChange(tx, [planCopy(undefined), ...moved.map(({ code }) => planCopy(code))]);
}

/** The plan, locked until the transaction ends. */
export async function lockPlan(tx: Db, id: number): Promise<Plan | undefined> {
  const [plan] = await withPrices(tx, await tx.select().from(plans).where(eq(plans.id, id)).for('update'));
  return plan;
}

/** Writes what changed and counts the version up. */
export async function updatePlan(tx: Db, id: number, changes: Partial<PlanRow>): Promise<void> {
  const changed = await tx
    .update(plans)
    .set({ ...changes, version: sql`${plans.version} + 1` })
    .where(eq(plans.id, id))
    .returning({ code: plans.code });
  await noteChange(tx, [planCopy(undefined), ...changed.map(({ code }) => planCopy(code))]);
}

/** Null takes the plan off sale in this currency. */
export async function writePrice(
  tx: Db,
  { planId, currency, amountMinor }: { planId: number; currency: Currency; amountMinor: number | null },
): Promise<void> {
  if (amountMinor === null) {
    await tx.delete(planPrices).where(and(eq(planPrices.planId, planId), eq(planPrices.currency, currency)));
    await noteChange(tx, [planCopy(undefined)]);
    return;
  }
  await tx
    .insert(planPrices)
    .values({ planId, currency, amountMinor })
    .onConflictDoUpdate({ target: [planPrices.planId, planPrices.currency], set: { amountMinor } });
  await noteChange(tx, [planCopy(undefined)]);
}
