import { type MoneyJobNeeds, moneyJobs } from '../features/money/jobs.ts';
import { type PanelJobNeeds, panelJobs } from '../features/panels/jobs.ts';
import { type ReminderJobNeeds, reminderJobs } from '../features/reminders/jobs.ts';
import { type SubscriptionJobNeeds, subscriptionJobs } from '../features/subscriptions/jobs.ts';
import { type UserJobNeeds, userJobs } from '../features/users/jobs.ts';
import { type BoundJob, timetable } from '../platform/queue/work.ts';

export interface JobNeeds
  extends PanelJobNeeds,
    MoneyJobNeeds,
    SubscriptionJobNeeds,
    ReminderJobNeeds,
    UserJobNeeds {
  /** Forgets what nobody asks for any more. */
  prune(): Promise<void>;
}

/** Every job of the product, with what does it and when it is due by the clock: the one list of them. */
export const jobs: readonly BoundJob<JobNeeds>[] = [
  ...moneyJobs,
  ...panelJobs,
  ...subscriptionJobs,
  ...reminderJobs,
  ...userJobs,
  timetable({ name: 'prune', cron: '17 3 * * *' }, ({ prune }: JobNeeds) => prune()),
];
