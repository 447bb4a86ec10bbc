import { PanelError } from '../hiddify/panel-error.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/db.ts';
import type { Queue } from '../../../platform/queue.ts';
import type { Fleet } from '../fleet/service.ts';
import type { Follow, Provisioned } from './follow.service.ts';
import { provisionJob, type ProvisionWork } from './jobs.ts';
import type { Joining } from './joined/service.ts';
import type { MovePerson } from './moves/move.service.ts';
import { listLagging } from './queries.ts';

export interface Provisioning {
  /**
   * Brings all panels where they should be for one person: moved, followed, joined. `repeated` says that a try failed
   * before. Throws what trying again may mend. One job a person does all of it, so that its parts never meet.
   */
  provision(work: ProvisionWork, repeated: boolean): Promise<Provisioned>;
  /** Asks again for whoever lags behind without a job under way; answers how many. */
  catchUp(): Promise<number>;
  /** Asks again for everybody who waits for this panel; answers how many. */
  release(panelId: number): Promise<number>;
}

export function createProvisioning(parts: {
  db: Database;
  clock: Clock;
  fleet: Fleet;
  queue: Pick<Queue, 'enqueue'>;
  move: MovePerson;
  follow: Follow;
  join: Pick<Joining, 'ask'>;
}): Provisioning {
  const { db, clock, fleet, queue, move, follow, join } = parts;
  return { provision, catchUp, release };

  async function provision(work: ProvisionWork, repeated: boolean): Promise<Provisioned> {
    try {
      const moved = await move(work.userId);
      if (moved === 'done') return 'done';
      const followed = await follow(work, repeated);
      // Until the new panel holds them, the old account is the one that works.
      if (moved instanceof PanelError) throw moved;
      return followed;
    } finally {
      // Also while the panel where they live is away: whoever is blocked is so on all of them.
      await join.ask(work.userId);
    }
  }

  async function catchUp(): Promise<number> {
    const changedBefore = new Date(clock.now().getTime() - 2 * 60 * 1000);
    const shut = (await fleet.list()).filter((panel) => !fleet.admits(panel)).map((panel) => panel.id);
    return await askFor(await listLagging(db, { changedBefore, exceptPanelIds: shut, limit: 1_000 }));
  }

  async function release(panelId: number): Promise<number> {
    return await askFor(await listLagging(db, { panelId, limit: 20_000 }));
  }

  async function askFor(people: Awaited<ReturnType<typeof listLagging>>): Promise<number> {
    for (let from = 0; from < people.length; from += 100)
      await db.transaction(async (tx) => {
        for (const { userId, panelId } of people.slice(from, from + 100))
          await queue.enqueue(tx, provisionJob({ userId }, panelId));
      });
    return people.length;
  }
}
