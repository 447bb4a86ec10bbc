import type { BesideKit, Kit } from '../../platform/kit.ts';
import { createPlanDesk } from './handlers.ts';
import { createPlanService } from './service.ts';

export const planHouse = {
  create: (kit: Kit, needs: BesideKit<typeof createPlanService>) => createPlanService({ ...kit, ...needs }),
  talk: createPlanDesk,
};
