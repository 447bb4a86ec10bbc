import type { BaseLogger } from 'pino';
import type { Cache } from './cache.ts';
import { createMemoryCache } from './memory-cache.ts';
import type { Events } from '../events.ts';

export interface CacheOptions {
  /** Undefined: the memory of this process, which is right for one replica. */
  redisUrl?: string | undefined;
  logger: Pick<BaseLogger, 'warn'>;
  /** Told of every call answered from memory although Redis is configured. */
  events?: Pick<Events, 'cacheFailed'>;
}

const warnPauseMs = 30_000;

/** The cache this configuration asks for. Does not wait for Redis, now or ever. */
export async function createCache({ redisUrl, logger, events }: CacheOptions): Promise<Cache> {
  if (redisUrl === undefined) return createMemoryCache();
  // The client is 650 files, 0.3 s and 30 MB: only for those who have a Redis.
  const { createRedisCache } = await import('./redis-cache.ts');
  let quietUntilMs = 0;
  function onError(error: Error): void {
    // A Redis that is away is reported by every attempt to connect.
    if (performance.now() < quietUntilMs) return;
    quietUntilMs = performance.now() + warnPauseMs;
    logger.warn(
      { error: error.message },
      'Redis at REDIS_URL is not reachable; until it is, this process answers from its own memory',
    );
  }
  return createRedisCache({ url: redisUrl, onFault: () => events?.cacheFailed(), onError });
}
