import type pg from 'pg';
import type { Kit } from '../platform/kit.ts';
import type { Bot } from './bot.ts';
import { outageMs } from '../telegram/api/outage.ts';
import type { Pulse } from '../telegram/api/pulse.ts';
import type { HealthCheck } from '../platform/health.ts';
import type { Closers } from '../platform/closers.ts';
import { newReference } from '../platform/ids.ts';
import { faultNotice } from '../features/users/notices.ts';
import { createInbox, type Inbox } from '../platform/inbox/inbox.ts';
import { createLanes, type Lanes, type LanesOptions } from '../platform/inbox/lanes.ts';
import type { Entry } from '../platform/inbox/queries.ts';
import { kindLabel, readUpdateHead } from '../telegram/update-head.ts';

/** The way from a stored update to the bot. */
export interface Updates {
  inbox: Inbox;
  lanes: Lanes;
  /** Where the bot is to be found; undefined until Telegram has been reached. */
  address(): string | undefined;
  /** Whether Telegram has been reached, and still is. */
  check(pulse: Pick<Pulse, 'assertBeating'>): HealthCheck;
  /** From now on this bot, of that name, handles what is stored. */
  hand(bot: Bot, username: string): void;
}

export type LaneTuning = Pick<LanesOptions, 'retryDelaysMs' | 'pollMs' | 'leaseSeconds' | 'deadlineMs'>;

/** Longer than that nobody waits for the answer to a tap; what the outage swallowed is then given up, and said. */
const longestOutageMs = 30 * 60_000;

/** Updates are stored from the first moment on; they wait until there is a bot to handle them. */
export function openUpdates(
  { db, events, logger, tell }: Kit,
  { pool, tuning = {} }: { pool: pg.Pool; tuning?: LaneTuning | undefined },
  closers: Closers,
): Updates {
  let address: string | undefined;
  const lanes = createLanes({
    ...tuning,
    pool,
    logger,
    waitOutMs: (error, { ageMs }) => (ageMs < longestOutageMs ? outageMs(error, ageMs) : undefined),
    onDead: async (entry, error) => {
      const reference = newReference();
      const { kind, externalId } = entry;
      logger.error({ err: error, reference, kind, update: externalId }, 'an update was given up');
      await apologise(entry, reference);
    },
    events,
    labelOf: kindLabel,
  });
  closers.add('lanes', () => lanes.stop(3_000));

  /** Telegram may be what failed, so the person is told by a job that keeps trying. */
  async function apologise(entry: Entry, reference: string): Promise<void> {
    const { userId, chatId } = readUpdateHead(entry.payload) ?? {};
    if (userId === undefined || (chatId !== undefined && chatId !== userId)) return;
    await db.transaction((tx) => tell(tx, faultNotice(userId, { reference })));
  }

  return {
    inbox: createInbox({ pool, onStored: lanes.wake }),
    lanes,
    address: () => address,
    check: (pulse) => ({
      name: 'telegram',
      vital: false,
      async probe() {
        if (address === undefined) throw new Error('Telegram has not been reached yet');
        pulse.assertBeating();
      },
    }),
    hand(bot, username) {
      address = `https://t.me/${username}`;
      lanes.start(bot.handle);
    },
  };
}
