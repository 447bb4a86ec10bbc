import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Cache } from '../../src/platform/cache/cache.ts';
import { createCache } from '../../src/platform/cache/create-cache.ts';
import { createRedisCache } from '../../src/platform/cache/redis-cache.ts';
import type { CacheFault } from '../../src/platform/cache/redis-connection.ts';
import { describeCache, keepIn, leaseOn } from '../platform/cache/contract.ts';
import { openProxy } from './proxy.ts';
import { findRedis, type RedisServer, startRedis } from './server.ts';

const minuteMs = 60_000;
const soon = { timeout: 15_000, interval: 20 };

describeCache('the cache in Redis', async () => {
  const redis = await findRedis();
  const cache = createRedisCache({
    url: redis.url,
    prefix: `t${process.pid}:`,
    onFault: () => {},
    onError: () => {},
  });
  await vi.waitUntil(() => cache.isHealthy(), soon);
  return {
    cache,
    async close() {
      await cache.close();
      await redis.stop();
    },
  };
});

describe('two processes with one Redis', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  test('see the same texts and count together', async () => {
    const [one, other] = await Promise.all([connect(redis), connect(redis)]);
    await keep(one.cache, 'shared', 'x');
    expect(await other.cache.lookUp('shared', minuteMs)).toEqual({ text: 'x' });
    await one.cache.incrementWithTtl('count', minuteMs);
    expect((await other.cache.incrementWithTtl('count', minuteMs))[0]).toBe(2);
    expect([one.faults, other.faults]).toEqual([[], []]);
  });

  test('keep nothing that one of them read before the other deleted it', async () => {
    const [one, other] = await Promise.all([connect(redis), connect(redis)]);
    const lease = await leaseOn(one.cache, 'raced');
    expect(await other.cache.lookUp('raced', minuteMs)).toBeUndefined();
    await other.cache.delete(['raced']);
    await one.cache.fill('raced', { lease, text: 'old', ttlMs: minuteMs });
    expect(await other.cache.lookUp('raced', minuteMs)).toHaveProperty('lease');
  });

  test('are not harmed by what somebody else wrote', async () => {
    const { cache, faults } = await connect(redis);
    await redis.command('LPUSH', 'bot:k:list', 'x');
    expect(await cache.lookUp('list', minuteMs)).toBeUndefined();
    expect(faults).toEqual(['error']);
    await cache.delete(['list']);
    await keep(cache, 'list', 'x');
  });

  test('keep nothing that was read before a FLUSHALL, and lose nothing else by it', async () => {
    const { cache, faults } = await connect(redis);
    await keep(cache, 'gone', 'x');
    const lease = await leaseOn(cache, 'being read');
    await cache.incrementWithTtl('gone', minuteMs);
    await redis.command('FLUSHALL');
    await redis.command('SCRIPT', 'FLUSH');
    await cache.fill('being read', { lease, text: 'old', ttlMs: minuteMs });
    expect(await cache.lookUp('being read', minuteMs)).toHaveProperty('lease');
    expect(await cache.lookUp('gone', minuteMs)).toHaveProperty('lease');
    expect((await cache.incrementWithTtl('gone', minuteMs))[0]).toBe(1);
    expect(faults).toEqual([]);
  });
});

