import { PanelError } from '../../hiddify/panel-error.ts';
import type { Clock } from '../../../../platform/clock.ts';
import type { Database, Db } from '../../../../platform/db.ts';
import type { Queue } from '../../../../platform/queue.ts';
import type { Fleet, Panel } from '../../fleet/service.ts';
import { leftoverJob } from '../jobs.ts';
import { findLeftover, isInUse, type Leftover, updateLeftover } from './queries.ts';
import { askToReapply } from '../reapply.service.ts';

/** `parked` waits for the panel; `stuck` is refused by it and waits for an operator. */
export type Removed = 'gone' | 'needless' | 'parked' | 'stuck';

/** Switches off and deletes an account that its owner has left behind. Throws what trying again may mend. */
export type RemoveLeftover = (id: number) => Promise<Removed>;

export function createRemoveLeftover(parts: {
  db: Database;
  clock: Clock;
  fleet: Fleet;
  queue: Pick<Queue, 'enqueue'>;
}): RemoveLeftover {
  const { db, clock, fleet, queue } = parts;

  async function remove(id: number): Promise<Removed> {
    const leftover = await findLeftover(db, id);
    if (leftover?.state !== 'waiting') return 'needless';
    const panel = await fleet.find(leftover.panelId);
    if (panel === undefined || (await isInUse(db, leftover))) return await finish(leftover, 'needless');
    const client = fleet.admits(panel) ? fleet.client(panel) : undefined;
    if (client === undefined) return 'parked';
    try {
      await client.remove(leftover.uuid);
    } catch (error) {
      if (!(error instanceof PanelError)) throw error;
      return await fail(error, leftover, panel);
    }
    fleet.succeeded(panel.id);
    await askToReapply(db, queue, panel);
    return await finish(leftover, 'gone');
  }

  async function finish(leftover: Leftover, result: Removed): Promise<Removed> {
    await updateLeftover(db, leftover.id, { state: 'gone', failure: null, finishedAt: clock.now() });
    return result;
  }

  async function fail(error: PanelError, leftover: Leftover, panel: Panel): Promise<Removed> {
    const isFinal = error.advice === 'give-up';
    const state = isFinal ? ('stuck' as const) : ('waiting' as const);
    await updateLeftover(db, leftover.id, { state, failure: error.class, triedAt: clock.now() });
    if (isFinal) {
      await fleet.alarm(panel, 'not-removed');
      return 'stuck';
    }
    await fleet.failed(panel, error, leftover.uuid);
    if (!fleet.admits(panel)) return 'parked';
    throw error;
  }

  return remove;
}

/** Has these accounts of a panel removed soon. */
export async function askForLeftovers(
  tx: Db,
  queue: Pick<Queue, 'enqueue'>,
  { panelId, ids }: { panelId: number; ids: readonly number[] },
): Promise<void> {
  for (const leftoverId of ids) await queue.enqueue(tx, leftoverJob({ leftoverId }, panelId));
}
