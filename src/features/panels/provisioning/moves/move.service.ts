import type { PanelClient } from '../../hiddify/client.ts';
import type { PanelUser } from '../../hiddify/panel-user.ts';
import { PanelError } from '../../hiddify/panel-error.ts';
import type { Clock } from '../../../../platform/clock.ts';
import type { Database, Transaction } from '../../../../platform/db.ts';
import type { Events } from '../../../../platform/events.ts';
import type { Queue } from '../../../../platform/queue.ts';
import type { Fleet, Panel } from '../../fleet/service.ts';
import type { BeginPeriod } from '../begun.service.ts';
import { desiredPanelUser } from '../desired.rules.ts';
import { type AccountTerms, termsIn } from '../hands/hand.rules.ts';
import type { JoinedHands } from '../hands/joined.service.ts';
import type { Hands } from '../hands/seen.service.ts';
import { distribute } from './distribute.rules.ts';
import { provisionJob } from '../jobs.ts';
import { askForLeftovers } from './leftovers.service.ts';
import {
  findWaitingMove,
  freeIdle,
  insertLeftovers,
  listBarred,
  lockById,
  lockMoves,
  type Move as WaitingMove,
  updateMove,
  writeMoved,
} from './queries.ts';
import { activate, findForProvisioning } from '../queries.ts';
import type { Subscription } from '../../../subscriptions/service.ts';
import { askToReapply } from '../reapply.service.ts';
import { waitedMs } from '../waiting.rules.ts';

/** The result of one try to move somebody: an error of the new panel is tried again later. */
export type Moved = 'done' | 'left-alone' | PanelError;

/** Moves somebody to another panel if they wait for that. */
export type MovePerson = (userId: number) => Promise<Moved>;

type Found = NonNullable<Awaited<ReturnType<typeof findForProvisioning>>>;

interface Placed {
  move: WaitingMove;
  seen: Found;
  target: Panel;
  usedBytes: number;
  held: AccountTerms;
}

/**
 * Whoever waits for another panel is set up there and verified, then switched over in one transaction, and what is left on
 * the old panel has to go. Until the switch the old account is the one that works; after it the new one is.
 */
