import type { Clock } from './clock.ts';
import type { Copies } from './copies.ts';
import type { Database } from './db.ts';
import type { Events } from './events.ts';
import type { Logger } from './logger.ts';
import type { Once } from './once.ts';
import type { Queue } from './queue.ts';

/** The kit that every house is built with; what it needs of other houses is handed in beside it. */
export interface Kit {
  db: Database;
  copies: Copies;
  clock: Clock;
  once: Once;
  queue: Queue;
  events: Events;
  logger: Logger;
}
