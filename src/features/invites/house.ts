import type { BesideKit, Kit } from '../../platform/kit.ts';
import { createInviteHandlers } from './handlers.ts';
import { createInviteService } from './service.ts';

export const inviteHouse = {
  create: (kit: Kit, needs: BesideKit<typeof createInviteService>) =>
    createInviteService({ ...kit, ...needs }),
  talk: createInviteHandlers,
};
