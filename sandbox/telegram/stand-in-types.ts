import type { FastifyPluginAsync } from 'fastify';
import type { World, WorldOptions } from './world-types.ts';

export interface StandInOptions extends WorldOptions {
  /** 0, the default, takes a free port. Always bound to 127.0.0.1. */
  port?: number;
  world?: World;
  /** Told how far the clock is ahead of the machine's when the page has moved it; without, the page offers no such thing. */
  onClockMoved?: (aheadMs: number) => void;
  /** More routes on the same server, such as the chat page. */
  plugins?: FastifyPluginAsync[];
}

export interface TelegramStandIn {
  /** For example `http://127.0.0.1:39001`, without a slash at the end; it is the `apiRoot` of a client. */
  url: string;
  world: World;
  stop(): Promise<void>;
}
