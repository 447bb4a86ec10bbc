import { sql } from 'drizzle-orm';
import { bigint, bigserial, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { moment } from '../../../../platform/columns.ts';
import { panels } from '../../tables.ts';
import { users } from '../../../users/tables.ts';

/** What whoever runs a panel changed there by hand. It holds until an admin decides, and is asked about again. */
export const panelHands = pgTable(
  'panel_hands',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    panelId: bigint('panel_id', { mode: 'number' })
      .notNull()
      .references(() => panels.id),
    userId: bigint('user_id', { mode: 'number' })
      .notNull()
      .references(() => users.telegramId),
    /** `off`: the account was switched off; `added`: days or traffic came on top, and are a grant of this row. */
    kind: text('kind', { enum: ['off', 'added'] }).notNull(),
    /** Null: for ever. Of `off`: 0. */
    days: integer('days'),
    /** Null: unlimited. Of `off`: 0. */
    trafficBytes: bigint('traffic_bytes', { mode: 'number' }),
    seenAt: moment('seen_at').notNull(),
    /** When admins were last asked about it. */
    askedAt: moment('asked_at').notNull(),
    /** `lifted`: whoever did it undid it there. Null: nobody has decided. */
    decision: text('decision', { enum: ['taken', 'put-back', 'lifted'] }),
    decidedAt: moment('decided_at'),
    decidedBy: bigint('decided_by', { mode: 'number' }).references(() => users.telegramId),
  },
  (table) => [
    uniqueIndex('panel_hands_off')
      .on(table.userId, table.panelId)
      .where(sql`${table.kind} = 'off' and (${table.decision} is null or ${table.decision} = 'taken')`),
    index('panel_hands_undecided').on(table.panelId).where(sql`${table.decision} is null`),
  ],
);
