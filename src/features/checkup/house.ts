import { createCheckupHandlers } from './handlers.ts';
import { createCheckup } from './service.ts';

export const checkupHouse = { create: createCheckup, talk: createCheckupHandlers };
