import { and, asc, eq, gt, inArray, isNull, lt, lte, ne, or, sql } from 'drizzle-orm';
import { noteChange } from '../../../../platform/changes.ts';
import { copyName } from '../../../../platform/copies.ts';
import type { Db } from '../../../../platform/db.ts';
import { subscriptions } from '../../../subscriptions/tables.ts';
import { users } from '../../../users/tables.ts';
import { panels } from '../../tables.ts';
import { joinedAccounts } from '../joined/tables.ts';
import { panelMoves } from '../moves/tables.ts';
import { type ListRead, inStepOn } from '../sync/queries.ts';
import type { Added, AccountTerms } from './hand.rules.ts';
import { panelHands } from './tables.ts';

export type Hand = typeof panelHands.$inferSelect;

const undecided = isNull(panelHands.decision);
const isInForce = or(undecided, eq(panelHands.decision, 'taken'));

/**
 * People of a page of the panel's list whose account allows something else than when it was seen last, or was never
 * noted; as far as the panel was in step with them, and they are not shut out.
 */
export async function listChanged(
  db: Db,
  { panelId, readAt }: ListRead,
  seen: readonly { uuid: string; terms: AccountTerms }[],
) {
  const rows = JSON.stringify(seen.map(({ uuid, terms }) => ({ u: uuid, h: terms })));
  const changed = sql`${subscriptions.panelUuid} in (
    select listed.u from jsonb_to_recordset(${rows}::jsonb) as listed(u uuid, h jsonb)
    join ${subscriptions} s on s.panel_uuid = listed.u and s.held is distinct from listed.h)`;
  return await db
    .select({ subscription: subscriptions })
    .from(subscriptions)
    .innerJoin(users, eq(users.telegramId, subscriptions.userId))
    .where(and(inStepOn(panelId, readAt), isNull(users.blockedAt), changed));
}

/** The same of joined accounts, except on the panel that somebody moves to: there the move is at work. */
export async function listChangedJoined(
  db: Db,
  { panelId, readAt }: ListRead,
  seen: readonly { uuid: string; terms: AccountTerms }[],
) {
  const rows = JSON.stringify(seen.map(({ uuid, terms }) => ({ u: uuid, h: terms })));
  // Found once, by the index: joined to the rest, a list of fifty thousand did not end within the 15 s of a statement.
  const changed = sql`${joinedAccounts.id} = any(array(
    select j.id from jsonb_to_recordset(${rows}::jsonb) as listed(u uuid, h jsonb)
    join ${joinedAccounts} j on j.panel_id = ${panelId} and j.uuid = listed.u and j.held is distinct from listed.h))`;
  const isMovingThere = sql`exists (
    select 1 from ${panelMoves} m
    where m.user_id = ${subscriptions.userId} and m.to_panel_id = ${panelId} and m.state = 'waiting')`;
  return await db
    .select({ joined: joinedAccounts, subscription: subscriptions })
    .from(joinedAccounts)
    .innerJoin(subscriptions, eq(subscriptions.userId, joinedAccounts.userId))
    .innerJoin(users, eq(users.telegramId, joinedAccounts.userId))
    .where(
      and(
        isNull(joinedAccounts.previousUuid),
        lt(joinedAccounts.verifiedAt, readAt),
        eq(joinedAccounts.appliedVersion, subscriptions.desiredVersion),
        sql`${subscriptions.panelId} is distinct from ${joinedAccounts.panelId}`,
        isNull(users.blockedAt),
        sql`not ${isMovingThere}`,
        changed,
      ),
    );
}

/** Notes what joined accounts were seen to allow that were never noted. */
export async function writeJoinedHeld(
  db: Db,
  seen: readonly { id: number; terms: AccountTerms }[],
): Promise<void> {
  if (seen.length === 0) return;
  const rows = JSON.stringify(seen.map(({ id, terms }) => ({ i: id, h: terms })));
  await db.execute(sql`
    update ${joinedAccounts} as a set held = seen.h
    from jsonb_to_recordset(${rows}::jsonb) as seen(i bigint, h jsonb) where a.id = seen.i and a.held is null`);
}