export function createMove(parts: {
  db: Database;
  clock: Clock;
  fleet: Fleet;
  queue: Pick<Queue, 'enqueue'>;
  events: Pick<Events, 'accessReady'>;
  beginPeriod: BeginPeriod;
  hands: Pick<Hands, 'take'>;
  joinedHands: Pick<JoinedHands, 'takeOverBy'>;
  onReady: (tx: Transaction, userId: number, waitedMs: number) => Promise<void>;
  /** The person's link leads to another panel now. */
  onMoved: (tx: Transaction, userId: number) => Promise<void>;
}): MovePerson {
  const { db, clock, fleet, queue, events, beginPeriod, hands, joinedHands, onReady, onMoved } = parts;

  async function move(userId: number): Promise<Moved> {
    const waiting = await findWaitingMove(db, userId);
    return waiting === undefined ? 'left-alone' : await transfer(waiting);
  }

  async function transfer(move: WaitingMove): Promise<Moved> {
    const found = await findForProvisioning(db, move.userId);
    if (found?.subscription.panelId !== move.fromPanelId) return await callOff(move);
    if (!isRunning(found.subscription)) return await letGo(move, found.subscription.id);
    const target = await targetOf(move);
    if (target === undefined) return await waitForRoom(move);
    const client = fleet.admits(target) ? fleet.client(target) : undefined;
    if (client === undefined) return 'left-alone';
    try {
      const isSame = move.toPanelId === target.id;
      const placedUuid = isSame ? move.placedUuid : null;
      return await placeThere(client, {
        move: { ...move, toPanelId: target.id, placedUuid },
        found: await beginPeriod(found),
        target,
      });
    } catch (error) {
      if (!(error instanceof PanelError)) throw error;
      return await fail(error, move, target);
    }
  }

  async function placeThere(
    client: PanelClient,
    { move, found, target }: { move: WaitingMove; found: Found; target: Panel },
  ): Promise<Moved> {
    const { subscription, blockedAt } = found;
    const { panelUuid } = subscription;
    const old = await readOld(found);
    // What was done there by hand holds first, and comes along with the next try.
    if (old !== undefined && found.panel !== null && (await hands.take(subscription, found.panel, old)))
      return 'left-alone';
    if (await joinedHands.takeOverBy(client, subscription, target)) return 'left-alone';
    const usedBytes = usageOf(subscription, old);
    // The link was replaced after an earlier try: that account must not stay.
    if (move.placedUuid !== null && move.placedUuid !== panelUuid)
      await client.replace({ from: move.placedUuid, to: panelUuid });
    const placed = { toPanelId: target.id, placedUuid: panelUuid, triedAt: clock.now() };
    if ((await updateMove(db, move.id, placed)) === undefined) return 'left-alone';
    const wanted = desiredPanelUser(subscription, { blocked: blockedAt !== null }, target.timeZone);
    const options = { rewrite: move.failure !== null, exactUsage: true };
    const held = termsIn(await client.hold({ ...wanted, usedBytes }, options));
    fleet.succeeded(target.id);
    return await db.transaction((tx) =>
      switchOver(tx, { move: { ...move, ...placed }, seen: found, target, usedBytes, held }),
    );
  }

  /** The account on the old panel, where that still answers. */
  async function readOld({ subscription, panel }: Found): Promise<PanelUser | undefined> {
    const client = panel !== null && fleet.admits(panel) ? fleet.client(panel) : undefined;
    if (panel === null || client === undefined) return undefined;
    try {
      return await client.find(subscription.panelUuid);
    } catch (error) {
      if (!(error instanceof PanelError)) throw error;
      await fleet.failed(panel, error, subscription.panelUuid);
      return undefined;
    }
  }

  /** The one moment in which the person's account changes; what was true when it was made must be true still. */
  async function switchOver(
    tx: Transaction,
    { move, seen, target, usedBytes, held }: Placed,
  ): Promise<Moved> {
    const now = clock.now();
    if (!(await fleet.hasRoom(tx, target.id))) {
      await leaveTarget(tx, move);
      await ask(tx, { ...move, toPanelId: null });
      return 'left-alone';
    }
    const { subscription } = seen;
    const row = await lockById(tx, subscription.id);
    const isSame = row?.panelId === move.fromPanelId && row.panelUuid === subscription.panelUuid;
    if (row === undefined || !isSame || !isRunning(row)) {
      await ask(tx, move);
      return 'left-alone';
    }
    const { desiredVersion: version, period } = subscription;
    const moved = await writeMoved(tx, {
      id: row.id,
      panelId: target.id,
      version,
      period,
      usedBytes,
      held,
      now,
    });
    await updateMove(tx, move.id, { state: 'done', failure: null, finishedAt: now });
    await leaveBehind(tx, { ...move, panelId: move.fromPanelId, uuids: uuidsOf(row) });
    // What changed meanwhile the new panel follows like any other change.
    if (moved.desiredVersion > moved.appliedVersion) await ask(tx, move);
    await askToReapply(tx, queue, target);
    await tell(tx, row, now);
    return 'done';
  }

  async function tell(tx: Transaction, row: Subscription, now: Date): Promise<void> {
    const wasPending = row.status === 'pending' && (await activate(tx, row.id, now));
    if (row.switchedOffAt !== null) return;
    if (!wasPending) return await onMoved(tx, row.userId);
    await onReady(tx, row.userId, waitedMs(row, now));
    events.accessReady((now.getTime() - row.updatedAt.getTime()) / 1000);
  }

  /** The panel that was promised while it has room and answers, else another one; undefined when none has room. */
  async function targetOf(move: WaitingMove): Promise<Panel | undefined> {
    const target = move.toPanelId === null ? undefined : await fleet.find(move.toPanelId);
    const hasRoom = target !== undefined && (await fleet.hasRoom(db, target.id));
    if (hasRoom && fleet.admits(target)) return target;
    const another = await chooseAnother(move, hasRoom);
    if (another !== undefined) return await fleet.find(another);
    return hasRoom ? target : undefined;
  }

  /** Without another one the promise is kept where it can be. */
  async function chooseAnother(move: WaitingMove, mayStay: boolean): Promise<number | undefined> {
    return await db.transaction(async (tx) => {
      await lockMoves(tx);
      const barred = (await listBarred(tx, { userId: move.userId })).get(move.userId) ?? new Set<number>();
      const targets = await fleet.neighbours(tx, move.fromPanelId, move.group ?? undefined);
      const others = targets.filter(({ id }) => id !== move.toPanelId);
      const next = distribute([{ userId: move.userId, barred }], others).get(move.userId);
      if (next !== undefined || !mayStay) await leaveTarget(tx, move);
      if (next !== undefined)
        await updateMove(tx, move.id, { toPanelId: next, placedUuid: null, failure: null });
      return next;
    });
  }

  /** The place there was is gone; what may stand there by now has to go. */
  async function leaveTarget(tx: Transaction, move: WaitingMove): Promise<void> {
    await updateMove(tx, move.id, { toPanelId: null, placedUuid: null, triedAt: clock.now() });
    if (move.toPanelId !== null && move.placedUuid !== null)
      await leaveBehind(tx, { ...move, panelId: move.toPanelId, uuids: [move.placedUuid] });
  }

  async function waitForRoom(move: WaitingMove): Promise<Moved> {
    await updateMove(db, move.id, { failure: 'no-room', triedAt: clock.now() });
    const from = await fleet.find(move.fromPanelId);
    if (from !== undefined) await fleet.alarm(from, 'no-room');
    return 'left-alone';
  }

  /** Their access has ended on the way: they need no panel before they are back. */
  async function letGo(move: WaitingMove, subscriptionId: number): Promise<Moved> {
    return await db.transaction(async (tx) => {
      const now = clock.now();
      const panelId = move.fromPanelId;
      const row = await lockById(tx, subscriptionId);
      if (row !== undefined && isRunning(row)) {
        await ask(tx, move);
        return 'left-alone';
      }
      const leftovers = await freeIdle(tx, { panelId, userId: move.userId, now });
      await askForLeftovers(tx, queue, { panelId, ids: leftovers });
      return await endMove(tx, move, 'done');
    });
  }

  /** They are on another panel already. */
  async function callOff(move: WaitingMove): Promise<Moved> {
    return await db.transaction((tx) => endMove(tx, move, 'cancelled'));
  }

  async function endMove(tx: Transaction, move: WaitingMove, state: 'done' | 'cancelled'): Promise<Moved> {
    await updateMove(tx, move.id, { state, finishedAt: clock.now() });
    if (move.toPanelId !== null && move.placedUuid !== null)
      await leaveBehind(tx, { ...move, panelId: move.toPanelId, uuids: [move.placedUuid] });
    return 'left-alone';
  }

  async function leaveBehind(
    tx: Transaction,
    left: { userId: number; panelId: number; uuids: readonly string[] },
  ): Promise<void> {
    const { userId, panelId, uuids } = left;
    const ids = await insertLeftovers(tx, { userId, panelId, uuids, now: clock.now() });
    await askForLeftovers(tx, queue, { panelId, ids });
  }

  async function fail(error: PanelError, move: WaitingMove, target: Panel): Promise<Moved> {
    const now = clock.now();
    const isFinal = error.advice === 'give-up';
    const ended = isFinal ? { state: 'failed' as const, finishedAt: now } : {};
    await updateMove(db, move.id, { failure: error.class, triedAt: now, ...ended });
    if (isFinal) {
      await fleet.alarm(target, 'stuck');
      return 'left-alone';
    }
    await fleet.failed(target, error, `move ${move.id}`);
    return fleet.admits(target) ? error : 'left-alone';
  }

  async function ask(
    tx: Transaction,
    { userId, toPanelId }: Pick<WaitingMove, 'userId' | 'toPanelId'>,
  ): Promise<void> {
    await queue.enqueue(tx, provisionJob({ userId }, toPanelId));
  }

  return move;
}

function isRunning({ status }: Subscription): boolean {
  return status === 'active' || status === 'pending';
}

function uuidsOf({ panelUuid, previousUuid }: Subscription): string[] {
  return previousUuid === null ? [panelUuid] : [panelUuid, previousUuid];
}

/** What the old panel says now, else what it said last; a period that has yet to begin, begins at zero. */
function usageOf(subscription: Subscription, old: PanelUser | undefined): number {
  if (subscription.period > subscription.appliedPeriod) return 0;
  return Math.max(0, old?.currentUsageBytes ?? subscription.usedBytes);
}
