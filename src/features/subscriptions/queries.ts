import { and, asc, eq, gt, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import { noteChange } from '../../platform/changes.ts';
import { copyName } from '../../platform/copies.ts';
import type { Db } from '../../platform/db.ts';
import { auditLog } from '../audit/tables.ts';
import type { Entitlement } from './fold.rules.ts';
import type { Grant } from './steps.rules.ts';
import { grants, subscriptions } from './tables.ts';

type Subscription = typeof subscriptions.$inferSelect;

/** The person's subscription, made with nothing in it when there is none, locked until the transaction ends. */
export async function lockSubscription(
  tx: Db,
  { userId, panelUuid, now }: { userId: number; panelUuid: string; now: Date },
): Promise<Subscription> {
  const added = await tx
    .insert(subscriptions)
    .values({
      userId,
      panelUuid,
      status: 'expired',
      expiresAt: now,
      dataLimitBytes: 0,
      createdAt: now,
      updatedAt: now,
    })
    .onConflictDoNothing()
    .returning({ userId: subscriptions.userId });
  if (added.length > 0) await noteChange(tx, [copyName(subscriptions, userId)]);
  const [row] = await tx.select().from(subscriptions).where(eq(subscriptions.userId, userId)).for('update');
  if (row === undefined) throw new Error('A subscription vanished while it was locked');
  return row;
}

/** Adds a grant; answers false when the same thing has granted this person before. */
export async function insertGrant(tx: Db, grant: typeof grants.$inferInsert): Promise<boolean> {
  const added = await tx.insert(grants).values(grant).onConflictDoNothing().returning({ id: grants.id });
  return added.length > 0;
}

/** Takes back what this grant gave; answers false when there is nothing to take back. */
export async function revokeGrant(
  tx: Db,
  { userId, reason, now }: { userId: number; reason: string; now: Date },
): Promise<boolean> {
  const revoked = await tx
    .update(grants)
    .set({ revokedAt: now })
    .where(and(eq(grants.key, `${reason} user ${userId}`), isNull(grants.revokedAt)))
    .returning({ id: grants.id });
  return revoked.length > 0;
}

/** All of them, those taken back too: whose time has run has had it. */
export async function listGrants(db: Db, userId: number): Promise<Grant[]> {
  const { id, reason, days, trafficBytes, trafficMode, planCode, grantedAt, givenAt, revokedAt, begunAt } =
    grants;
  const { goesFirst, restBytes, converts } = grants;
  return await db
    .select({
      id,
      reason,
      days,
      trafficBytes,
      trafficMode,
      planCode,
      grantedAt,
      givenAt,
      revokedAt,
      begunAt,
      goesFirst,
      restBytes,
      converts,
    })
    .from(grants)
    .where(eq(grants.userId, userId))
    .orderBy(asc(grants.id));
}

/** Has the time of a grant run from a later moment on. */
export async function writeBegun(tx: Db, { id, begunAt }: { id: number; begunAt: Date }): Promise<void> {
  await tx.update(grants).set({ begunAt }).where(eq(grants.id, id));
}

/** Writes what the person is entitled to and asks the panel to follow: the version grows. */
export async function writeEntitlement(
  tx: Db,
  change: { id: number; entitlement: Entitlement | undefined; status: Subscription['status']; now: Date },
): Promise<Subscription> {
  const { id, entitlement, status, now } = change;
  const [row] = await tx
    .update(subscriptions)
    .set({
      status,
      pendingSince:
        status === 'pending'
          ? sql`coalesce(${subscriptions.pendingSince}, ${now.toISOString()}::timestamptz)`
          : null,
      ...(entitlement === undefined ? nothingFrom(now) : termsOf(entitlement)),
      desiredVersion: sql`${subscriptions.desiredVersion} + 1`,
      remindAt: now,
      updatedAt: now,
    })
    .where(eq(subscriptions.id, id))
    .returning();
  if (row === undefined) throw new Error('A subscription vanished while it was written');
  await noteChange(tx, [copyName(subscriptions, row.userId)]);
  return row;
}

/** Null is "for ever" and "unlimited" alone, so nothing has an end that is past, and a limit of nothing. */
function nothingFrom(now: Date) {
  const endedAt = sql`least(${subscriptions.expiresAt}, ${now.toISOString()}::timestamptz)`;
  const terms = {
    dataLimitBytes: 0,
    planCode: null,
    trafficMode: 'total' as const,
    changesAt: null,
    next: null,
    resetsAt: null,
  };
  return { startedAt: null, expiresAt: endedAt, ...terms };
}

function termsOf(entitlement: Entitlement) {
  const { startedAt, expiresAt, trafficBytes: dataLimitBytes, planCode } = entitlement;
  const { changesAt, next, trafficMode, resetsAt } = entitlement;
  const terms = { startedAt, expiresAt, dataLimitBytes, planCode, changesAt, next, trafficMode, resetsAt };
  return { ...terms, ...periodColumns(entitlement) };
}

/** What was begun by something else is another period, in which nothing was used on any panel yet. */
function periodColumns({ madeBy, startedAt }: Entitlement) {
  const isSameStart = sql`${subscriptions.startedAt} is not distinct from ${startedAt.toISOString()}::timestamptz`;
  const isSame = sql`case when ${subscriptions.madeBy} is null then ${isSameStart} else ${subscriptions.madeBy} = ${madeBy} end`;
  return {
    madeBy,
    period: sql`${subscriptions.period} + case when ${isSame} then 0 else 1 end`,
    elsewhereBytes: sql`case when ${isSame} then ${subscriptions.elsewhereBytes} else 0 end`,
  };
}

/** Puts a new uuid in place of the old one, which is kept until the panel was seen without it. */
export async function writeRotation(
  tx: Db,
  { id, panelUuid, now }: { id: number; panelUuid: string; now: Date },
): Promise<Subscription | undefined> {
  const [row] = await tx
    .update(subscriptions)
    .set({
      panelUuid,
      previousUuid: sql`${subscriptions.panelUuid}`,
      desiredVersion: sql`${subscriptions.desiredVersion} + 1`,
      updatedAt: now,
    })
    .where(and(eq(subscriptions.id, id), isNull(subscriptions.previousUuid)))
    .returning();
  if (row !== undefined) await noteChange(tx, [copyName(subscriptions, row.userId)]);
  return row;
}

/** How many times the person has replaced their own link since; the audit log is what remembers. */
export async function countOwnReplacements(
  tx: Db,
  { userId, since }: { userId: number; since: Date },
): Promise<number> {
  return await tx.$count(
    auditLog,
    and(
      eq(auditLog.subject, `user ${userId}`),
      gt(auditLog.at, since),
      eq(auditLog.actorId, userId),
      eq(auditLog.action, 'replace link'),
    ),
  );
}

/** People whose period has ended, or goes on by other terms, while their row still says what was before. */
export async function listLapsed(
  db: Db,
  now: Date,
  limit: number,
): Promise<Pick<Subscription, 'userId' | 'status' | 'expiresAt'>[]> {
  return await db
    .select({
      userId: subscriptions.userId,
      status: subscriptions.status,
      expiresAt: subscriptions.expiresAt,
    })
    .from(subscriptions)
    .where(
      and(
        inArray(subscriptions.status, ['active', 'pending']),
        or(
          lte(subscriptions.expiresAt, now),
          lte(subscriptions.changesAt, now),
          lte(subscriptions.resetsAt, now),
        ),
      ),
    )
    .limit(limit);
}
