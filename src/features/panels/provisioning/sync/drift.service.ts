import type { Logger } from '../../../../platform/logger.ts';
import type { PanelClient } from '../../hiddify/client.ts';
import { PanelError } from '../../hiddify/panel-error.ts';
import type { PanelUser } from '../../hiddify/panel-user.ts';
import { localDate } from '../../../../platform/dates.ts';
import type { Clock } from '../../../../platform/clock.ts';
import type { Database, Transaction } from '../../../../platform/db.ts';
import type { Queue } from '../../../../platform/queue.ts';
import { Refusal } from '../../../../platform/refusal.ts';
import type { Fleet, Panel } from '../../fleet/service.ts';
import { desiredPanelUser } from '../desired.rules.ts';
import { changesByHand } from '../hands/hand.rules.ts';
import { doubtAllJoined } from '../joined/queries.ts';
import { provisionJob } from '../jobs.ts';
import { askAgain, listLagging } from '../queries.ts';
import { askAgainOn, listForDrift, listLinked } from './queries.ts';
import { mostTouched } from './service.ts';

/** The disagreement of a panel and our database. Nothing was changed to find out. */
export interface Drift {
  people: number;
  /** Subscriptions whose account the panel does not have. */
  missing: number[];
  /** Subscriptions whose account allows something else, and which of its values are wrong, counted. */
  differing: number[];
  wrongValues: Record<string, number>;
  /** Accounts that nobody here has. */
  strangers: number;
  /** Accounts left half-made, called "unknown". */
  ghosts: number;
}

export interface DriftService {
  /** Refuses `panel.not-answering` and `panel.unknown`. */
  report(panelId: number): Promise<Drift>;
  /** Says in the rows that what a report found has to be put right, however much it is; answers how many accounts. */
  repair(tx: Transaction, found: Drift): Promise<number>;
  /** After a panel was wiped: says in the rows that everybody with running access has to be made anew; answers how many. */
  rebuild(tx: Transaction, panelId: number): Promise<number>;
  /** Asks for everybody on the panel whose row says so, so many a second, so that it can serve its people meanwhile. */
  askFor(panelId: number, perSecond: number): Promise<void>;
  /** A report and its repair; above two in a hundred it refuses `panel.too-many`, tells admins and touches nobody. */
  repairFew(panelId: number): Promise<number>;
  /** The same on every panel; one with too much of it, or that could not be looked through, is told to admins. */
  scan(): Promise<void>;
}

export function createDriftService(parts: {
  db: Database;
  logger: Pick<Logger, 'warn'>;
  clock: Clock;
  fleet: Fleet;
  queue: Pick<Queue, 'enqueue'>;
}): DriftService {
  const { db, clock, fleet, queue, logger } = parts;

  async function open(panelId: number): Promise<{ panel: Panel; client: PanelClient }> {
    const panel = await fleet.find(panelId);
    if (panel === undefined) throw new Refusal('missing', 'panel.unknown');
    const client = fleet.admits(panel) ? fleet.client(panel) : undefined;
    if (client === undefined) throw new Refusal('busy', 'panel.not-answering');
    return { panel, client };
  }

  async function report(panelId: number): Promise<Drift> {
    const { panel, client } = await open(panelId);
    const readAt = clock.now();
    const users = await client.list().catch(refuse);
    const listed = new Map(users.map((user) => [user.uuid, user]));
    const ours = await listForDrift(db, panelId, readAt);
    const compared = compare(client, ours, { listed, timeZone: panel.timeZone, now: readAt });
    const uuids = [...listed.keys()];
    const linked = await listLinked(db, uuids);
    const ghosts = [...listed.values()].filter(client.isHalfMade).length;
    return { people: ours.length, ...compared, strangers: uuids.length - linked.length, ghosts };
  }

  async function repair(tx: Transaction, { missing, differing }: Drift): Promise<number> {
    const ids = [...missing, ...differing];
    for (let from = 0; from < ids.length; from += 1_000)
      await askAgain(tx, { ids: ids.slice(from, from + 1_000), now: clock.now() });
    return ids.length;
  }

  async function repairFew(panelId: number): Promise<number> {
    const found = await report(panelId);
    const count = found.missing.length + found.differing.length;
    if (count > mostTouched(found.people)) {
      const panel = await fleet.find(panelId);
      if (panel !== undefined) await fleet.alarm(panel, 'repair-stopped');
      throw new Refusal('conflict', 'panel.too-many', { count, people: found.people });
    }
    await db.transaction((tx) => repair(tx, found));
    await askFor(panelId, 10);
    return count;
  }

  async function rebuild(tx: Transaction, panelId: number): Promise<number> {
    await doubtAllJoined(tx, panelId);
    return await askAgainOn(tx, { panelId, now: clock.now() });
  }

  /** Whoever waited before comes first. */
  async function askFor(panelId: number, perSecond: number): Promise<void> {
    const people = await listLagging(db, { panelId, limit: 1_000_000 });
    for (let from = 0; from < people.length; from += 100)
      await db.transaction(async (tx) => {
        for (const [index, { userId }] of people.slice(from, from + 100).entries()) {
          const startAfterSeconds = Math.floor((from + index) / perSecond);
          await queue.enqueue(tx, provisionJob({ userId }, panelId), { startAfterSeconds });
        }
      });
  }

  async function scan(): Promise<void> {
    for (const panel of await fleet.list())
      await repairFew(panel.id).then(
        (repaired) => repaired > 0 && logger.warn({ panel: panel.name, repaired }, 'a panel had drifted'),
        (error: unknown) => tellUnscanned(panel, error),
      );
  }

  /** Nobody learns from silence that nothing was looked at. What shut a panel off was told when it did. */
  async function tellUnscanned(panel: Panel, error: unknown): Promise<void> {
    logger.warn({ panel: panel.name, err: error }, 'drift was not repaired');
    const isKnown = error instanceof Refusal && error.code === 'panel.too-many';
    if (isKnown || panel.state === 'off' || fleet.shutBecause(panel.id) !== undefined) return;
    await fleet.alarm(panel, 'scan-failed');
  }

  return { report, repair, rebuild, askFor, repairFew, scan };
}

/** A panel that is not shut off yet may still fail now. */
function refuse(error: unknown): never {
  if (error instanceof PanelError) throw new Refusal('busy', 'panel.not-answering');
  throw error;
}

type Ours = Awaited<ReturnType<typeof listForDrift>>;

function compare(
  client: Pick<PanelClient, 'wrongValues'>,
  ours: Ours,
  { listed, timeZone, now }: { listed: Map<string, PanelUser>; timeZone: string; now: Date },
) {
  const today = localDate(now, timeZone);
  const missing: number[] = [];
  const differing: number[] = [];
  const wrongValues: Record<string, number> = {};
  for (const { subscription, blockedAt } of ours) {
    const wanted = desiredPanelUser(subscription, { blocked: blockedAt !== null }, timeZone);
    const account = listed.get(subscription.panelUuid);
    // Nobody misses the account of somebody who may not use it.
    if (account === undefined && wanted.enable) missing.push(subscription.id);
    const base = subscription.held;
    // What was changed by hand is no drift: it is taken over, and holds until somebody decides.
    const isByHand =
      account !== undefined &&
      base !== null &&
      changesByHand(base, account, { today, isRunning: true }).length > 0;
    const wrong = account === undefined || isByHand ? [] : client.wrongValues(account, wanted);
    if (wrong.length > 0) differing.push(subscription.id);
    for (const value of wrong) wrongValues[value] = (wrongValues[value] ?? 0) + 1;
  }
  return { missing, differing, wrongValues };
}
