import type { BesideKit, Kit } from '../../platform/kit.ts';
import { createTrialHandlers } from './handlers.ts';
import { createTrialService } from './service.ts';

export const trialHouse = {
  create: (kit: Kit, needs: BesideKit<typeof createTrialService>) => createTrialService({ ...kit, ...needs }),
  talk: createTrialHandlers,
};
