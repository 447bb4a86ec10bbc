import { appliesOf } from '../hiddify/applies.ts';
import { PanelError } from '../hiddify/panel-error.ts';
import type { Database, Db } from '../../../platform/db.ts';
import type { Queue } from '../../../platform/queue.ts';
import type { Fleet, Panel } from '../fleet/service.ts';
import { provisionJob, reapplyJob } from './jobs.ts';
import { findLastWritten } from './queries.ts';

/** Has a panel apply once more after a burst, in the course of which an apply may have been lost. */
export type ReapplyPanel = (panelId: number) => Promise<'reapplied' | 'needless' | 'doubtful'>;

/**
 * An empty change of the account written last: the panel applies everything again. It takes that one account out of
 * Xray for a moment, so where it fails the account is written anew.
 */
export function createReapply(parts: {
  db: Database;
  fleet: Fleet;
  queue: Pick<Queue, 'enqueue'>;
}): ReapplyPanel {
  const { db, fleet, queue } = parts;
  return async (panelId) => {
    const panel = await fleet.find(panelId);
    const last = await findLastWritten(db, panelId);
    const client = panel !== undefined && fleet.admits(panel) ? fleet.client(panel) : undefined;
    if (last === undefined || client === undefined) return 'needless';
    try {
      const outcome = await client.reapply(last.panelUuid);
      if (outcome !== 'doubtful') return outcome;
    } catch (error) {
      if (!(error instanceof PanelError)) throw error;
    }
    const again = provisionJob({ userId: last.userId, recheck: 'write' }, panelId);
    await queue.enqueue(db, again);
    return 'doubtful';
  };
}

/** More than the panel's own lock of 120 s. */
const reapplyAfterSeconds = 135;

/** Where a burst of changes may be lost on the slower cores, has them told once more after its last change. */
export async function askToReapply(tx: Db, queue: Pick<Queue, 'enqueue'>, panel: Panel): Promise<void> {
  if (!panel.needsReapply || appliesOf(panel.version) !== 'may-be-lost') return;
  await queue.enqueue(tx, reapplyJob({ panelId: panel.id }), { startAfterSeconds: reapplyAfterSeconds });
}
