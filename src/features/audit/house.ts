import type { Kit } from '../../platform/kit.ts';
import { createAudit } from './service.ts';

export const auditHouse = { create: ({ clock }: Kit) => createAudit(clock) };
