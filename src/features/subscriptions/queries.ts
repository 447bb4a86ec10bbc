import { and, asc, eq, gt, inArray, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import type { Db } from '../../platform/db.ts';
import { preparedFor } from '../../platform/prepared.ts';
import { users } from '../users/tables.ts';
import type { Entitlement, Grant } from './fold.ts';
import { grants, subscriptions } from './tables.ts';

export type Subscription = typeof subscriptions.$inferSelect;

const subscriptionOf = preparedFor((db) =>
  db
    .select()
    .from(subscriptions)
    .where(eq(subscriptions.userId, sql.placeholder('user')))
    .prepare('subscription of user'),
);

export async function findSubscription(db: Db, userId: number): Promise<Subscription | undefined> {
  const [row] = await subscriptionOf(db).execute({ user: userId });
  return row;
}

/** The person's subscription, created empty when there is none, locked until the transaction ends. */
export async function lockSubscription(
  tx: Db,
  { userId, panelUuid, now }: { userId: number; panelUuid: string; now: Date },
): Promise<Subscription> {
  await tx
    .insert(subscriptions)
    .values({ userId, panelUuid, status: 'pending', createdAt: now, updatedAt: now })
    .onConflictDoNothing();
  const [row] = await tx.select().from(subscriptions).where(eq(subscriptions.userId, userId)).for('update');
  if (row === undefined) throw new Error('A subscription vanished while it was locked');
  return row;
}

/** Adds a grant; answers false when the same thing has granted this person before. */
export async function insertGrant(tx: Db, grant: typeof grants.$inferInsert): Promise<boolean> {
  const added = await tx.insert(grants).values(grant).onConflictDoNothing().returning({ id: grants.id });
  return added.length > 0;
}

export async function listGrants(db: Db, userId: number): Promise<Grant[]> {
  return await db
    .select({ days: grants.days, trafficBytes: grants.trafficBytes, grantedAt: grants.grantedAt })
    .from(grants)
    .where(and(eq(grants.userId, userId), isNull(grants.revokedAt)))
    .orderBy(asc(grants.grantedAt), asc(grants.id));
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
      startedAt: entitlement?.startedAt ?? null,
      expiresAt: entitlement?.expiresAt ?? null,
      dataLimitBytes: entitlement?.trafficBytes ?? null,
      desiredVersion: sql`${subscriptions.desiredVersion} + 1`,
      updatedAt: now,
    })
    .where(eq(subscriptions.id, id))
    .returning();
  if (row === undefined) throw new Error('A subscription vanished while it was written');
  return row;
}

/** What provisioning needs to know, read at once. */
export async function findForProvisioning(db: Db, userId: number) {
  const [row] = await db
    .select({ subscription: subscriptions, blockedAt: users.blockedAt, firstName: users.firstName })
    .from(subscriptions)
    .innerJoin(users, eq(users.telegramId, subscriptions.userId))
    .where(eq(subscriptions.userId, userId));
  return row;
}

/** Records that the panel was seen to hold `version`, as it was wanted at `readAt`; answers whether that was news. */
export async function markApplied(
  tx: Db,
  { id, version, readAt }: { id: number; version: number; readAt: Date },
): Promise<boolean> {
  const rows = await tx
    .update(subscriptions)
    .set({ appliedVersion: version, verifiedAt: readAt })
    .where(and(eq(subscriptions.id, id), sql`${subscriptions.appliedVersion} < ${version}`))
    .returning({ id: subscriptions.id });
  return rows.length > 0;
}

export async function writeUsage(
  db: Db,
  { id, usedBytes, now }: { id: number; usedBytes: number; now: Date },
): Promise<void> {
  await db.update(subscriptions).set({ usedBytes, usageReadAt: now }).where(eq(subscriptions.id, id));
}

/** People whose period has ended while their status still says active. */
export async function listLapsed(db: Db, now: Date, limit: number): Promise<number[]> {
  const rows = await db
    .select({ userId: subscriptions.userId })
    .from(subscriptions)
    .where(
      and(
        inArray(subscriptions.status, ['active', 'pending']),
        isNotNull(subscriptions.expiresAt),
        lte(subscriptions.expiresAt, now),
      ),
    )
    .limit(limit);
  return rows.map((row) => row.userId);
}

/** People whose panel account lags behind what they are entitled to. */
export async function listLagging(db: Db, changedBefore: Date, limit: number): Promise<number[]> {
  const rows = await db
    .select({ userId: subscriptions.userId })
    .from(subscriptions)
    .where(
      and(
        gt(subscriptions.desiredVersion, subscriptions.appliedVersion),
        lte(subscriptions.updatedAt, changedBefore),
      ),
    )
    .limit(limit);
  return rows.map((row) => row.userId);
}

/** A pending subscription becomes active once the panel was seen to hold it; answers whether it was pending still. */
export async function activate(tx: Db, id: number, now: Date): Promise<boolean> {
  const activated = await tx
    .update(subscriptions)
    .set({ status: 'active', updatedAt: now })
    .where(and(eq(subscriptions.id, id), eq(subscriptions.status, 'pending')))
    .returning({ id: subscriptions.id });
  return activated.length > 0;
}
