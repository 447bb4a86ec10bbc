import { createAdminHandlers } from './handlers.ts';

export const adminHouse = { talk: createAdminHandlers };
