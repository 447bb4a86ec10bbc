import { sql } from 'drizzle-orm';
import { bigint, bigserial, index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { moment } from '../../../../platform/columns.ts';
import { panels } from '../../tables.ts';
import { users } from '../../../users/tables.ts';

const panelId = (name: string) => bigint(name, { mode: 'number' }).references(() => panels.id);

/** People on their way from one panel to another. The old account works until the new one was seen. */
export const panelMoves = pgTable(
  'panel_moves',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    userId: bigint('user_id', { mode: 'number' })
      .notNull()
      .references(() => users.telegramId),
    fromPanelId: panelId('from_panel_id').notNull(),
    /** Where there was room when the move was asked for; null once that proved wrong, until there is room elsewhere. */
    toPanelId: panelId('to_panel_id'),
    /** The group that they move to, where that is another than they leave: that of the plan which begins. */
    group: text('group'),
    /** The account that the new panel may hold by now; stored before that panel hears of it. */
    placedUuid: uuid('placed_uuid'),
    /** `failed`: the new panel refuses this person; whoever is asked to move once more gets another try. */
    state: text('state', { enum: ['waiting', 'done', 'cancelled', 'failed'] })
      .notNull()
      .default('waiting'),
    failure: text('failure'),
    createdAt: moment('created_at').notNull(),
    triedAt: moment('tried_at'),
    finishedAt: moment('finished_at'),
  },
  (table) => [
    uniqueIndex('panel_moves_waiting').on(table.userId).where(sql`${table.state} = 'waiting'`),
    index('panel_moves_from').on(table.fromPanelId, table.state),
    index('panel_moves_to').on(table.toPanelId, table.state),
  ],
);

/** Accounts that have to go from a panel: whoever had them has left it. */
export const panelLeftovers = pgTable(
  'panel_leftovers',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    panelId: panelId('panel_id').notNull(),
    userId: bigint('user_id', { mode: 'number' })
      .notNull()
      .references(() => users.telegramId),
    uuid: uuid('uuid').notNull(),
    /** `stuck`: the panel refuses; `forgotten`: an operator said that the panel is gone. */
    state: text('state', { enum: ['waiting', 'gone', 'stuck', 'forgotten'] })
      .notNull()
      .default('waiting'),
    failure: text('failure'),
    createdAt: moment('created_at').notNull(),
    triedAt: moment('tried_at'),
    finishedAt: moment('finished_at'),
  },
  (table) => [
    uniqueIndex('panel_leftovers_open')
      .on(table.panelId, table.uuid)
      .where(sql`${table.state} in ('waiting', 'stuck')`),
    index('panel_leftovers_user').on(table.userId, table.state),
    index('panel_leftovers_panel').on(table.panelId, table.state),
  ],
);
