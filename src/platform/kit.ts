import type { Clock } from './clock.ts';
import type { Copies } from './copies.ts';
import type { Database } from './db.ts';
import type { Events } from './events.ts';
import type { Logger } from './logger.ts';
import type { Telling } from './notices.ts';
import type { Once } from './once.ts';
import type { Queue } from './queue.ts';
import type { Seal } from './seal.ts';

/** The kit that every house is built with; what it needs of other houses is handed in beside it. */
export interface Kit extends Telling {
  db: Database;
  copies: Copies;
  clock: Clock;
  once: Once;
  queue: Queue;
  events: Events;
  logger: Logger;
  /** Under which secrets lie in the database. */
  seal: Seal;
}

/** The needs of a factory beside the kit. */
export type BesideKit<Create extends (parts: never) => unknown> = Omit<Parameters<Create>[0], keyof Kit>;
