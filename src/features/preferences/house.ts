import { createPreferenceHandlers } from './handlers.ts';

export const preferenceHouse = { talk: createPreferenceHandlers };
