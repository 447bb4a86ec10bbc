import type { Platform } from './app.platform.ts';
import type { Bot } from './bot.ts';
import type { Closers } from './platform/closers.ts';
import { createInbox, type Inbox } from './platform/inbox/inbox.ts';
import { createLanes, type Lanes, type LanesOptions } from './platform/inbox/lanes.ts';
import { kindLabel } from './platform/telegram/update.ts';

/** The way from a stored update to the bot. */
export interface Updates {
  inbox: Inbox;
  lanes: Lanes;
  /** The bot, once Telegram has been reached; throws before. */
  bot(): Bot;
  /** From now on this bot handles what is stored. */
  hand(bot: Bot): void;
}

export type LaneTuning = Pick<LanesOptions, 'retryDelaysMs' | 'pollMs' | 'leaseSeconds' | 'deadlineMs'>;

/** Updates are stored from the first moment on; they wait until there is a bot to handle them. */
export function openUpdates(
  { pool, metrics, logger }: Platform,
  tuning: LaneTuning,
  closers: Closers,
): Updates {
  let bot: Bot | undefined;
  const requireBot = (): Bot => {
    if (bot === undefined) throw new Error('Telegram has not been reached yet');
    return bot;
  };
  const lanes = createLanes({
    ...tuning,
    pool,
    logger,
    handle: (entry, signal) => requireBot().handle(entry, signal),
    onDead: async (entry, error, signal) => {
      const reference = await requireBot().apologise(entry, signal);
      const { kind, externalId } = entry;
      logger.error({ err: error, reference, kind, update: externalId }, 'an update was given up');
    },
    onOutcome: ({ kind, verdict, seconds }) => {
      metrics.count('updates_handled_total', { kind: kindLabel(kind), verdict });
      metrics.observe('update_handle_seconds', seconds, { kind: kindLabel(kind) });
    },
  });
  closers.add('lanes', () => lanes.stop(3_000));
  return {
    inbox: createInbox({ pool, onStored: lanes.wake }),
    lanes,
    bot: requireBot,
    hand(arrived) {
      bot = arrived;
      lanes.start();
    },
  };
}
