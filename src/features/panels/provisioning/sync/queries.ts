import { and, asc, eq, gt, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import { noteChange } from '../../../../platform/changes.ts';
import { copyName } from '../../../../platform/copies.ts';
import type { Db } from '../../../../platform/db.ts';
import { panels } from '../../tables.ts';
import { users } from '../../../users/tables.ts';
import { joinedAccounts } from '../joined/tables.ts';
import { panelLeftovers } from '../moves/tables.ts';
import { subscriptions } from '../../../subscriptions/tables.ts';

/** One line of a panel's list, as far as a sync takes it over. */
export interface SeenUser {
  uuid: string;
  usedBytes: number;
  /** `YYYY-MM-DD HH:MM:SS` on the panel's calendar. */
  lastOnline: string | undefined;
}

/** The reading of a panel's list that something was on, and the moment before that list was asked for. */
export interface ListRead {
  panelId: number;
  timeZone: string;
  readAt: Date;
}

const pageSize = 1_000;

const inStep = sql`${subscriptions.desiredVersion} = ${subscriptions.appliedVersion}`;

/** People whose account the panel was seen to hold before the list was asked for, with nothing under way since. */
export function inStepOn(panelId: number, before: Date) {
  return and(
    eq(subscriptions.panelId, panelId),
    isNull(subscriptions.previousUuid),
    isNotNull(subscriptions.verifiedAt),
    sql`${subscriptions.verifiedAt} < ${before.toISOString()}::timestamptz`,
    inStep,
  );
}

const running = inArray(subscriptions.status, ['pending', 'active']);

/**
 * Walks through the people with running access whose account has to be on the panel: how many they are, and those of
 * them whose account the list leaves out.
 */
export async function findUnseen(
  db: Db,
  { panelId, readAt }: ListRead,
  isListed: (uuid: string) => boolean,
): Promise<{ people: number; unseen: { id: number; panelUuid: string }[] }> {
  const unseen: { id: number; panelUuid: string }[] = [];
  let people = 0;
  for (let last = 0, isMore = true; isMore; ) {
    const page = await db
      .select({ id: subscriptions.id, panelUuid: subscriptions.panelUuid })
      .from(subscriptions)
      .where(and(inStepOn(panelId, readAt), running, gt(subscriptions.id, last)))
      .orderBy(asc(subscriptions.id))
      .limit(pageSize);
    people += page.length;
    unseen.push(...page.filter(({ panelUuid }) => !isListed(panelUuid)));
    last = page.at(-1)?.id ?? last;
    isMore = page.length === pageSize;
  }
  return { people, unseen };
}

/** Takes over traffic and last sight of everybody listed, a thousand a statement; answers how many rows it changed. */
export async function writeSeen(db: Db, list: ListRead, seen: readonly SeenUser[]): Promise<number> {
  let written = 0;
  for (let from = 0; from < seen.length; from += pageSize)
    written += await writeSeenPage(db, list, seen.slice(from, from + pageSize));
  return written;
}

/** Writes changed rows alone. A counter that fell was begun again. What was read later than the list stays. */
async function writeSeenPage(
  db: Db,
  { panelId, timeZone, readAt }: ListRead,
  seen: readonly SeenUser[],
): Promise<number> {
  const rows = JSON.stringify(
    seen.map(({ uuid, usedBytes, lastOnline }) => ({ u: uuid, b: Math.max(0, usedBytes), o: lastOnline })),
  );
  const at = sql`${readAt.toISOString()}::timestamptz`;
  const result = await db.execute<{ user_id: string }>(sql`
    with seen as (
      select u as uuid, b as used, o at time zone ${timeZone} as online
      from jsonb_to_recordset(${rows}::jsonb) as listed(u uuid, b bigint, o timestamp)
    )
    update ${subscriptions} as s
    set used_bytes = seen.used,
      total_bytes = s.total_bytes + seen.used - case when seen.used >= s.used_bytes then s.used_bytes else 0 end,
      last_online_at = coalesce(seen.online, s.last_online_at),
      usage_read_at = ${at}
    from seen
    where s.panel_id = ${panelId} and s.panel_uuid = seen.uuid
      and (s.used_bytes <> seen.used or s.last_online_at is distinct from coalesce(seen.online, s.last_online_at))
      and (s.usage_read_at is null or s.usage_read_at < ${at})
    returning s.user_id`);
  await noteChange(
    db,
    result.rows.map((row) => copyName(subscriptions, row.user_id)),
  );
  return result.rowCount ?? 0;
}

/** Panels whose next list is due, longest first. */
export async function listDueForSync(db: Db, now: Date): Promise<number[]> {
  const rows = await db
    .select({ id: panels.id })
    .from(panels)
    .where(
      sql`${panels.state} <> 'off' and coalesce(${panels.nextSyncAt}, '-infinity') <= ${now.toISOString()}::timestamptz`,
    )
    .orderBy(asc(panels.nextSyncAt));
  return rows.map((row) => row.id);
}

/** Everybody whose account should stand on the panel as it is wanted now, with nothing under way. */
export async function listForDrift(db: Db, panelId: number, before: Date) {
  return await db
    .select({ subscription: subscriptions, blockedAt: users.blockedAt })
    .from(subscriptions)
    .innerJoin(users, eq(users.telegramId, subscriptions.userId))
    .where(inStepOn(panelId, before));
}

/** Asks the panel once more for everybody with running access on it, as if something had changed; answers how many. */
export async function askAgainOn(tx: Db, { panelId, now }: { panelId: number; now: Date }): Promise<number> {
  const asked = await tx
    .update(subscriptions)
    .set({ desiredVersion: sql`${subscriptions.desiredVersion} + 1`, updatedAt: now })
    .where(and(eq(subscriptions.panelId, panelId), running))
    .returning({ userId: subscriptions.userId });
  await noteChange(
    tx,
    asked.map(({ userId }) => copyName(subscriptions, userId)),
  );
  return asked.length;
}

/**
 * Of these accounts those that some subscription has or is about to give up, or that have still to go. Each part is a join
 * of its own: with an "or" between two columns 5,000 accounts took 8.5 s, and four times that for twice as many.
 */
export async function listLinked(db: Db, uuids: readonly string[]): Promise<string[]> {
  if (uuids.length === 0) return [];
  const wanted = JSON.stringify(uuids);
  const result = await db.execute<{ uuid: string }>(sql`
    with listed as (select value::uuid as uuid from jsonb_array_elements_text(${wanted}::jsonb))
    select listed.uuid from listed join ${subscriptions} s on s.panel_uuid = listed.uuid
    union select listed.uuid from listed join ${subscriptions} s on s.previous_uuid = listed.uuid
    union select listed.uuid from listed
      join ${panelLeftovers} l on l.uuid = listed.uuid and l.state in ('waiting', 'stuck')
    union select listed.uuid from listed join ${joinedAccounts} j on j.uuid = listed.uuid
    union select listed.uuid from listed join ${joinedAccounts} j on j.previous_uuid = listed.uuid`);
  return result.rows.map((row) => row.uuid);
}

/** The account that somebody was last known to be given on a panel, to be taken over as it is. */
export async function writeAdoption(
  tx: Db,
  adopted: { id: number; panelId: number; panelUuid: string; usedBytes: number; now: Date },
): Promise<void> {
  const { id, panelId, panelUuid, usedBytes, now } = adopted;
  const adopting = await tx
    .update(subscriptions)
    .set({
      panelId,
      panelUuid,
      usedBytes,
      totalBytes: usedBytes,
      usageReadAt: now,
      held: null,
      // Its traffic belongs to the period taken over: it is not set to zero.
      appliedPeriod: sql`${subscriptions.period} + 1`,
    })
    .where(eq(subscriptions.id, id))
    .returning({ userId: subscriptions.userId });
  await noteChange(
    tx,
    adopting.map(({ userId }) => copyName(subscriptions, userId)),
  );
}
