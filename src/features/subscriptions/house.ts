import type { BesideKit, Kit } from '../../platform/kit.ts';
import { createSubscriptionHandlers } from './handlers.ts';
import { subscriptionJobs } from './jobs.ts';
import { createLinkService } from './links.service.ts';
import { movedNotice, readyNotice, relinkedNotice } from './notices.ts';
import { createSubscriptionService } from './service.ts';

const told = { ready: readyNotice, moved: movedNotice, relinked: relinkedNotice };

export const subscriptionHouse = {
  create: (kit: Kit, needs: BesideKit<typeof createSubscriptionService>) =>
    createSubscriptionService({ ...kit, ...needs }),
  createLinks: (kit: Kit, needs: BesideKit<typeof createLinkService>) =>
    createLinkService({ ...kit, ...needs }),
  talk: createSubscriptionHandlers,
  jobs: subscriptionJobs,
  /** What people are told when a panel was seen to hold their access. */
  told,
  notices: Object.values(told),
};
