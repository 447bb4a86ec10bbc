import { type BoundJob, timetable } from '../../platform/queue/work.ts';
import type { SubscriptionService } from './service.ts';

export interface SubscriptionJobNeeds {
  subscriptions: Pick<SubscriptionService, 'lapse'>;
}

/** The jobs of what time does to subscriptions. */
export const subscriptionJobs: readonly BoundJob<SubscriptionJobNeeds>[] = [
  timetable(
    { name: 'lapse', cron: '* * * * *', starts: ['provision'] },
    ({ subscriptions }: SubscriptionJobNeeds) => subscriptions.lapse(),
  ),
];
