import { updatePanel } from '../../queries.ts';
import type { Events } from '../../../../platform/events.ts';
import type { Logger } from '../../../../platform/logger.ts';
import { PanelError } from '../../hiddify/panel-error.ts';
import type { PanelUser } from '../../hiddify/panel-user.ts';
import type { PanelClient } from '../../hiddify/client.ts';
import type { Clock } from '../../../../platform/clock.ts';
import type { Database } from '../../../../platform/db.ts';
import type { Queue } from '../../../../platform/queue.ts';
import type { Fleet, Panel } from '../../fleet/service.ts';
import { provisionJob, syncJob } from '../jobs.ts';
import { oddRowsMark } from '../../fleet/alarm.rules.ts';
import { askAgain } from '../queries.ts';
import { doubtJoined, findUnseenJoined, writeJoinedUsage } from '../joined/queries.ts';
import type { JoinedHands } from '../hands/joined.service.ts';
import type { Hands } from '../hands/seen.service.ts';
import { findUnseen, type ListRead, listDueForSync, type SeenUser, writeSeen } from './queries.ts';

/** The result of one sync of a panel. */
export type Synced =
  | { result: 'taken'; listed: number; written: number; missing: number; restored: number }
  /** So many seem to be missing that the list is not believed: nobody was touched. */
  | { result: 'stopped'; missing: number; people: number }
  | { result: 'parked' };

export interface PanelSync {
  /** Takes over what the panel says of everybody on it, and has those re-created whom it lost. */
  sync(panelId: number): Promise<Synced>;
  /** Has the panels synced whose time has come; answers how many. */
  syncDue(): Promise<number>;
  /** Has the list of one panel be read as soon as there is room for it. */
  ask(panelId: number): Promise<void>;
}

/** Above this share of a panel's people nobody is touched without an operator. */
const mostTouchedShare = 0.02;

/** How many accounts of so many may be touched at once: two in a hundred, and one on small panels. */
export function mostTouched(people: number): number {
  return Math.max(1, Math.floor(people * mostTouchedShare));
}

