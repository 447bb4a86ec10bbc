import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import type { Config } from '../config/config.ts';
import { openKeys } from '../config/open-keys.ts';
import { createServer } from '../http/server.ts';
import type { Cache } from '../platform/cache/cache.ts';
import { createCache } from '../platform/cache/create-cache.ts';
import { followChanges } from '../platform/changes.ts';
import type { Clock } from '../platform/clock.ts';
import { createCopies, noCopies } from '../platform/copies.ts';
import type { Closers } from '../platform/closers.ts';
import { openDatabase } from '../platform/db.ts';
import { createEvents } from '../platform/events.ts';
import type { Logger } from '../platform/logger.ts';
import { createMetrics, type Metrics } from '../platform/metrics.ts';
import type { Kit } from '../platform/kit.ts';
import { prepareDatabase } from '../platform/prepare-database.ts';
import { createOnce } from '../platform/once.ts';
import { createQueue } from '../platform/queue.ts';
import { noteOutcomes } from '../platform/queue/outcomes.ts';
import { createRateLimiter, type RateLimiter } from '../platform/rate-limit.ts';
import { limitPublicPages } from '../platform/limits.ts';
import { houses } from './houses.ts';

const migrationsFolder = fileURLToPath(new URL('../../drizzle', import.meta.url));

export interface PlatformOptions {
  config: Config;
  /** The address of the database: `config.database.url`, or of the embedded one. */
  databaseUrl: string;
  logger: Logger;
  clock: Clock;
}

/** The platform that everything else stands on. */
export interface Platform extends Kit {
  config: Config;
  server: FastifyInstance;
  metrics: Metrics;
  pool: pg.Pool;
  cache: Cache;
  limiter: RateLimiter;
}

/** Brings the database to the newest schema and opens what the rest is built on. The queue is not started yet. */
export async function openPlatform(options: PlatformOptions, closers: Closers): Promise<Platform> {
  const { logger, clock } = options;
  const addresses = { url: options.databaseUrl, ownerUrl: options.config.database.ownerUrl };
  const { url: databaseUrl, warning } = await prepareDatabase(addresses, migrationsFolder);
  if (warning !== undefined) logger.warn(warning);
  const server = await createServer(options.config.http, logger);
  const metrics = createMetrics(server.metrics.client);
  const events = createEvents(metrics);
  const { db, pool, close } = openDatabase(databaseUrl, {
    onError: (error) => logger.warn({ err: error }, 'an idle database connection was lost'),
  });
  closers.add('database', close, 1_000);
  const { config, seal } = await openKeys(db, options.config);
  const cache = await createCache({ redisUrl: config.redisUrl, logger, events });
  closers.add('cache', () => cache.close(), 500);
  await limitPublicPages(server, cache);
  const queue = createQueue({ url: databaseUrl, logger, ...noteOutcomes(events, logger) });
  // Where processes share no cache, none would hear of what another has changed.
  const copies = config.redisUrl === undefined ? noCopies : createCopies({ cache, seal, events });
  followChanges(db, copies.forget);
  return {
    config,
    clock,
    logger,
    server,
    metrics,
    events,
    db,
    pool,
    cache,
    copies,
    limiter: createRateLimiter(cache, clock),
    queue,
    seal,
    ...houses.users.createTelling(queue),
    once: createOnce(db, clock),
  };
}
