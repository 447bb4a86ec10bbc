import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Cache } from '../../src/platform/cache/cache.ts';
import { createCache } from '../../src/platform/cache/create-cache.ts';
import { createRedisCache } from '../../src/platform/cache/redis-cache.ts';
import type { CacheFault } from '../../src/platform/cache/redis-connection.ts';
import { describeCache } from '../platform/cache/contract.ts';
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

  test('see the same values and count together', async () => {
    const [one, other] = await Promise.all([connect(redis), connect(redis)]);
    await one.cache.set('shared', { n: 1 }, minuteMs);
    expect(await other.cache.get('shared')).toEqual({ n: 1 });
    await one.cache.incrementWithTtl('count', minuteMs);
    expect((await other.cache.incrementWithTtl('count', minuteMs))[0]).toBe(2);
    expect([one.faults, other.faults]).toEqual([[], []]);
  });

  test('hear each other, and themselves once', async () => {
    const [one, other] = await Promise.all([connect(redis), connect(redis)]);
    const heard: string[] = [];
    one.cache.subscribe('news', (message) => heard.push(`one ${message}`));
    other.cache.subscribe('news', (message) => heard.push(`other ${message}`));
    await expect.poll(() => listening(redis), soon).toBe(2);
    await one.cache.publish('news', 'x');
    await expect.poll(() => heard.toSorted(), soon).toEqual(['one x', 'other x']);
    await redis.command('CLIENT', 'KILL', 'TYPE', 'pubsub');
    await expect.poll(() => listening(redis), soon).toBe(2);
    await other.cache.publish('news', 'y');
    await expect.poll(() => heard.toSorted(), soon).toEqual(['one x', 'one y', 'other x', 'other y']);
  });

  test('are not harmed by values that somebody else wrote', async () => {
    const { cache, faults } = await connect(redis);
    await redis.command('SET', 'bot:v:foreign', '{broken');
    expect(await cache.get('foreign')).toBeUndefined();
    await redis.command('LPUSH', 'bot:v:list', 'x');
    expect(await cache.get('list')).toBeUndefined();
    expect(faults).toEqual(['error']);
  });

  test('lose their memory on FLUSHALL, and nothing else', async () => {
    const { cache, faults } = await connect(redis);
    await cache.set('gone', 1, minuteMs);
    await cache.incrementWithTtl('gone', minuteMs);
    await redis.command('FLUSHALL');
    await redis.command('SCRIPT', 'FLUSH');
    expect(await cache.get('gone')).toBeUndefined();
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
    await cache.set('k', 1, minuteMs);
    redis.signal('SIGKILL');
    await expect.poll(() => cache.isHealthy(), soon).toBe(false);
    expect(await everyAnswer(cache)).toEqual(inMemory);
    const again = await restart(redis);
    await expect.poll(() => cache.isHealthy(), soon).toBe(true);
    expect(await cache.get('k')).toBeUndefined();
    await cache.set('k', 2, minuteMs);
    expect(await again.command('GET', 'bot:v:k')).toBe('2');
  });

  test('that was cut off does not bring back what was changed meanwhile', async () => {
    const redis = await startRedis();
    const proxy = await openProxy(redis.port);
    onTestFinished(() => redis.stop());
    onTestFinished(() => proxy.close());
    const { cache } = await connect(proxy);
    for (const key of ['price', 'plan', 'ticket']) await cache.set(key, 'old', minuteMs);
    proxy.cut();
    await expect.poll(() => cache.isHealthy(), soon).toBe(false);
    await cache.set('price', 'new', minuteMs);
    await cache.delete('plan');
    await cache.getDelete('ticket');
    expect(await cache.get('price')).toBe('new');
    proxy.heal();
    await expect.poll(() => cache.isHealthy(), soon).toBe(true);
    const keys = ['price', 'plan', 'ticket'];
    for (const key of keys) expect(await cache.get(key)).not.toBe('old');
    await expect.poll(() => redis.command('DBSIZE'), soon).toBe(0);
    for (const key of keys) expect(await cache.get(key)).toBeUndefined();
  });

  test('that hangs holds one caller up for a moment, and the next ones not at all', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const { cache, faults } = await connect(redis);
    await cache.set('k', 'old', minuteMs);
    redis.signal('SIGSTOP');
    expect(await milliseconds(() => cache.get('k'))).toBeLessThan(1_000);
    expect(await milliseconds(() => everyAnswer(cache))).toBeLessThan(700);
    await cache.delete('k');
    expect(faults[0]).toBe('timeout');
    expect(new Set(faults.slice(1))).toEqual(new Set(['away']));
    expect(cache.isHealthy()).toBe(false);

    redis.signal('SIGCONT');
    await expect.poll(() => cache.isHealthy(), soon).toBe(true);
    expect(await cache.get('k')).toBeUndefined();
    await cache.set('k', 'fresh', minuteMs);
    await expect.poll(() => redis.command('GET', 'bot:v:k'), soon).toBe('"fresh"');
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
    await cache.set('again', 1, minuteMs);
    await expect.poll(() => redis.command('GET', 'bot:v:again'), soon).toBe('1');
  });

  test('that is out of memory answers reads, and never an old value for a newer one', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const { cache, faults } = await connect(redis);
    await cache.set('k', 'old', minuteMs);
    await cache.set('other', 'kept', minuteMs);
    await redis.command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
    await redis.command('CONFIG', 'SET', 'maxmemory', '1');
    await cache.set('k', 'new', minuteMs);
    expect(await cache.get('k')).not.toBe('old');
    expect(await cache.get('other')).toBe('kept');
    expect((await cache.incrementWithTtl('n', minuteMs))[0]).toBe(1);
    expect((await cache.incrementWithTtl('n', minuteMs))[0]).toBe(2);
    expect(await cache.takeToken('t', { burst: 1, perSecond: 1, nowMs: Date.now() })).toBe(0);
    expect(new Set(faults)).toEqual(new Set(['error']));
    await redis.command('CONFIG', 'SET', 'maxmemory', '0');
    await cache.set('k', 'newest', minuteMs);
    expect(await cache.get('k')).toBe('newest');
  });

  test('that missed more changes than can be remembered is emptied of our values alone', async () => {
    const redis = await startRedis();
    const proxy = await openProxy(redis.port);
    onTestFinished(() => redis.stop());
    onTestFinished(() => proxy.close());
    const { cache } = await connect(proxy);
    await cache.set('changed last', 'old', minuteMs);
    await redis.command('SET', 'somebody else', 'x');
    proxy.cut();
    await expect.poll(() => cache.isHealthy(), soon).toBe(false);
    for (let n = 0; n < 20_000; n++) await cache.delete(`many${n}`);
    await cache.delete('changed last');
    proxy.heal();
    await expect.poll(() => redis.command('KEYS', '*'), soon).toEqual(['somebody else']);
    expect(await cache.get('changed last')).toBeUndefined();
    const setAndLook = async () => {
      await cache.set('k', 1, minuteMs);
      return redis.command('GET', 'bot:v:k');
    };
    await expect.poll(setAndLook, soon).toBe('1');
  });

  test('costs one log line, which does not hold its password', async () => {
    const lines: unknown[] = [];
    const logger = { warn: (...line: unknown[]) => void lines.push(line) };
    const faults: CacheFault[] = [];
    const redisUrl = 'redis://:hunter2@127.0.0.1:1';
    const cache = await createCache({ redisUrl, logger, onFault: (fault) => faults.push(fault) });
    onTestFinished(() => cache.close());
    await expect.poll(() => lines.length, soon).toBe(1);
    for (let n = 0; n < 50; n++) await cache.get('k');
    expect(faults).toHaveLength(50);
    expect(lines).toHaveLength(1);
    expect(JSON.stringify(lines)).not.toContain('hunter2');
  });
});

test('without an address of Redis the cache is in memory', async () => {
  const cache = await createCache({ logger: { warn: () => {} } });
  await cache.set('k', 1, minuteMs);
  expect(await cache.get('k')).toBe(1);
});

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

/** How many connections listen. */
async function listening(redis: RedisServer): Promise<number> {
  const list = String(await redis.command('CLIENT', 'LIST', 'TYPE', 'pubsub'));
  return list.split('\n').filter((line) => line.includes('psub=1')).length;
}

/** Every method once. */
async function everyAnswer(cache: Cache): Promise<unknown[]> {
  await cache.set('every', 1, minuteMs);
  await cache.publish('every', 'x');
  const got = await cache.get('every');
  const given = await cache.getDelete('every');
  await cache.delete('every');
  const first = await cache.setIfAbsent('every', 2, minuteMs);
  const [count] = await cache.incrementWithTtl('every', minuteMs);
  const wait = await cache.takeToken('every', { burst: 1, perSecond: 1, nowMs: 1_000 });
  return [got, given, first, count, wait];
}

const inMemory = [1, 1, true, 1, 0];

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
