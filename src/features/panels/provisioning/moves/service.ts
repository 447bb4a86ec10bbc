import type { Clock } from '../../../../platform/clock.ts';
import type { Database, Transaction } from '../../../../platform/db.ts';
import type { Queue } from '../../../../platform/queue.ts';
import type { Fleet } from '../../fleet/service.ts';
import { distribute, type Mover } from './distribute.rules.ts';
import { moveOutJob, provisionJob } from '../jobs.ts';
import { askForLeftovers } from './leftovers.service.ts';
import {
  cancelMoves,
  countIdle,
  type Due,
  forgetLeftovers,
  freeIdle,
  insertMoves,
  listBarred,
  listMovable,
  listWaitingLeftovers,
  listWaitingMoves,
  lockMoves,
} from './queries.ts';

/** The forecast of moving everybody off a panel now. */
export interface MoveForecast {
  /** People with running access who are not on their way yet. */
  people: number;
  /** For how many of them the other panels of the group have room. */
  fitting: number;
  /** People without running access: their accounts go, and they get a panel when they are back. */
  idle: number;
  /** Panels that would take people over; room null: any number. */
  targets: readonly { name: string; room: number | null }[];
}

/** The moves that were asked for: so many are on their way, so many find no room, so many had no access to move. */
export interface MovesAsked {
  moving: number;
  withoutRoom: number;
  freed: number;
}

/** Moves between panels, as far as they are asked for and called off; `move.service.ts` carries them out. */
export interface MoveService {
  forecast(panelId: number): Promise<MoveForecast>;
  /** Sends everybody off the panel for whom there is room; whoever is on their way is left as they are. */
  begin(tx: Transaction, panelId: number): Promise<MovesAsked>;
  /** Calls off the moves that have not begun; answers how many. */
  stop(tx: Transaction, panelId: number): Promise<number>;
  /** Gives up on accounts that have to go from a panel which is no more; answers how many. */
  forget(tx: Transaction, panelId: number): Promise<number>;
  /** Has everybody moved who waits to leave this panel; answers how many. */
  carryOn(panelId: number): Promise<number>;
  /** Asks again for whatever waits without a job under way; answers how many. */
  catchUp(): Promise<number>;
  /** Asks again for whatever waits for this panel; answers how many. */
  release(panelId: number): Promise<number>;
}

export function createMoveService(parts: {
  db: Database;
  clock: Clock;
  fleet: Fleet;
  queue: Pick<Queue, 'enqueue'>;
}): MoveService {
  const { db, clock, fleet, queue } = parts;

  async function assign(tx: Transaction, panelId: number) {
    const barred = await listBarred(tx, { panelId });
    const people = (await listMovable(tx, panelId)).map(
      (userId): Mover => ({ userId, barred: barred.get(userId) ?? new Set() }),
    );
    const targets = await fleet.neighbours(tx, panelId);
    return { people, targets, places: distribute(people, targets) };
  }

  async function forecast(panelId: number): Promise<MoveForecast> {
    return await db.transaction(async (tx) => {
      const { people, targets, places } = await assign(tx, panelId);
      const idle = await countIdle(tx, panelId);
      return { people: people.length, fitting: places.size, idle, targets };
    });
  }

  async function begin(tx: Transaction, panelId: number): Promise<MovesAsked> {
    await lockMoves(tx);
    const now = clock.now();
    const { people, places } = await assign(tx, panelId);
    const moves = [...places].map(([userId, toPanelId]) => ({
      userId,
      fromPanelId: panelId,
      toPanelId,
      createdAt: now,
    }));
    const added = await insertMoves(tx, moves);
    const freed = await freeIdle(tx, { panelId, now });
    // Thousands of jobs would hold this transaction open: one job asks for them.
    await queue.enqueue(tx, moveOutJob({ panelId }));
    return { moving: added.length, withoutRoom: people.length - added.length, freed: freed.length };
  }

  async function askForMoves(
    tx: Transaction,
    moves: readonly { userId: number; toPanelId: number | null }[],
  ): Promise<void> {
    for (const { userId, toPanelId } of moves) await queue.enqueue(tx, provisionJob({ userId }, toPanelId));
  }

  async function askFor(due: Due): Promise<number> {
    const moves = await listWaitingMoves(db, due);
    const leftovers = await listWaitingLeftovers(db, due);
    for (let from = 0; from < moves.length; from += 100)
      await db.transaction((tx) => askForMoves(tx, moves.slice(from, from + 100)));
    for (let from = 0; from < leftovers.length; from += 100)
      await db.transaction(async (tx) => {
        for (const { id, panelId } of leftovers.slice(from, from + 100))
          await askForLeftovers(tx, queue, { panelId, ids: [id] });
      });
    return moves.length + leftovers.length;
  }

  async function catchUp(): Promise<number> {
    const shut = (await fleet.list()).filter((panel) => !fleet.admits(panel)).map((panel) => panel.id);
    const triedBefore = new Date(clock.now().getTime() - 2 * 60 * 1000);
    return await askFor({ triedBefore, exceptPanelIds: shut });
  }

  return {
    forecast,
    begin,
    stop: (tx, panelId) => cancelMoves(tx, panelId, clock.now()),
    forget: (tx, panelId) => forgetLeftovers(tx, panelId, clock.now()),
    carryOn: (panelId) => askFor({ fromPanelId: panelId }),
    catchUp,
    release: (panelId) => askFor({ panelId }),
  };
}
