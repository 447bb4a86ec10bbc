import { z } from 'zod';
import {
  adoptJob,
  joinJob,
  type JoinWork,
  leftoverJob,
  moveOutJob,
  provisionJob,
  type ProvisionWork,
  reapplyJob,
  syncJob,
} from '../features/panels/provisioning/jobs.ts';
import type { Joining } from '../features/panels/provisioning/joined/service.ts';
import type { RemoveLeftover } from '../features/panels/provisioning/moves/leftovers.service.ts';
import type { AdoptionService } from '../features/panels/provisioning/adoption/service.ts';
import type { MoveService } from '../features/panels/provisioning/moves/service.ts';
import type { Provisioned, Provisioning } from '../features/panels/provisioning/service.ts';
import type { ReapplyPanel } from '../features/panels/provisioning/reapply.service.ts';
import type { PanelSync } from '../features/panels/provisioning/sync/service.ts';
import { type Notice, noticeJob } from '../features/users/notices.ts';
import type { MoneyDesk } from '../features/money/desk/desk.service.ts';
import { hearJob, lookJob, refundJob, reportJob } from '../features/money/payments/jobs.ts';
import type { MoneyReports } from '../features/money/desk/report.service.ts';
import type { PaymentService } from '../features/money/payments/service.ts';
import type { MoneyUpkeep } from '../features/money/reconciliation/upkeep.service.ts';
import { chargeRenewalJob, lookRenewalJob, stopRenewalJob } from '../features/money/renewals/jobs.ts';
import type { RenewalService } from '../features/money/renewals/service.ts';
import type { RenewalUpkeep } from '../features/money/renewals/upkeep.service.ts';
import type { SubscriptionService } from '../features/subscriptions/service.ts';
import type { JobDefinition, Queue } from '../platform/queue.ts';

export interface JobParts {
  queue: Queue;
  panels: {
    provisioning: Provisioning;
    sync: PanelSync;
    reapply: ReapplyPanel;
    moves: MoveService;
    joining: Joining;
    adoption: AdoptionService;
    removeLeftover: RemoveLeftover;
    scanDrift(): Promise<void>;
  };
  onProvisioned: (result: Provisioned) => void;
  subscriptions: SubscriptionService;
  money: MoneyJobs;
  tell: (notice: Notice, signal: AbortSignal) => Promise<void>;
  prune: () => Promise<void>;
}

export interface MoneyJobs {
  payments: Pick<PaymentService, 'lookAt' | 'sweep'>;
  money: Pick<MoneyDesk, 'carryOut'>;
  upkeep: MoneyUpkeep;
  renewals: Pick<RenewalService, 'look' | 'carryOutStop'>;
  renewalUpkeep: RenewalUpkeep;
  reports: Pick<MoneyReports, 'daily' | 'carryOut'>;
  /** Whose mornings the daily report comes in. */
  timeZone: string;
}

const nothing = z.object({}).loose();

/** Work by the clock: missed once, it is done at the next time. */
function routine(name: string): JobDefinition {
  return {
    name,
    schema: nothing,
    retry: { limit: 3, delaySeconds: 5, maxDelaySeconds: 60 },
    concurrency: 1,
    deadLetter: false,
  };
}

