import type { BesideKit, Kit } from '../../platform/kit.ts';
import { createReminderHandlers } from './handlers.ts';
import { reminderJobs } from './jobs.ts';
import { reminderNotice } from './notices.ts';
import { createReminderService } from './service.ts';

export const reminderHouse = {
  create: (kit: Kit, needs: BesideKit<typeof createReminderService>) =>
    createReminderService({ ...kit, ...needs }),
  talk: createReminderHandlers,
  jobs: reminderJobs,
  notices: [reminderNotice],
};
