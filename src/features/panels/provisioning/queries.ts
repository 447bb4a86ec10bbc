import { and, asc, desc, eq, gt, inArray, isNull, lte, notInArray, or, sql } from 'drizzle-orm';
import { noteChange } from '../../../platform/changes.ts';
import { copyName } from '../../../platform/copies.ts';
import type { Db } from '../../../platform/db.ts';
import { plans } from '../../plans/tables.ts';
import { subscriptions } from '../../subscriptions/tables.ts';
import { users } from '../../users/tables.ts';
import { panels } from '../tables.ts';

type Subscription = typeof subscriptions.$inferSelect;

/** The facts that provisioning needs, read at once. */
export async function findForProvisioning(db: Db, userId: number) {
  const [row] = await db
    .select({ subscription: subscriptions, blockedAt: users.blockedAt, panel: panels })
    .from(subscriptions)
    .innerJoin(users, eq(users.telegramId, subscriptions.userId))
    .leftJoin(panels, eq(panels.id, subscriptions.panelId))
    .where(eq(subscriptions.userId, userId));
  return row;
}

/** A verified look at an account: what the panel was seen to hold. */
export interface Verification {
  id: number;
  /** The panel that was looked at. */
  panelId: number;
  version: number;
  period: number;
  panelUuid: string;
  usedBytes: number;
  held: NonNullable<Subscription['held']>;
  now: Date;
}

/**
 * Records that the panel was seen to hold `version` and what it said of the traffic; answers the row as it is now, or
 * undefined when a later version was recorded before, or when the account has moved to another panel.
 */
export async function markApplied(tx: Db, seen: Verification): Promise<Subscription | undefined> {
  const { id, panelId, version, period, panelUuid, usedBytes, held, now } = seen;
  const isSameUuid = sql`${subscriptions.panelUuid} = ${panelUuid}`;
  const [row] = await tx
    .update(subscriptions)
    .set({
      appliedVersion: version,
      appliedPeriod: period,
      verifiedAt: now,
      held,
      previousUuid: sql`case when ${isSameUuid} then null else ${subscriptions.previousUuid} end`,
      ...usageColumns(usedBytes),
      usageReadAt: now,
      failure: null,
      failedAt: null,
      givenUpVersion: null,
    })
    .where(
      and(
        eq(subscriptions.id, id),
        eq(subscriptions.panelId, panelId),
        lte(subscriptions.appliedVersion, version),
      ),
    )
    .returning();
  if (row !== undefined) await noteChange(tx, [copyName(subscriptions, row.userId)]);
  return row;
}

/** A counter that fell was begun again: what it says now is all new. */
function usageColumns(usedBytes: number) {
  const used = sql`${usedBytes}::bigint`;
  const before = sql`case when ${used} >= ${subscriptions.usedBytes} then ${subscriptions.usedBytes} else 0 end`;
  return { usedBytes, totalBytes: sql`${subscriptions.totalBytes} + ${used} - ${before}` };
}

/** Records why a try failed; `givenUp` says that no further try of this version would help. */
export async function markFailed(
  db: Db,
  failed: { id: number; panelId: number; failure: string; now: Date; givenUpVersion?: number | undefined },
): Promise<void> {
  const { id, panelId, failure, now, givenUpVersion } = failed;
  const failing = await db
    .update(subscriptions)
    .set({ failure, failedAt: now, ...(givenUpVersion !== undefined && { givenUpVersion }) })
    .where(and(eq(subscriptions.id, id), eq(subscriptions.panelId, panelId)))
    .returning({ userId: subscriptions.userId });
  await noteChange(db, failing.map(copyOf));
}

/** Asks the panel once more for these people, as if something had changed; answers who they are. */
export async function askAgain(
  tx: Db,
  { ids, now }: { ids: readonly number[]; now: Date },
): Promise<{ userId: number; panelId: number | null }[]> {
  if (ids.length === 0) return [];
  const asked = await tx
    .update(subscriptions)
    .set({ desiredVersion: sql`${subscriptions.desiredVersion} + 1`, updatedAt: now })
    .where(inArray(subscriptions.id, [...ids]))
    .returning({ userId: subscriptions.userId, panelId: subscriptions.panelId });
  await noteChange(tx, asked.map(copyOf));
  return asked;
}

/** People whose panel account lags behind what they are entitled to and may still catch up, longest first. */
export async function listLagging(
  db: Db,
  wanted: { changedBefore?: Date; panelId?: number; exceptPanelIds?: readonly number[]; limit: number },
): Promise<{ userId: number; panelId: number | null }[]> {
  const { changedBefore, panelId, exceptPanelIds = [], limit } = wanted;
  return await db
    .select({ userId: subscriptions.userId, panelId: subscriptions.panelId })
    .from(subscriptions)
    .where(
      and(
        gt(subscriptions.desiredVersion, subscriptions.appliedVersion),
        or(
          isNull(subscriptions.givenUpVersion),
          sql`${subscriptions.givenUpVersion} <> ${subscriptions.desiredVersion}`,
        ),
        ...(changedBefore === undefined ? [] : [lte(subscriptions.updatedAt, changedBefore)]),
        ...(panelId === undefined ? [] : [eq(subscriptions.panelId, panelId)]),
        ...(exceptPanelIds.length === 0
          ? []
          : [or(isNull(subscriptions.panelId), notInArray(subscriptions.panelId, [...exceptPanelIds]))]),
      ),
    )
    .orderBy(asc(subscriptions.updatedAt))
    .limit(limit);
}

/** A pending subscription becomes active once the panel was seen to hold it; answers whether it was pending still. */
export async function activate(tx: Db, id: number, now: Date): Promise<boolean> {
  const activated = await tx
    .update(subscriptions)
    .set({ status: 'active', updatedAt: now })
    .where(and(eq(subscriptions.id, id), eq(subscriptions.status, 'pending')))
    .returning({ userId: subscriptions.userId });
  await noteChange(tx, activated.map(copyOf));
  return activated.length > 0;
}

/** The person who was verified last among those who have access on this panel. */
export async function findLastWritten(db: Db, panelId: number) {
  const [row] = await db
    .select({ userId: subscriptions.userId, panelUuid: subscriptions.panelUuid })
    .from(subscriptions)
    .where(and(eq(subscriptions.panelId, panelId), eq(subscriptions.status, 'active')))
    .orderBy(desc(subscriptions.verifiedAt))
    .limit(1);
  return row;
}

/** The panels that take those who have this plan; undefined: those that take everybody. */
export async function findGroup(db: Db, planCode: string | null): Promise<string | undefined> {
  if (planCode === null) return undefined;
  const [row] = await db.select({ group: plans.panelGroup }).from(plans).where(eq(plans.code, planCode));
  return row?.group;
}

/** Gives the account a panel, unless it got one meanwhile. */
export async function writePanel(db: Db, { id, panelId }: { id: number; panelId: number }): Promise<void> {
  const placed = await db
    .update(subscriptions)
    .set({ panelId })
    .where(and(eq(subscriptions.id, id), isNull(subscriptions.panelId)))
    .returning({ userId: subscriptions.userId });
  await noteChange(db, placed.map(copyOf));
}

function copyOf({ userId }: { userId: number }): string {
  return copyName(subscriptions, userId);
}