describe('a Redis in trouble', () => {
  test('that is not there at first is used as soon as it is', async () => {
    const gone = await startRedis();
    await gone.stop();
    const { cache, faults } = await connect(gone, 'unchecked');
    expect(await everyAnswer(cache)).toEqual(inMemory);
    expect(cache.isHealthy()).toBe(false);
    expect(new Set(faults)).toEqual(new Set(['away']));
    await restart(gone);
    await expect.poll(() => cache.isHealthy(), soon).toBe(true);
  });

  test('that restarts is found again', async () => {
    const redis = await startRedis();
    const { cache } = await connect(redis);
    await keep(cache, 'k', 'x');
    redis.signal('SIGKILL');
    await expect.poll(() => cache.isHealthy(), soon).toBe(false);
    expect(await everyAnswer(cache)).toEqual(inMemory);
    const again = await restart(redis);
    await expect.poll(() => cache.isHealthy(), soon).toBe(true);
    await keep(cache, 'k', 'y');
    expect(await again.command('GET', 'bot:k:k')).toBe('y');
  });

  test('that was cut off does not bring back what was deleted meanwhile', async () => {
    const redis = await startRedis();
    const proxy = await openProxy(redis.port);
    onTestFinished(() => redis.stop());
    onTestFinished(() => proxy.close());
    const { cache } = await connect(proxy);
    const lease = await leaseOn(cache, 'being read');
    for (const key of ['deleted', 'deleted and again', 'kept']) await keep(cache, key, 'old');
    proxy.cut();
    await expect.poll(() => cache.isHealthy(), soon).toBe(false);
    await cache.delete(['deleted', 'deleted and again', 'being read']);
    proxy.heal();
    await expect.poll(() => cache.isHealthy(), soon).toBe(true);
    expect(await cache.lookUp('kept', minuteMs)).toEqual({ text: 'old' });
    expect(await cache.lookUp('deleted', minuteMs)).toBeUndefined();
    await cache.fill('being read', { lease, text: 'old', ttlMs: minuteMs });
    expect(await cache.lookUp('being read', minuteMs)).toBeUndefined();
    await cache.delete(['deleted and again']);
    await keep(cache, 'deleted and again', 'new');
    expect(await cache.lookUp('deleted and again', minuteMs)).toEqual({ text: 'new' });
  });

  test('that hangs holds one caller up for a moment, and the next ones not at all', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const { cache, faults } = await connect(redis);
    await keep(cache, 'k', 'old');
    redis.signal('SIGSTOP');
    expect(await milliseconds(() => cache.lookUp('k', minuteMs))).toBeLessThan(1_000);
    expect(await milliseconds(() => everyAnswer(cache))).toBeLessThan(700);
    await cache.delete(['k']);
    expect(faults[0]).toBe('timeout');
    expect(new Set(faults.slice(1))).toEqual(new Set(['away']));
    expect(cache.isHealthy()).toBe(false);

    redis.signal('SIGCONT');
    await expect.poll(() => cache.isHealthy(), soon).toBe(true);
    expect(await cache.lookUp('k', minuteMs)).toBeUndefined();
    await cache.delete(['k']);
    await keep(cache, 'k', 'fresh');
    expect(await redis.command('GET', 'bot:k:k')).toBe('fresh');
  });

  test('that was asked to keep something while it hung does not keep it when the lease is over', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const { cache } = await connect(redis);
    const lease = await leaseOn(cache, 'k', 500);
    redis.signal('SIGSTOP');
    await cache.fill('k', { lease, text: 'old', ttlMs: minuteMs });
    await new Promise((resolve) => setTimeout(resolve, 600));
    redis.signal('SIGCONT');
    await expect.poll(() => cache.isHealthy(), soon).toBe(true);
    expect(await redis.command('GET', 'bot:k:k')).toBeNull();
  });

  test('that hangs for long is given up and found again', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const { cache, errors } = await connect(redis);
    redis.signal('SIGSTOP');
    await expect.poll(() => errors.length, soon).toBeGreaterThan(0);
    expect(await everyAnswer(cache)).toEqual(inMemory);
    redis.signal('SIGCONT');
    await expect.poll(() => cache.isHealthy(), soon).toBe(true);
    await keep(cache, 'again', 'x');
    expect(await redis.command('GET', 'bot:k:again')).toBe('x');
  });

  test('that is out of memory answers and deletes, and keeps nothing more', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const { cache, faults } = await connect(redis);
    await keep(cache, 'k', 'old');
    await keep(cache, 'other', 'kept');
    await redis.command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
    await redis.command('CONFIG', 'SET', 'maxmemory', '1');
    expect(await cache.lookUp('other', minuteMs)).toEqual({ text: 'kept' });
    await cache.delete(['k']);
    expect(await cache.lookUp('k', minuteMs)).toBeUndefined();
    expect((await cache.incrementWithTtl('n', minuteMs))[0]).toBe(1);
    expect((await cache.incrementWithTtl('n', minuteMs))[0]).toBe(2);
    expect(await cache.takeToken('t', { burst: 1, perSecond: 1, nowMs: Date.now() })).toBe(0);
    expect(new Set(faults)).toEqual(new Set(['error']));
    await redis.command('CONFIG', 'SET', 'maxmemory', '0');
    await keep(cache, 'k', 'newest');
    expect(await cache.lookUp('k', minuteMs)).toEqual({ text: 'newest' });
  });

  test('that missed more deletions than can be remembered is believed in nothing for a while', async () => {
    const redis = await startRedis();
    const proxy = await openProxy(redis.port);
    onTestFinished(() => redis.stop());
    onTestFinished(() => proxy.close());
    const { cache } = await connect(proxy);
    for (const key of ['deleted first', 'never deleted']) await keep(cache, key, 'old');
    proxy.cut();
    await expect.poll(() => cache.isHealthy(), soon).toBe(false);
    await cache.delete(['deleted first']);
    for (let n = 0; n < 41; n++)
      await cache.delete(Array.from({ length: 500 }, (_, index) => `many ${n} ${index}`));
    proxy.heal();
    await expect.poll(() => cache.isHealthy(), soon).toBe(true);
    expect(await cache.lookUp('deleted first', minuteMs)).toBeUndefined();
    expect(await cache.lookUp('never deleted', minuteMs)).toBeUndefined();
  });

  test('costs one log line, which does not hold its password', async () => {
    const lines: unknown[] = [];
    const logger = { warn: (...line: unknown[]) => void lines.push(line) };
    let faults = 0;
    const redisUrl = 'redis://:hunter2@127.0.0.1:1';
    const cache = await createCache({ redisUrl, logger, events: { cacheFailed: () => void faults++ } });
    onTestFinished(() => cache.close());
    await expect.poll(() => lines.length, soon).toBe(1);
    for (let n = 0; n < 50; n++) await cache.lookUp('k', minuteMs);
    expect(faults).toBe(50);
    expect(lines).toHaveLength(1);
    expect(JSON.stringify(lines)).not.toContain('hunter2');
  });
});

