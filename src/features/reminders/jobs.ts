import { type BoundJob, timetable } from '../../platform/queue/work.ts';
import type { ReminderService } from './service.ts';

export interface ReminderJobNeeds {
  reminders: Pick<ReminderService, 'remind'>;
}

/** The job that reminds people. It may run late, twice, or in several processes: each thing is told once. */
export const reminderJobs: readonly BoundJob<ReminderJobNeeds>[] = [
  timetable(
    { name: 'remind', cron: '* * * * *', starts: ['notice'], timeoutSeconds: 600 },
    ({ reminders }: ReminderJobNeeds) => reminders.remind(),
  ),
];
