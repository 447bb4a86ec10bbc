import { z } from 'zod';
import type { Provisioning } from './features/subscriptions/provision.ts';
import { provisionJob } from './features/subscriptions/jobs.ts';
import { type Notice, noticeJob } from './features/users/notices.ts';
import type { SubscriptionService } from './features/subscriptions/service.ts';
import type { JobDefinition, Queue } from './platform/queue.ts';

export interface JobParts {
  queue: Queue;
  provisioning: Provisioning;
  subscriptions: SubscriptionService;
  tell: (notice: Notice, signal: AbortSignal) => Promise<void>;
  prune: () => Promise<void>;
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
export function declareJobs({ queue, provisioning, subscriptions, tell, prune }: JobParts): void {
  queue.declare(provisionJob);
  queue.work<{ userId: number }>(provisionJob.name, ({ data, attempt }) =>
    provisioning.provision(data.userId, attempt > 1),
  );

  queue.declare(noticeJob);
  queue.work<Notice>(noticeJob.name, ({ data, signal }) => tell(data, signal));

  queue.declare(routine('lapse'));
  queue.work('lapse', () => subscriptions.lapse());
  queue.schedule('lapse', '* * * * *');

  queue.declare(routine('catch-up'));
  queue.work('catch-up', () => provisioning.catchUp());
  queue.schedule('catch-up', '*/5 * * * *');

  queue.declare(routine('prune'));
  queue.work('prune', () => prune());
  queue.schedule('prune', '17 3 * * *');
}
