import type { BesideKit, Kit } from '../../platform/kit.ts';
import { warnOfFormerAdmins } from './former-admins.service.ts';
import { userJobs } from './jobs.ts';
import { createNotices } from './notices.service.ts';
import { faultNotice, roleNotice } from './notices.ts';
import { createUserService } from './service.ts';
import { createTelling } from './tell.service.ts';

export const userHouse = {
  createTelling,
  create: (kit: Kit, needs: BesideKit<typeof createUserService>) => createUserService({ ...kit, ...needs }),
  warn: warnOfFormerAdmins,
  createNotices,
  jobs: userJobs,
  notices: [roleNotice, faultNotice],
};