/** Notes what accounts were seen to allow. */
export async function writeHeld(
  db: Db,
  seen: readonly { id: number; terms: AccountTerms | null }[],
): Promise<void> {
  if (seen.length === 0) return;
  const rows = JSON.stringify(seen.map(({ id, terms }) => ({ i: id, h: terms })));
  const { rows: written } = await db.execute<{ user: string }>(sql`
    update ${subscriptions} as s set held = nullif(seen.h, 'null'::jsonb)
    from jsonb_to_recordset(${rows}::jsonb) as seen(i bigint, h jsonb) where s.id = seen.i
    returning s.user_id as "user"`);
  await noteChange(
    db,
    written.map(({ user }) => copyName(subscriptions, user)),
  );
}

/** Switched off by hand since then; null: not, or not any more. */
export async function writeSwitchedOff(tx: Db, userId: number, at: Date | null): Promise<void> {
  await tx.update(subscriptions).set({ switchedOffAt: at }).where(eq(subscriptions.userId, userId));
  await noteChange(tx, [copyName(subscriptions, userId)]);
}

/** The new row; undefined where the account is known to be off already. */
export async function insertHand(tx: Db, hand: typeof panelHands.$inferInsert): Promise<Hand | undefined> {
  const [row] = await tx.insert(panelHands).values(hand).onConflictDoNothing().returning();
  return row;
}

/** What was added for somebody on other panels since then, and has not been put back. */
export async function listAddedElsewhere(
  tx: Db,
  { userId, panelId, since }: { userId: number; panelId: number; since: Date },
): Promise<Added[]> {
  return await tx
    .select({ days: panelHands.days, trafficBytes: panelHands.trafficBytes })
    .from(panelHands)
    .where(
      and(
        eq(panelHands.userId, userId),
        ne(panelHands.panelId, panelId),
        eq(panelHands.kind, 'added'),
        gt(panelHands.seenAt, since),
        isInForce,
      ),
    );
}

export async function lockHand(tx: Db, id: number): Promise<Hand | undefined> {
  const [row] = await tx.select().from(panelHands).where(eq(panelHands.id, id)).for('update');
  return row;
}

export async function decideHands(
  tx: Db,
  ids: readonly number[],
  decided: Pick<Hand, 'decision' | 'decidedAt' | 'decidedBy'>,
): Promise<void> {
  await tx
    .update(panelHands)
    .set(decided)
    .where(inArray(panelHands.id, [...ids]));
}

/** What switched somebody's account off and has not been undone. */
export async function listOffOf(db: Db, userId: number): Promise<Hand[]> {
  return await db
    .select()
    .from(panelHands)
    .where(and(eq(panelHands.userId, userId), eq(panelHands.kind, 'off'), isInForce));
}

const asked = {
  hand: panelHands,
  person: { firstName: users.firstName, lastName: users.lastName },
  panel: panels.name,
};

/** What waits for a decision on a panel, oldest first. */
export async function listUndecided(db: Db, panelId: number, limit: number) {
  return await db
    .select(asked)
    .from(panelHands)
    .innerJoin(users, eq(users.telegramId, panelHands.userId))
    .innerJoin(panels, eq(panels.id, panelHands.panelId))
    .where(and(eq(panelHands.panelId, panelId), undecided))
    .orderBy(asc(panelHands.seenAt), asc(panelHands.id))
    .limit(limit);
}

export async function findAsked(db: Db, id: number) {
  const [row] = await db
    .select(asked)
    .from(panelHands)
    .innerJoin(users, eq(users.telegramId, panelHands.userId))
    .innerJoin(panels, eq(panels.id, panelHands.panelId))
    .where(eq(panelHands.id, id));
  return row;
}

export async function countUndecided(db: Db, panelId: number): Promise<number> {
  return await db.$count(panelHands, and(eq(panelHands.panelId, panelId), undecided));
}

/** Takes the panels on which something has waited for a decision since before `since`, and counts them as asked now. */
export async function askUndecided(db: Db, { since, now }: { since: Date; now: Date }): Promise<number[]> {
  const rows = await db
    .update(panelHands)
    .set({ askedAt: now })
    .where(and(undecided, lte(panelHands.askedAt, since)))
    .returning({ panelId: panelHands.panelId });
  return [...new Set(rows.map(({ panelId }) => panelId))];
}
