import { and, asc, count, eq, gt, inArray, isNull, notInArray, sql } from 'drizzle-orm';
import { noteChange } from '../../platform/changes.ts';
import { copyName } from '../../platform/copies.ts';
import type { Db } from '../../platform/db.ts';
import { panelLeftovers, panelMoves } from './provisioning/moves/tables.ts';
import { subscriptions } from '../subscriptions/tables.ts';
import { panels } from './tables.ts';

type Panel = typeof panels.$inferSelect;

export async function listPanels(db: Db): Promise<Panel[]> {
  return await db.select().from(panels).orderBy(asc(panels.id));
}

export async function findPanel(db: Db, id: number): Promise<Panel | undefined> {
  const [row] = await db.select().from(panels).where(eq(panels.id, id));
  return row;
}

/** The panel of the settings, locked until the transaction ends. */
export async function lockSettingsPanel(tx: Db): Promise<Panel | undefined> {
  // Two replicas starting at once must not both find none.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('panel of the settings'))`);
  const [row] = await tx.select().from(panels).where(eq(panels.fromSettings, true)).for('update');
  return row;
}

export async function insertPanel(db: Db, values: typeof panels.$inferInsert): Promise<Panel | undefined> {
  const [row] = await db.insert(panels).values(values).onConflictDoNothing().returning();
  return row;
}

export async function isNameTaken(db: Db, name: string): Promise<boolean> {
  return (await db.$count(panels, eq(panels.name, name))) > 0;
}

/** Whether a panel of this origin is there; until the transaction ends nobody else adds one. */
export async function isAddressTaken(tx: Db, url: string): Promise<boolean> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('panel of an address'))`);
  return (await tx.$count(panels, eq(panels.url, url))) > 0;
}

export async function updatePanel(db: Db, id: number, changes: Partial<Panel>): Promise<Panel | undefined> {
  const [row] = await db.update(panels).set(changes).where(eq(panels.id, id)).returning();
  return row;
}

/** Accounts made before there was more than one panel stand on the panel of the settings. */
export async function claimHomeless(db: Db, panelId: number): Promise<void> {
  const claimed = await db
    .update(subscriptions)
    .set({ panelId })
    .where(
      and(
        isNull(subscriptions.panelId),
        gt(subscriptions.appliedVersion, 0),
        // Whoever was taken off a panel has no account anywhere until they are back.
        sql`not exists (select 1 from ${panelLeftovers} l where l.user_id = ${subscriptions.userId})`,
      ),
    )
    .returning({ userId: subscriptions.userId });
  await noteChange(
    db,
    claimed.map(({ userId }) => copyName(subscriptions, userId)),
  );
}

/** Panels of the group that take new people, except some. */
export async function listOpenPanels(
  db: Db,
  group: string,
  exceptIds: readonly number[] = [],
): Promise<Panel[]> {
  return await db
    .select()
    .from(panels)
    .where(
      and(
        eq(panels.group, group),
        eq(panels.state, 'active'),
        gt(panels.weight, 0),
        notInArray(panels.id, [...exceptIds, 0]),
      ),
    )
    .orderBy(asc(panels.id));
}

/** The panel as it is now; nobody changes it, or moves people there, before the transaction ends. */
export async function lockPanel(tx: Db, id: number): Promise<Panel | undefined> {
  const [row] = await tx.select().from(panels).where(eq(panels.id, id)).for('no key update');
  return row;
}

/** Panels from which an account of the person has still to go. */
export async function listLeft(db: Db, userId: number): Promise<number[]> {
  const rows = await db
    .selectDistinct({ panelId: panelLeftovers.panelId })
    .from(panelLeftovers)
    .where(and(eq(panelLeftovers.userId, userId), inArray(panelLeftovers.state, ['waiting', 'stuck'])));
  return rows.map((row) => row.panelId);
}

/** People whose access runs, or is about to, on the panel. */
export async function countPeople(db: Db, panelId: number): Promise<number> {
  const [row] = await db
    .select({ people: count() })
    .from(subscriptions)
    .where(and(eq(subscriptions.panelId, panelId), inArray(subscriptions.status, ['pending', 'active'])));
  return row?.people ?? 0;
}

/** People on the panel, and those who are on their way there. */
export async function countTaken(db: Db, panelId: number): Promise<number> {
  const coming = and(eq(panelMoves.toPanelId, panelId), eq(panelMoves.state, 'waiting'));
  return (await countPeople(db, panelId)) + (await db.$count(panelMoves, coming));
}

/** The people who leave the panel or come to it, and accounts that have to go from it. */
export async function readMoves(db: Db, panelId: number) {
  const leaves = eq(panelMoves.fromPanelId, panelId);
  const waits = eq(panelMoves.state, 'waiting');
  const there = eq(panelLeftovers.panelId, panelId);
  return {
    leaving: await db.$count(panelMoves, and(leaves, waits)),
    withoutRoom: await db.$count(panelMoves, and(leaves, waits, eq(panelMoves.failure, 'no-room'))),
    coming: await db.$count(panelMoves, and(eq(panelMoves.toPanelId, panelId), waits)),
    leftovers: await db.$count(panelLeftovers, and(there, eq(panelLeftovers.state, 'waiting'))),
    stuckLeftovers: await db.$count(panelLeftovers, and(there, eq(panelLeftovers.state, 'stuck'))),
  };
}

/** Changes that wait for the panel, how many of them nobody tries any more, and since when the oldest waits. */
export async function readWaiting(db: Db, panelId: number) {
  const [row] = await db
    .select({
      waiting: count(),
      givenUp: sql<number>`(count(*) filter (where ${subscriptions.givenUpVersion} = ${subscriptions.desiredVersion}))::int`,
      oldestSeconds: sql<number>`coalesce(extract(epoch from now() - min(${subscriptions.updatedAt})), 0)::float`,
    })
    .from(subscriptions)
    .where(
      and(eq(subscriptions.panelId, panelId), gt(subscriptions.desiredVersion, subscriptions.appliedVersion)),
    );
  return row ?? { waiting: 0, givenUp: 0, oldestSeconds: 0 };
}

/** Takes the right to tell of this kind of trouble; at most once in the time, whichever process asks. */
export async function claimAlarm(
  tx: Db,
  { id, kind, now, quietMs }: { id: number; kind: string; now: Date; quietMs: number },
): Promise<boolean> {
  const since = new Date(now.getTime() - quietMs).toISOString();
  const rows = await tx
    .update(panels)
    .set({ alarms: sql`${panels.alarms} || jsonb_build_object(${kind}::text, ${now.toISOString()}::text)` })
    .where(and(eq(panels.id, id), sql`coalesce(${panels.alarms} ->> ${kind}, '') < ${since}`))
    .returning({ id: panels.id });
  return rows.length > 0;
}