/** The timetable: every job, its schedule, its function. */
export function declareJobs(parts: JobParts): void {
  const { queue, panels, subscriptions, money, tell, prune, onProvisioned } = parts;
  declareMoneyJobs(queue, money);
  declareRenewalJobs(queue, money);
  const { provisioning, joining, sync, reapply, scanDrift, moves, adoption, removeLeftover } = panels;
  queue.declare(provisionJob);
  queue.work<ProvisionWork>(provisionJob.name, async ({ data, attempt }) =>
    onProvisioned(await provisioning.provision(data, attempt > 1)),
  );

  queue.declare(adoptJob);
  queue.work<{ panelId: number; askedBy: number }>(adoptJob.name, ({ data }) => adoption.carryOut(data));
  queue.declare(moveOutJob);
  queue.work<{ panelId: number }>(moveOutJob.name, ({ data }) => moves.carryOn(data.panelId));
  queue.declare(leftoverJob);
  queue.work<{ leftoverId: number }>(leftoverJob.name, ({ data }) => removeLeftover(data.leftoverId));

  queue.declare(joinJob);
  queue.work<JoinWork>(joinJob.name, ({ data }) => joining.join(data));

  queue.declare(reapplyJob);
  queue.work<{ panelId: number }>(reapplyJob.name, ({ data }) => reapply(data.panelId));

  queue.declare(syncJob);
  queue.work<{ panelId: number }>(syncJob.name, ({ data }) => sync.sync(data.panelId));
  queue.declare(routine('panel-sync-due'));
  queue.work('panel-sync-due', () => sync.syncDue());
  queue.schedule('panel-sync-due', '* * * * *');

  queue.declare({ ...routine('drift-scan'), timeoutSeconds: 1_800 });
  queue.work('drift-scan', () => scanDrift());
  queue.schedule('drift-scan', '43 4 * * *');

  queue.declare(noticeJob);
  queue.work<Notice>(noticeJob.name, ({ data, signal }) => tell(data, signal));

  queue.declare(routine('lapse'));
  queue.work('lapse', () => subscriptions.lapse());
  queue.schedule('lapse', '* * * * *');

  queue.declare(routine('catch-up'));
  queue.work('catch-up', async () => {
    await provisioning.catchUp();
    await moves.catchUp();
    await joining.ask();
  });
  queue.schedule('catch-up', '* * * * *');

  queue.declare(routine('prune'));
  queue.work('prune', () => prune());
  queue.schedule('prune', '17 3 * * *');
}

/** What follows money, and what looks for what nobody told of. */
function declareMoneyJobs(queue: Queue, { payments, money, upkeep, reports, timeZone }: MoneyJobs): void {
  queue.declare(lookJob);
  queue.work<{ paymentId: number }>(lookJob.name, ({ data }) => upkeep.look(data.paymentId));
  queue.declare(hearJob);
  queue.work<{ provider: string; objectId: string }>(hearJob.name, ({ data }) =>
    payments.lookAt(data.provider, data.objectId),
  );
  queue.declare(refundJob);
  queue.work<{ refundId: number }>(refundJob.name, ({ data }) => money.carryOut(data.refundId));

  queue.declare(routine('payments-sweep'));
  queue.work('payments-sweep', () => payments.sweep());
  queue.schedule('payments-sweep', '* * * * *');

  queue.declare(routine('payments-reconcile'));
  queue.work('payments-reconcile', () => upkeep.reconcile());
  queue.schedule('payments-reconcile', '*/5 * * * *');

  queue.declare(routine('money-check'));
  queue.work('money-check', () => upkeep.check());
  queue.schedule('money-check', '23 * * * *');

  queue.declare(reportJob);
  queue.work<{ occasion?: string; askedBy?: number }>(reportJob.name, async ({ data }) => {
    const { occasion, askedBy } = data;
    if (occasion === undefined || askedBy === undefined) await reports.daily();
    else await reports.carryOut({ occasion, askedBy });
  });
  queue.schedule(reportJob.name, '0 9 * * *', timeZone);
}

/** What buys again by itself. */
function declareRenewalJobs(queue: Queue, { renewals, renewalUpkeep }: MoneyJobs): void {
  queue.declare(chargeRenewalJob);
  queue.work<{ renewalId: number }>(chargeRenewalJob.name, ({ data }) =>
    renewalUpkeep.charge(data.renewalId),
  );
  queue.declare(lookRenewalJob);
  queue.work<{ renewalId: number }>(lookRenewalJob.name, ({ data }) => renewals.look(data.renewalId));
  queue.declare(stopRenewalJob);
  queue.work<{ renewalId: number }>(stopRenewalJob.name, ({ data }) => renewals.carryOutStop(data.renewalId));

  queue.declare(routine('renewals-due'));
  queue.work('renewals-due', () => renewalUpkeep.runDue());
  queue.schedule('renewals-due', '* * * * *');
}
