import { and, eq, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import { noteChange } from '../../../../platform/changes.ts';
import { copyName } from '../../../../platform/copies.ts';
import type { Db } from '../../../../platform/db.ts';
import { preparedFor } from '../../../../platform/prepared.ts';
import { panels } from '../../tables.ts';
import { users } from '../../../users/tables.ts';
import type { JoinWork } from '../jobs.ts';
import { joinedAccounts } from './tables.ts';
import { panelLeftovers, panelMoves } from '../moves/tables.ts';
import type { ListRead, SeenUser } from '../sync/queries.ts';
import { subscriptions } from '../../../subscriptions/tables.ts';

export type JoinedAccount = typeof joinedAccounts.$inferSelect;

/** Somebody and a joined panel that do not agree: the account is to be there as wanted now, or to go. */
export interface Unjoined extends JoinWork {
  isWanted: boolean;
}

/**
 * Whoever has running access, on a panel that they were seen on, has an account on every joined panel of its group until
 * the traffic is used up on all of them together. Panels that somebody moves to are left to the move.
 */
export async function listUnjoined(
  db: Db,
  { userId, panelId, exceptPanelIds = [] }: Partial<JoinWork> & { exceptPanelIds?: readonly number[] },
): Promise<Unjoined[]> {
  const of = (column: string) => (userId === undefined ? sql`true` : sql`${sql.raw(column)} = ${userId}`);
  const on = panelId === undefined ? sql`true` : sql`p.id = ${panelId}`;
  const shut = JSON.stringify(exceptPanelIds);
  const { rows } = await db.execute<{ user_id: string; panel_id: string; is_wanted: boolean }>(sql`
    with wanted as (
      select s.user_id, p.id as panel_id
      from ${panels} p
      join ${panels} home on home."group" = p."group" and home.id <> p.id
      join ${subscriptions} s on s.panel_id = home.id
      join ${users} u on u.telegram_id = s.user_id
      where p.joined and ${on} and ${of('s.user_id')} and s.status = 'active' and s.verified_at is not null
        and u.blocked_at is null
        and (s.data_limit_bytes is null or s.used_bytes + s.elsewhere_bytes < s.data_limit_bytes)
    ), there as (select * from ${joinedAccounts} a where ${of('a.user_id')})
    select s.user_id, p.id as panel_id, wanted.user_id is not null as is_wanted
    from wanted full join there on there.user_id = wanted.user_id and there.panel_id = wanted.panel_id
    join ${subscriptions} s on s.user_id = coalesce(wanted.user_id, there.user_id)
    join ${panels} p on p.id = coalesce(wanted.panel_id, there.panel_id)
    where ${on} and p.state <> 'off' and not ${shut}::jsonb @> to_jsonb(p.id)
      and (wanted.user_id is null or there.id is null or there.applied_version < s.desired_version)
      and coalesce(there.given_up_version, -1) < s.desired_version
      and not exists (
        select 1 from ${panelMoves} m where m.user_id = s.user_id and m.to_panel_id = p.id and m.state = 'waiting'
      )
      and (there.id is not null or not exists (
        select 1 from ${panelLeftovers} l
        where l.user_id = s.user_id and l.panel_id = p.id and l.state in ('waiting', 'stuck')
      ))
    order by s.user_id, p.id limit 1000`);
  return rows.map((row) => ({
    userId: Number(row.user_id),
    panelId: Number(row.panel_id),
    isWanted: row.is_wanted,
  }));
}

export async function findJoined(db: Db, { userId, panelId }: JoinWork): Promise<JoinedAccount | undefined> {
  const [row] = await db
    .select()
    .from(joinedAccounts)
    .where(and(eq(joinedAccounts.userId, userId), eq(joinedAccounts.panelId, panelId)));
  return row;
}

/** The row of an account that is about to be made; the one there is when somebody else was quicker. */
export async function insertJoined(
  db: Db,
  account: JoinWork & { uuid: string; createdAt: Date },
): Promise<JoinedAccount> {
  await db.insert(joinedAccounts).values(account).onConflictDoNothing();
  const row = await findJoined(db, account);
  if (row === undefined) throw new Error('A joined account vanished while it was made');
  return row;
}

export async function updateJoined(
  db: Db,
  id: number,
  changes: Partial<JoinedAccount>,
): Promise<JoinedAccount | undefined> {
  const [row] = await db.update(joinedAccounts).set(changes).where(eq(joinedAccounts.id, id)).returning();
  return row;
}

/** The row as it is, locked until the transaction ends. */
export async function lockJoined(tx: Db, id: number): Promise<JoinedAccount | undefined> {
  const [row] = await tx.select().from(joinedAccounts).where(eq(joinedAccounts.id, id)).for('update');
  return row;
}

export async function deleteJoined(db: Db, id: number): Promise<void> {
  await db.delete(joinedAccounts).where(eq(joinedAccounts.id, id));
}

const heldBy = preparedFor((db) =>
  db
    .select({ panelId: joinedAccounts.panelId, version: joinedAccounts.appliedVersion })
    .from(joinedAccounts)
    .innerJoin(panels, eq(panels.id, joinedAccounts.panelId))
    .where(
      and(
        eq(joinedAccounts.userId, sql.placeholder('user')),
        eq(joinedAccounts.uuid, sql.placeholder('uuid')),
        isNotNull(joinedAccounts.verifiedAt),
        isNull(joinedAccounts.previousUuid),
        eq(panels.joined, true),
        sql`${panels.state} <> 'off'`,
      ),
    )
    .orderBy(joinedAccounts.panelId)
    .prepare('joined accounts of user'),
);

/** The joined panels that were seen to hold this very account. */
export async function listHeld(
  db: Db,
  { userId, panelUuid }: { userId: number; panelUuid: string },
): Promise<{ panelId: number; version: number }[]> {
  return await heldBy(db).execute({ user: userId, uuid: panelUuid });
}

/** Joined accounts of a panel that its list leaves out although they were seen there before, and how many there are. */
export async function findUnseenJoined(
  db: Db,
  { panelId, readAt }: ListRead,
  isListed: (uuid: string) => boolean,
): Promise<{ people: number; unseen: number[] }> {
  const rows = await db
    .select({ id: joinedAccounts.id, uuid: joinedAccounts.uuid })
    .from(joinedAccounts)
    .where(
      and(
        eq(joinedAccounts.panelId, panelId),
        isNull(joinedAccounts.previousUuid),
        lt(joinedAccounts.verifiedAt, readAt),
      ),
    );
  return { people: rows.length, unseen: rows.filter(({ uuid }) => !isListed(uuid)).map(({ id }) => id) };
}

/** Has these looked at once more. */
export async function doubtJoined(db: Db, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const wanted = JSON.stringify(ids);
  await db.execute(sql`
    update ${joinedAccounts} set applied_version = 0, given_up_version = null
    where id in (select value::bigint from jsonb_array_elements_text(${wanted}::jsonb))`);
}

/** The same for all of a panel, which has lost everybody. */
export async function doubtAllJoined(db: Db, panelId: number): Promise<void> {
  await db
    .update(joinedAccounts)
    .set({ appliedVersion: 0, givenUpVersion: null })
    .where(eq(joinedAccounts.panelId, panelId));
}

/**
 * Counts what was used of the joined accounts on the list against the people's one limit; where a twentieth of it is
 * passed, every panel has to follow. Answers who has to, and where they live.
 */
export async function writeJoinedUsage(
  db: Db,
  { panelId, readAt }: ListRead,
  seen: readonly SeenUser[],
): Promise<{ userId: number; panelId: number | null }[]> {
  const rows = JSON.stringify(seen.map(({ uuid, usedBytes }) => ({ u: uuid, b: Math.max(0, usedBytes) })));
  const at = sql`${readAt.toISOString()}::timestamptz`;
  const twentieth = sql`greatest(1, (s.data_limit_bytes + 19) / 20)`;
  const isPassed = sql`coalesce(
    (s.elsewhere_bytes + grown.more) / ${twentieth} > s.elsewhere_bytes / ${twentieth}, false)`;
  const result = await db.execute<{ user_id: string; panel_id: string | null; has_to_follow: boolean }>(sql`
    with seen as (select u as uuid, b as used from jsonb_to_recordset(${rows}::jsonb) as listed(u uuid, b bigint)),
    grown as (
      select a.id, a.user_id, seen.used, seen.used - case when seen.used >= a.used_bytes then a.used_bytes else 0 end as more
      from seen join ${joinedAccounts} a on a.panel_id = ${panelId} and a.uuid = seen.uuid
      join ${subscriptions} s on s.user_id = a.user_id and s.period = a.applied_period
      where a.used_bytes <> seen.used and (a.usage_read_at is null or a.usage_read_at < ${at})
      for update of a
    ), kept as (
      update ${joinedAccounts} a set used_bytes = grown.used, usage_read_at = ${at} from grown where a.id = grown.id
    )
    update ${subscriptions} as s
    set elsewhere_bytes = s.elsewhere_bytes + grown.more, total_bytes = s.total_bytes + grown.more,
      desired_version = s.desired_version + case when ${isPassed} then 1 else 0 end
    from grown where s.user_id = grown.user_id
    returning s.user_id, s.panel_id, s.desired_version > s.applied_version as has_to_follow`);
  await noteChange(
    db,
    result.rows.map((row) => copyName(subscriptions, row.user_id)),
  );
  return result.rows
    .filter((row) => row.has_to_follow)
    .map((row) => ({
      userId: Number(row.user_id),
      panelId: row.panel_id === null ? null : Number(row.panel_id),
    }));
}
