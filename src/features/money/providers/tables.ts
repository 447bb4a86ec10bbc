import { pgTable, text } from 'drizzle-orm/pg-core';
import { moment } from '../../../platform/columns.ts';

/** How far each provider's own list has been read. */
export const providerCursors = pgTable('provider_cursors', {
  provider: text('provider').primaryKey(),
  cursor: text('cursor').notNull(),
  readAt: moment('read_at').notNull(),
});

/** Where a provider delivers to, made by us. The secret is told only once, so it is kept, sealed. */
export const providerWebhooks = pgTable('provider_webhooks', {
  provider: text('provider').primaryKey(),
  url: text('url').notNull(),
  endpointId: text('endpoint_id').notNull(),
  sealedSecret: text('sealed_secret').notNull(),
  madeAt: moment('made_at').notNull(),
});
