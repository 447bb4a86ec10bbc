import type { BesideKit, Kit } from '../../platform/kit.ts';
import { createDeadLetterHandlers } from './handlers.ts';
import { createDeadLetters } from './service.ts';

export const deadLetterHouse = {
  create: (kit: Kit, needs: BesideKit<typeof createDeadLetters>) => createDeadLetters({ ...kit, ...needs }),
  talk: createDeadLetterHandlers,
};