export function createPanelSync(parts: {
  db: Database;
  clock: Clock;
  fleet: Fleet;
  queue: Pick<Queue, 'enqueue'>;
  events: Pick<Events, 'usageTaken'>;
  logger: Pick<Logger, 'debug'>;
  hands: Pick<Hands, 'takeOver'>;
  joinedHands: Pick<JoinedHands, 'takeOver'>;
  random?: () => number;
}): PanelSync {
  const { db, clock, fleet, queue, events, logger, hands, joinedHands, random = Math.random } = parts;
  const note = (panelId: number, changes: Partial<Panel>) => updatePanel(db, panelId, changes);

  async function sync(panelId: number): Promise<Synced> {
    const panel = await fleet.find(panelId);
    const client = panel === undefined || !fleet.admits(panel) ? undefined : fleet.client(panel);
    if (panel === undefined || client === undefined) return { result: 'parked' };
    try {
      const outcome = await takeOver(panel, client);
      logger.debug({ panel: panel.name, ...outcome }, 'a panel was read');
      if (outcome.result === 'taken') events.usageTaken(outcome.written);
      return outcome;
    } catch (error) {
      if (error instanceof PanelError) await fleet.failed(panel, error);
      throw error;
    }
  }

  async function takeOver(panel: Panel, client: PanelClient): Promise<Synced> {
    const readAt = clock.now();
    const list = { panelId: panel.id, timeZone: panel.timeZone, readAt };
    const { seen, accounts, odd } = await readList(client);
    const nextSyncAt = new Date(clock.now().getTime() + pauseMs(seen.size, random()));
    const home = await findUnseen(db, list, (uuid) => seen.has(uuid));
    const joined = await findUnseenJoined(db, list, (uuid) => seen.has(uuid));
    const people = home.people + joined.people;
    const missing = home.unseen.length + joined.unseen.length;
    if (missing > mostTouched(people)) {
      const syncProblem = `missing ${missing} of ${people}`;
      await note(panel.id, { nextSyncAt, listedUsers: seen.size, syncProblem });
      await fleet.alarm(panel, 'sync-stopped');
      return { result: 'stopped', missing, people };
    }
    const written = await writeSeen(db, list, [...seen.values()]);
    await hands.takeOver(panel, list, accounts);
    const restored = await restore(client, home.unseen);
    // Before traffic is counted: what makes others follow has nobody in step any more.
    if (joined.people > 0) await joinedHands.takeOver(panel, list, accounts);
    await takeOverJoined(list, { seen: [...seen.values()], people: joined.people, unseen: joined.unseen });
    await note(panel.id, { nextSyncAt, syncedAt: readAt, listedUsers: seen.size, syncProblem: oddRows(odd) });
    if (odd.length > 0) await fleet.alarm(panel, 'odd-rows');
    return { result: 'taken', listed: seen.size, written, missing, restored };
  }

  /** What was used of joined accounts counts with the rest; those that are gone are made anew by their own jobs. */
  async function takeOverJoined(
    list: ListRead,
    { seen, people, unseen }: { seen: readonly SeenUser[]; people: number; unseen: readonly number[] },
  ): Promise<void> {
    if (people === 0) return;
    await doubtJoined(db, unseen);
    await db.transaction(async (tx) => {
      for (const { userId, panelId } of await writeJoinedUsage(tx, list, seen))
        await queue.enqueue(tx, provisionJob({ userId }, panelId));
    });
  }

  /**
   * Whether a list is believed is decided before anything of it is written, so it is looked through twice. What is kept
   * for that is some hundred bytes of each user, a few megabytes of the largest list; a table to put them aside in would
   * write every row of every list, changed or not.
   */
  async function readList(client: PanelClient) {
    const seen = new Map<string, SeenUser>();
    const accounts = new Map<string, PanelUser>();
    const odd: PanelUser[] = [];
    await client.eachUser((user) => {
      const { uuid, currentUsageBytes: usedBytes, lastOnline } = user;
      seen.set(uuid, { uuid, usedBytes, lastOnline });
      accounts.set(uuid, user);
      if (user.odd !== undefined) odd.push(user);
    });
    return { seen, accounts, odd };
  }

  /** Absence from a list proves little; each of them is asked for by name before anything is done. */
  async function restore(client: PanelClient, unseen: readonly { id: number; panelUuid: string }[]) {
    const gone: number[] = [];
    for (const { id, panelUuid } of unseen) if ((await client.find(panelUuid)) === undefined) gone.push(id);
    await db.transaction(async (tx) => {
      for (const { userId, panelId } of await askAgain(tx, { ids: gone, now: clock.now() }))
        await queue.enqueue(tx, provisionJob({ userId }, panelId));
    });
    return gone.length;
  }

  async function syncDue(): Promise<number> {
    const due = await listDueForSync(db, clock.now());
    for (const panelId of due) await queue.enqueue(db, syncJob({ panelId }));
    return due.length;
  }

  return { sync, syncDue, ask: (panelId) => queue.enqueue(db, syncJob({ panelId })) };
}

/** The accounts that have a value which cannot be, for the operator: the first by name, and how many more. */
function oddRows(odd: readonly PanelUser[]): string | null {
  if (odd.length === 0) return null;
  const named = odd.slice(0, 5).map((user) => `${user.name.slice(0, 40)} (${user.odd?.join(', ')})`);
  const more = odd.length > named.length ? ` +${odd.length - named.length}` : '';
  return `${oddRowsMark}${named.join(', ')}${more}`;
}

/** Every 5 minutes, above 3000 users every 12, a fifth earlier or later, so that panels do not answer in step. */
function pauseMs(listed: number, dice: number): number {
  const minutes = listed > 3_000 ? 12 : 5;
  return minutes * 60_000 * (0.8 + 0.4 * dice);
}
