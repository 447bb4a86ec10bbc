import type { Db, Transaction } from '../../../platform/db.ts';
import type { Queue } from '../../../platform/queue.ts';
import type { Fleet } from '../fleet/service.ts';
import { provisionJob } from './jobs.ts';
import { findGroup, writePanel } from './queries.ts';

/** The way by which what somebody is entitled to finds its way to a panel. */
export interface Placing {
  /** Gives an account a panel with room in the group of its plan, and answers which; null while none has. */
  place(db: Db, account: { id: number; userId: number; planCode: string | null }): Promise<number | null>;
  /** Has the panel follow, once the transaction commits. */
  provision(tx: Transaction, userId: number, panelId: number | null): Promise<void>;
}

export function createPlacing(parts: {
  fleet: Pick<Fleet, 'place'>;
  queue: Pick<Queue, 'enqueue'>;
}): Placing {
  const { fleet, queue } = parts;

  return {
    async place(db, { id, userId, planCode }) {
      const panelId = await fleet.place(db, await findGroup(db, planCode), userId);
      if (panelId === undefined) return null;
      await writePanel(db, { id, panelId });
      return panelId;
    },
    provision: (tx, userId, panelId) => queue.enqueue(tx, provisionJob({ userId }, panelId)),
  };
}
