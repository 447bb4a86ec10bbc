import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import { type Config, ConfigError } from '../config/config.ts';
import { foreignSecretsKey } from '../config/secrets-key.ts';
import type { Cache } from '../platform/cache/cache.ts';
import { createCache } from '../platform/cache/create-cache.ts';
import { followChanges } from '../platform/changes.ts';
import type { Clock } from '../platform/clock.ts';
import { createCopies, noCopies } from '../platform/copies.ts';
import type { Closers } from '../platform/closers.ts';
import { type Database, openDatabase } from '../platform/db.ts';
import { createEvents, type Events } from '../platform/events.ts';
import type { Logger } from '../platform/logger.ts';
import { createMetrics, type Metrics } from '../platform/metrics.ts';
import type { Kit } from '../platform/kit.ts';
import { prepareDatabase } from '../platform/prepare-database.ts';
import { createOnce } from '../platform/once.ts';
import { createQueue, type Queue } from '../platform/queue.ts';
import { createRateLimiter, type RateLimiter } from '../platform/rate-limit.ts';
import { limitPublicPages } from '../platform/limits.ts';
import { rememberLinkKeys } from '../platform/installation.ts';
import { createSeal, type Seal } from '../platform/seal.ts';
import { createTelling } from '../features/users/tell.service.ts';
import { createServer } from '../http/server.ts';

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
  const databaseUrl = await openRuntimeDatabase(options);
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
  const queue = createCountedQueue(databaseUrl, logger, events);
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
    ...createTelling(queue),
    once: createOnce(db, clock),
  };
}

/** The address that the product works under: that of a role which owns nothing, where there may be one. */
async function openRuntimeDatabase({ databaseUrl, config, logger }: PlatformOptions): Promise<string> {
  const { ownerUrl } = config.database;
  const { url, warning } = await prepareDatabase({ url: databaseUrl, ownerUrl }, migrationsFolder);
  if (warning !== undefined) logger.warn(warning);
  return url;
}

/** The seal of this installation, and the keys under which links of people were ever signed. Throws `ConfigError`. */
async function openKeys(db: Database, told: Config): Promise<{ config: Config; seal: Seal }> {
  const seal = createSeal(told.sealKeys);
  const keys = await rememberLinkKeys(db, { seal, keys: told.keyTokenKeys });
  if (keys === undefined) throw new ConfigError([foreignSecretsKey]);
  return { config: { ...told, keyTokenKeys: [...keys] }, seal };
}

function createCountedQueue(url: string, logger: Logger, events: Events): Queue {
  return createQueue({
    url,
    logger,
    onOutcome: ({ queue, result, seconds, error }) => {
      events.jobTried({ queue, result, seconds });
      if (error !== undefined) logger.warn({ err: error, queue, result }, 'a job did not succeed');
    },
    onUnnamedStart: (start) => logger.warn(start, 'a job started another one that it does not name'),
  });
}