test('without an address of Redis the cache is in memory', async () => {
  const cache = await createCache({ logger: { warn: () => {} } });
  await keep(cache, 'k', 'x');
  expect(await cache.lookUp('k', minuteMs)).toEqual({ text: 'x' });
});

const keep = (cache: Cache, key: string, text: string) => keepIn(cache, key, { text });

interface Connected {
  cache: Cache;
  faults: CacheFault[];
  errors: Error[];
}

async function connect(redis: { url: string }, check?: 'unchecked'): Promise<Connected> {
  const faults: CacheFault[] = [];
  const errors: Error[] = [];
  const onFault = (fault: CacheFault) => void faults.push(fault);
  const cache = createRedisCache({ url: redis.url, onFault, onError: (error) => void errors.push(error) });
  onTestFinished(() => cache.close());
  if (!check) await vi.waitUntil(() => cache.isHealthy(), soon);
  return { cache, faults, errors };
}

/** The same port, empty; ends with the test. */
async function restart(redis: RedisServer): Promise<RedisServer> {
  await redis.stop();
  const again = await startRedis(redis.port);
  onTestFinished(() => again.stop());
  return again;
}

/** Every method once. */
async function everyAnswer(cache: Cache): Promise<unknown[]> {
  const found = await cache.lookUp('every', minuteMs);
  await cache.fill('every', { lease: '?', text: 'x', ttlMs: minuteMs });
  const first = await cache.setIfAbsent('every', 2, minuteMs);
  const [count] = await cache.incrementWithTtl('every', minuteMs);
  const wait = await cache.takeToken('every', { burst: 1, perSecond: 1, nowMs: 1_000 });
  return [found, first, count, wait];
}

const inMemory = [undefined, true, 1, 0];

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
