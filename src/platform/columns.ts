import { timestamp } from 'drizzle-orm/pg-core';

/** A column for a moment, whatever zone the server thinks it is in. */
export const moment = (name: string) => timestamp(name, { withTimezone: true });
