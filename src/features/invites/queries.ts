import { and, count, desc, eq, gt, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import type { Db } from '../../platform/db.ts';
import { users } from '../users/tables.ts';
import { inviteMisses, invites, inviteUses } from './tables.ts';

type Invite = typeof invites.$inferSelect;

export async function insertInvite(tx: Db, invite: typeof invites.$inferInsert): Promise<Invite> {
  const [row] = await tx.insert(invites).values(invite).returning();
  if (row === undefined) throw new Error('An insert answered no row');
  return row;
}

/**
 * Takes a use of the code for this person, in one statement: it counts, closes itself at its limit, and answers nothing
 * when there is no use left. Ten at once on a one-use code queue on its row, and nine find it closed.
 */
export async function takeUse(
  tx: Db,
  { code, userId, now }: { code: string; userId: number; now: Date },
): Promise<Invite | undefined> {
  const used = tx
    .select({ one: sql`1` })
    .from(inviteUses)
    .where(and(eq(inviteUses.inviteId, invites.id), eq(inviteUses.userId, userId)));
  const [invite] = await tx
    .update(invites)
    .set({
      usedCount: sql`${invites.usedCount} + 1`,
      isActive: sql`${invites.usedCount} + 1 < ${invites.maxUses}`,
    })
    .where(
      and(
        eq(invites.code, code),
        eq(invites.isActive, true),
        isNull(invites.revokedAt),
        lt(invites.usedCount, invites.maxUses),
        or(isNull(invites.expiresAt), gt(invites.expiresAt, now)),
        sql`not exists ${used}`,
      ),
    )
    .returning();
  return invite;
}

/**
 * Records who came by the code; answers false when this person had come by it already. `takeUse` cannot see a use that
 * the same person commits while it waits for the row: then the use has to be rolled back.
 */
export async function insertUse(
  tx: Db,
  { inviteId, userId, now }: { inviteId: number; userId: number; now: Date },
): Promise<boolean> {
  const added = await tx
    .insert(inviteUses)
    .values({ inviteId, userId, usedAt: now })
    .onConflictDoNothing()
    .returning({ userId: inviteUses.userId });
  return added.length > 0;
}

/** The first of these that there is. */
export async function findInviteByCodes(db: Db, codes: readonly string[]): Promise<Invite | undefined> {
  const rows = await db
    .select()
    .from(invites)
    .where(inArray(invites.code, [...codes]));
  return codes.flatMap((code) => rows.find((row) => row.code === code) ?? [])[0];
}

export async function findInvite(db: Db, id: number): Promise<Invite | undefined> {
  const [row] = await db.select().from(invites).where(eq(invites.id, id));
  return row;
}

export async function hasUsed(db: Db, inviteId: number, userId: number): Promise<boolean> {
  const rows = await db
    .select({ usedAt: inviteUses.usedAt })
    .from(inviteUses)
    .where(and(eq(inviteUses.inviteId, inviteId), eq(inviteUses.userId, userId)));
  return rows.length > 0;
}

/** A page of invites, newest first; of one creator, or of everybody when `createdBy` is undefined. */
export async function listInvites(
  db: Db,
  { createdBy, offset, limit }: { createdBy: number | undefined; offset: number; limit: number },
): Promise<{ invites: Invite[]; total: number }> {
  const where = createdBy === undefined ? undefined : eq(invites.createdBy, createdBy);
  const rows = await db
    .select()
    .from(invites)
    .where(where)
    .orderBy(desc(invites.createdAt), desc(invites.id))
    .limit(limit)
    .offset(offset);
  const [sum] = await db.select({ total: count() }).from(invites).where(where);
  return { invites: rows, total: sum?.total ?? 0 };
}

/** The people who came by this code, newest first. */
export async function listGuests(db: Db, inviteId: number, limit: number) {
  return await db
    .select({
      userId: users.telegramId,
      firstName: users.firstName,
      username: users.username,
      usedAt: inviteUses.usedAt,
    })
    .from(inviteUses)
    .innerJoin(users, eq(users.telegramId, inviteUses.userId))
    .where(eq(inviteUses.inviteId, inviteId))
    .orderBy(desc(inviteUses.usedAt))
    .limit(limit);
}

/** Closes the code; answers nothing when it was closed by somebody before. */
export async function revokeInvite(tx: Db, id: number, now: Date): Promise<Invite | undefined> {
  const [row] = await tx
    .update(invites)
    .set({ isActive: false, revokedAt: now })
    .where(and(eq(invites.id, id), isNull(invites.revokedAt)))
    .returning();
  return row;
}

export async function findPause(db: Db, userId: number, now: Date): Promise<Date | undefined> {
  const [row] = await db
    .select({ pausedUntil: inviteMisses.pausedUntil })
    .from(inviteMisses)
    .where(and(eq(inviteMisses.userId, userId), gt(inviteMisses.pausedUntil, now)));
  return row?.pausedUntil ?? undefined;
}

/** Counts a wrong code; from the fifth within ten minutes on the person has to wait ten minutes. */
export async function recordMiss(tx: Db, userId: number, now: Date): Promise<void> {
  const window = new Date(now.getTime() - 10 * 60 * 1000);
  const pause = new Date(now.getTime() + 10 * 60 * 1000);
  const recent = sql`${inviteMisses.firstMissAt} > ${window}`;
  const misses = sql<number>`case when ${recent} then ${inviteMisses.misses} + 1 else 1 end`;
  await tx
    .insert(inviteMisses)
    .values({ userId, misses: 1, firstMissAt: now })
    .onConflictDoUpdate({
      target: inviteMisses.userId,
      set: {
        misses,
        firstMissAt: sql`case when ${recent} then ${inviteMisses.firstMissAt} else ${now} end`,
        pausedUntil: sql`case when ${misses} >= 5 then ${pause}::timestamptz end`,
      },
    });
}

export async function forgetMisses(tx: Db, userId: number): Promise<void> {
  await tx.delete(inviteMisses).where(eq(inviteMisses.userId, userId));
}
