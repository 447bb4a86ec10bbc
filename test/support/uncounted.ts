import { createEvents } from '../../src/platform/events.ts';

/** Events that nobody counts. */
export const uncounted = createEvents({ count: () => {}, observe: () => {}, set: () => {} });
