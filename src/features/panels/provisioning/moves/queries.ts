import { and, asc, eq, inArray, isNotNull, isNull, lte, notInArray, or, sql } from 'drizzle-orm';
import { noteChange } from '../../../../platform/changes.ts';
import { copyName } from '../../../../platform/copies.ts';
import type { Db } from '../../../../platform/db.ts';
import { joinedAccounts } from '../joined/tables.ts';
import { panelLeftovers, panelMoves } from './tables.ts';
import { subscriptions } from '../../../subscriptions/tables.ts';

export type Move = typeof panelMoves.$inferSelect;
export type Leftover = typeof panelLeftovers.$inferSelect;
type Subscription = typeof subscriptions.$inferSelect;

const running = ['pending', 'active'] as const;
const waiting = eq(panelMoves.state, 'waiting');
const open = inArray(panelLeftovers.state, ['waiting', 'stuck']);

/** Whoever hands out places does so alone: two admins must not fill the same one. */
export async function lockMoves(tx: Db): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('moves between panels'))`);
}

/** People with running access on the panel who are not on their way yet, oldest first. */
export async function listMovable(tx: Db, panelId: number): Promise<number[]> {
  const rows = await tx
    .select({ userId: subscriptions.userId })
    .from(subscriptions)
    .where(
      and(
        eq(subscriptions.panelId, panelId),
        inArray(subscriptions.status, [...running]),
        sql`not exists (select 1 from ${panelMoves} m where m.user_id = ${subscriptions.userId} and m.state = 'waiting')`,
      ),
    )
    .orderBy(asc(subscriptions.id));
  return rows.map((row) => row.userId);
}

/** People whose access has ended and whose account still stands on the panel. */
export async function countIdle(db: Db, panelId: number): Promise<number> {
  return await db.$count(
    subscriptions,
    and(eq(subscriptions.panelId, panelId), inArray(subscriptions.status, ['expired', 'cancelled'])),
  );
}

/** Panels from which an account of these people has still to go, by person. */
export async function listBarred(db: Db, whose: { panelId: number } | { userId: number }) {
  const people =
    'userId' in whose
      ? eq(panelLeftovers.userId, whose.userId)
      : sql`${panelLeftovers.userId} in (select user_id from ${subscriptions} where panel_id = ${whose.panelId})`;
  const rows = await db
    .select({ userId: panelLeftovers.userId, panelId: panelLeftovers.panelId })
    .from(panelLeftovers)
    .where(and(open, people));
  const barred = new Map<number, Set<number>>();
  for (const { userId, panelId } of rows)
    barred.set(userId, (barred.get(userId) ?? new Set<number>()).add(panelId));
  return barred;
}

/** Stores moves; answers those that are new. */
export async function insertMoves(
  tx: Db,
  moves: readonly (typeof panelMoves.$inferInsert)[],
): Promise<{ userId: number; toPanelId: number | null }[]> {
  const added: { userId: number; toPanelId: number | null }[] = [];
  for (let from = 0; from < moves.length; from += 500)
    added.push(
      ...(await tx
        .insert(panelMoves)
        .values(moves.slice(from, from + 500))
        .onConflictDoNothing()
        .returning({ userId: panelMoves.userId, toPanelId: panelMoves.toPanelId })),
    );
  return added;
}

export async function findWaitingMove(db: Db, userId: number): Promise<Move | undefined> {
  const [row] = await db
    .select()
    .from(panelMoves)
    .where(and(eq(panelMoves.userId, userId), waiting));
  return row;
}

/** Calls off what somebody's plan asked for and no panel has heard of yet. */
export async function cancelPlanMove(tx: Db, userId: number, now: Date): Promise<void> {
  await tx
    .update(panelMoves)
    .set({ state: 'cancelled', finishedAt: now })
    .where(
      and(eq(panelMoves.userId, userId), waiting, isNotNull(panelMoves.group), isNull(panelMoves.placedUuid)),
    );
}

/** Changes a move that still waits; undefined when it does not any more. */
export async function updateMove(
  db: Db,
  id: number,
  changes: Partial<Pick<Move, 'toPanelId' | 'placedUuid' | 'state' | 'failure' | 'triedAt' | 'finishedAt'>>,
): Promise<Move | undefined> {
  const [row] = await db
    .update(panelMoves)
    .set(changes)
    .where(and(eq(panelMoves.id, id), waiting))
    .returning();
  return row;
}

/** Ends the moves off this panel that have not begun; answers how many. */
export async function cancelMoves(tx: Db, fromPanelId: number, now: Date): Promise<number> {
  const rows = await tx
    .update(panelMoves)
    .set({ state: 'cancelled', finishedAt: now })
    .where(and(eq(panelMoves.fromPanelId, fromPanelId), waiting, isNull(panelMoves.placedUuid)))
    .returning({ id: panelMoves.id });
  return rows.length;
}

/** The row as it is, locked until the transaction ends. */
export async function lockById(tx: Db, id: number): Promise<Subscription | undefined> {
  const [row] = await tx.select().from(subscriptions).where(eq(subscriptions.id, id)).for('update');
  return row;
}

/** The account lives on another panel from now on, which was seen to hold this version of it. */
export async function writeMoved(
  tx: Db,
  moved: {
    id: number;
    panelId: number;
    version: number;
    period: number;
    usedBytes: number;
    held: NonNullable<Subscription['held']>;
    now: Date;
  },
): Promise<Subscription> {
  const { id, panelId, version, period, usedBytes, held, now } = moved;
  const [row] = await tx
    .update(subscriptions)
    .set({
      panelId,
      previousUuid: null,
      held,
      appliedVersion: version,
      appliedPeriod: period,
      verifiedAt: now,
      usedBytes,
      // What was read off the old panel last may be more than was known.
      totalBytes: sql`${subscriptions.totalBytes} + greatest(0, ${usedBytes}::bigint - ${subscriptions.usedBytes})`,
      usageReadAt: now,
      failure: null,
      failedAt: null,
      givenUpVersion: null,
    })
    .where(eq(subscriptions.id, id))
    .returning();
  if (row === undefined) throw new Error('A subscription vanished while it was locked');
  await noteChange(tx, [copyName(subscriptions, row.userId)]);
  return row;
}

/**
 * Frees everybody on the panel whose access has ended, or one of them: no panel is theirs until they are back. Their
 * accounts become leftovers; answers those.
 */
export async function freeIdle(
  tx: Db,
  { panelId, userId, now }: { panelId: number; userId?: number; now: Date },
): Promise<number[]> {
  const one = userId === undefined ? sql`true` : sql`user_id = ${userId}`;
  const result = await tx.execute<{ ids: number[] | null; users: string[] | null }>(sql`
    with idle as (
      select id, user_id, panel_uuid, previous_uuid from ${subscriptions}
      where panel_id = ${panelId} and status in ('expired', 'cancelled') and ${one} for update
    ), freed as (
      update ${subscriptions} as s
      set panel_id = null, previous_uuid = null, held = null, applied_version = s.desired_version,
        failure = null, failed_at = null, given_up_version = null
      from idle where s.id = idle.id returning s.user_id
    ), leftovers as (
    insert into ${panelLeftovers} (panel_id, user_id, uuid, created_at)
    select ${panelId}, user_id, account, ${now.toISOString()}::timestamptz
    from idle, unnest(array[panel_uuid, previous_uuid]) as account where account is not null
    on conflict do nothing returning id::int
    )
    select (select array_agg(id) from leftovers) as ids, (select array_agg(user_id) from freed) as users`);
  const { ids, users } = result.rows[0] ?? {};
  await noteChange(tx, users?.map((freed) => copyName(subscriptions, freed)) ?? []);
  return ids ?? [];
}

/** Notes accounts that have to go; answers those that were not known yet. */
export async function insertLeftovers(
  tx: Db,
  left: { panelId: number; userId: number; uuids: readonly string[]; now: Date },
): Promise<number[]> {
  const { panelId, userId, uuids, now } = left;
  if (uuids.length === 0) return [];
  const rows = await tx
    .insert(panelLeftovers)
    .values(uuids.map((uuid) => ({ panelId, userId, uuid, createdAt: now })))
    .onConflictDoNothing()
    .returning({ id: panelLeftovers.id });
  return rows.map((row) => row.id);
}

export async function findLeftover(db: Db, id: number): Promise<Leftover | undefined> {
  const [row] = await db.select().from(panelLeftovers).where(eq(panelLeftovers.id, id));
  return row;
}

export async function updateLeftover(db: Db, id: number, changes: Partial<Leftover>): Promise<void> {
  await db
    .update(panelLeftovers)
    .set(changes)
    .where(and(eq(panelLeftovers.id, id), eq(panelLeftovers.state, 'waiting')));
}

/** Whether somebody's account is that very one by now. */
export async function isInUse(
  db: Db,
  { panelId, uuid }: Pick<Leftover, 'panelId' | 'uuid'>,
): Promise<boolean> {
  const own = and(eq(subscriptions.panelId, panelId), eq(subscriptions.panelUuid, uuid));
  const joined = and(eq(joinedAccounts.panelId, panelId), eq(joinedAccounts.uuid, uuid));
  return (await db.$count(subscriptions, own)) > 0 || (await db.$count(joinedAccounts, joined)) > 0;
}

/** Gives up on what a panel has still to lose; answers how many accounts. */
export async function forgetLeftovers(tx: Db, panelId: number, now: Date): Promise<number> {
  const rows = await tx
    .update(panelLeftovers)
    .set({ state: 'forgotten', finishedAt: now })
    .where(and(eq(panelLeftovers.panelId, panelId), open))
    .returning({ id: panelLeftovers.id });
  return rows.length;
}

/** The work that is meant: for one panel, off one panel, or whatever was not tried since, except on some panels. */
export type Due =
  | { panelId: number }
  | { fromPanelId: number }
  | { triedBefore: Date; exceptPanelIds: readonly number[] };

function dueMoves(due: Due) {
  const to = panelMoves.toPanelId;
  if ('panelId' in due) return or(isNull(to), eq(to, due.panelId));
  if ('fromPanelId' in due) return eq(panelMoves.fromPanelId, due.fromPanelId);
  return and(
    lte(sql`coalesce(${panelMoves.triedAt}, ${panelMoves.createdAt})`, due.triedBefore.toISOString()),
    or(isNull(to), notInArray(to, [...due.exceptPanelIds, 0])),
  );
}

function dueLeftovers(due: Due) {
  const on = panelLeftovers.panelId;
  if ('panelId' in due) return eq(on, due.panelId);
  if ('fromPanelId' in due) return eq(on, due.fromPanelId);
  return and(
    lte(sql`coalesce(${panelLeftovers.triedAt}, ${panelLeftovers.createdAt})`, due.triedBefore.toISOString()),
    notInArray(on, [...due.exceptPanelIds, 0]),
  );
}

export async function listWaitingMoves(
  db: Db,
  due: Due,
): Promise<{ userId: number; toPanelId: number | null }[]> {
  return await db
    .select({ userId: panelMoves.userId, toPanelId: panelMoves.toPanelId })
    .from(panelMoves)
    .where(and(waiting, dueMoves(due)))
    .orderBy(asc(panelMoves.id))
    .limit(20_000);
}

export async function listWaitingLeftovers(db: Db, due: Due): Promise<{ id: number; panelId: number }[]> {
  return await db
    .select({ id: panelLeftovers.id, panelId: panelLeftovers.panelId })
    .from(panelLeftovers)
    .where(and(eq(panelLeftovers.state, 'waiting'), dueLeftovers(due)))
    .orderBy(asc(panelLeftovers.id))
    .limit(20_000);
}
