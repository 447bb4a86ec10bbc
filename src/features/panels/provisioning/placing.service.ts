import type { Db, Transaction } from '../../../platform/db.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Queue } from '../../../platform/queue.ts';
import type { Fleet } from '../fleet/service.ts';
import { defaultGroup } from '../fleet/placement.service.ts';
import { findPanel } from '../queries.ts';
import { provisionJob } from './jobs.ts';
import { cancelPlanMove, insertMoves } from './moves/queries.ts';
import { findGroup, writePanel } from './queries.ts';

/** The way by which what somebody is entitled to finds its way to a panel. */
export interface Placing {
  /** Gives an account a panel with room in the group of its plan, and answers which; null while none has. */
  place(db: Db, account: { id: number; userId: number; planCode: string | null }): Promise<number | null>;
  /**
   * Another plan holds from now on: whoever lives outside its group moves there, as soon as it has room. What admins change of a
   * plan moves nobody.
   */
  resettle(tx: Transaction, change: PlanSwitch): Promise<void>;
  /** Has the panel follow, once the transaction commits. */
  provision(tx: Transaction, userId: number, panelId: number | null): Promise<void>;
}

/** Somebody who lives on a panel, and the plans that held and hold for them. */
interface PlanSwitch {
  userId: number;
  panelId: number;
  from: string | null;
  to: string | null;
}

export function createPlacing(parts: {
  fleet: Pick<Fleet, 'place'>;
  queue: Pick<Queue, 'enqueue'>;
  clock: Clock;
}): Placing {
  const { fleet, queue, clock } = parts;

  return {
    async place(db, { id, userId, planCode }) {
      const panelId = await fleet.place(db, await findGroup(db, planCode), userId);
      if (panelId === undefined) return null;
      await writePanel(db, { id, panelId });
      return panelId;
    },
    async resettle(tx, { userId, panelId, from, to }) {
      if (from === to) return;
      const [before = defaultGroup, group = defaultGroup] = [
        await findGroup(tx, from),
        await findGroup(tx, to),
      ];
      if (before === group) return;
      await cancelPlanMove(tx, userId, clock.now());
      const home = await findPanel(tx, panelId);
      if (home === undefined || home.group === group) return;
      const toPanelId = (await fleet.place(tx, group, userId)) ?? null;
      await insertMoves(tx, [{ userId, fromPanelId: panelId, toPanelId, group, createdAt: clock.now() }]);
    },
    provision: (tx, userId, panelId) => queue.enqueue(tx, provisionJob({ userId }, panelId)),
  };
}
