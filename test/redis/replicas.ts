import { createTelling } from '../../src/features/users/tell.service.ts';
import { createServices, type Services } from '../../src/app/services.ts';
import { jobs } from '../../src/app/given.ts';
import { readConfig } from '../../src/config/config.ts';
import { createKeyTokens } from '../../src/features/keys/feed/tokens.rules.ts';
import { createMemoryCache } from '../../src/platform/cache/memory-cache.ts';
import { createRedisCache } from '../../src/platform/cache/redis-cache.ts';
import { followChanges } from '../../src/platform/changes.ts';
import { type Copies, createCopies, noCopies } from '../../src/platform/copies.ts';
import { type Database, openDatabase } from '../../src/platform/db.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { createOnce } from '../../src/platform/once.ts';
import { createQueue } from '../../src/platform/queue.ts';
import { createSeal } from '../../src/platform/seal.ts';
import { createMovableClock } from '../support/clock.ts';
import { environment, keySettings } from '../support/environment.ts';
import { uncounted } from '../support/uncounted.ts';

/** The services of one process among several on one database and one Redis. */
export type Replica = Services & {
  db: Database;
  copies: Copies;
  /** The part of an address that stands for this key. */
  tokenOf(holder: { userId: number; feedId: string; panelUuid: string }): string;
  /** Whether Redis is there for it. */
  isHealthy(): boolean;
  /** Statements asked of the database so far. */
  statements(): number;
  close(): Promise<void>;
};

export interface ReplicaOptions {
  databaseUrl: string;
  /** Undefined: no copies, everything is asked of the database. */
  redisUrl: string | undefined;
  /** Its changes are told to nobody: every invalidation is lost. */
  isMute?: boolean;
}

export async function openReplica({ databaseUrl, redisUrl, isMute }: ReplicaOptions): Promise<Replica> {
  const config = readConfig({ ...environment, ...keySettings, OWN_SUBSCRIPTIONS: 'yes' });
  const { db, pool, close } = openDatabase(databaseUrl);
  let statements = 0;
  pool.on('connect', (client) => {
    const { query } = client;
    Object.assign(client, {
      query(...words: unknown[]): unknown {
        statements += 1;
        return Reflect.apply(query, client, words);
      },
    });
  });
  const cache =
    redisUrl === undefined
      ? createMemoryCache()
      : createRedisCache({ url: redisUrl, onFault: () => {}, onError: () => {} });
  const copies =
    redisUrl === undefined
      ? noCopies
      : createCopies({ cache, seal: createSeal(config.sealKeys), events: uncounted });
  if (isMute !== true) followChanges(db, copies.forget);
  const clock = createMovableClock();
  const logger = createLogger('silent');
  const queue = createQueue({ url: databaseUrl, logger });
  queue.declare(jobs);
  await queue.start();
  const once = createOnce(db, clock);
  const kit = {
    db,
    copies,
    clock,
    once,
    queue,
    events: uncounted,
    logger,
    seal: createSeal(config.sealKeys),
    ...createTelling(queue),
  };
  const services = createServices(kit, { config });
  return {
    ...services,
    db,
    copies,
    tokenOf: createKeyTokens(config.keyTokenKeys).issue,
    isHealthy: cache.isHealthy,
    statements: () => statements,
    async close() {
      await queue.stop(1_000);
      await services.fleet.close();
      await cache.close();
      await close();
    },
  };
}
