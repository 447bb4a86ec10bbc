import type { Events } from '../../platform/events.ts';
import { type BoundJob, timetable, work } from '../../platform/queue/work.ts';
import type { AdoptionService } from './provisioning/adoption/service.ts';
import {
  adoptJob,
  joinJob,
  leftoverJob,
  moveOutJob,
  provisionJob,
  reapplyJob,
  syncJob,
} from './provisioning/jobs.ts';
import type { Hands } from './provisioning/hands/seen.service.ts';
import type { Joining } from './provisioning/joined/service.ts';
import type { RemoveLeftover } from './provisioning/moves/leftovers.service.ts';
import type { MoveService } from './provisioning/moves/service.ts';
import type { Provisioning } from './provisioning/service.ts';
import type { ReapplyPanel } from './provisioning/reapply.service.ts';
import type { DriftService } from './provisioning/sync/drift.service.ts';
import type { PanelSync } from './provisioning/sync/service.ts';

export interface PanelJobNeeds {
  provisioning: Provisioning;
  sync: PanelSync;
  reapply: ReapplyPanel;
  moves: MoveService;
  joining: Joining;
  adoption: AdoptionService;
  removeLeftover: RemoveLeftover;
  drift: Pick<DriftService, 'scan'>;
  hands: Pick<Hands, 'askAgain'>;
  events: Pick<Events, 'provisioned'>;
}

/** The jobs that keep panels in step with what people are entitled to. */
export const panelJobs: readonly BoundJob<PanelJobNeeds>[] = [
  work(
    provisionJob,
    async ({ data, attempt }, { provisioning, events }: PanelJobNeeds) =>
      events.provisioned(await provisioning.provision(data, attempt > 1)),
    { starts: ['provision', 'leftover', 'join', 'panel-settle', 'notice'] },
  ),
  work(adoptJob, ({ data }, { adoption }: PanelJobNeeds) => adoption.carryOut(data), {
    starts: ['provision', 'notice'],
  }),
  work(moveOutJob, ({ data }, { moves }: PanelJobNeeds) => moves.carryOn(data.panelId), {
    starts: ['provision', 'leftover'],
  }),
  work(leftoverJob, ({ data }, { removeLeftover }: PanelJobNeeds) => removeLeftover(data.leftoverId), {
    starts: ['panel-settle', 'notice'],
  }),
  work(joinJob, ({ data }, { joining }: PanelJobNeeds) => joining.join(data), {
    starts: ['provision', 'notice'],
  }),
  work(reapplyJob, ({ data }, { reapply }: PanelJobNeeds) => reapply(data.panelId), {
    starts: ['provision'],
  }),
  work(syncJob, ({ data }, { sync }: PanelJobNeeds) => sync.sync(data.panelId), {
    starts: ['provision', 'notice'],
  }),
  timetable(
    { name: 'panel-sync-due', cron: '* * * * *', starts: ['panel-sync'] },
    ({ sync }: PanelJobNeeds) => sync.syncDue(),
  ),
  timetable(
    { name: 'drift-scan', cron: '43 4 * * *', timeoutSeconds: 1_800, starts: ['provision', 'notice'] },
    (needs: PanelJobNeeds) => needs.drift.scan(),
  ),
  timetable({ name: 'hands-due', cron: '7 9 * * *', starts: ['notice'] }, ({ hands }: PanelJobNeeds) =>
    hands.askAgain(),
  ),
  timetable(
    { name: 'catch-up', cron: '* * * * *', starts: ['provision', 'leftover', 'join'] },
    async (needs: PanelJobNeeds) => {
      await needs.provisioning.catchUp();
      await needs.moves.catchUp();
      await needs.joining.ask();
    },
  ),
];
