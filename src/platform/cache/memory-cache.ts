import { LRUCache } from 'lru-cache';
import { type Clock, systemClock } from '../clock.ts';
import type { Cache, TokenBucket } from './cache.ts';
import { createListeners } from './listeners.ts';

interface Counter {
  count: number;
  expiresAtMs: number;
}

// lru-cache takes the room for all of them at once: about 50 bytes each.
const mostValues = 20_000;
const mostBytes = 64_000_000;
const mostCounters = 20_000;

/** A cache of this process alone, bounded in entries and bytes; the least recently used go first. */
export function createMemoryCache(clock: Clock = systemClock): Cache {
  const nowMs = () => clock.now().getTime();
  const time = { perf: { now: nowMs }, ttlResolution: 0 };
  // JSON text, so that nobody holds a reference into the cache.
  const values = new LRUCache<string, string>({
    ...time,
    max: mostValues,
    maxSize: mostBytes,
    sizeCalculation: (text, key) => text.length + key.length,
  });
  const counters = new LRUCache<string, Counter>({ ...time, max: mostCounters });
  const buckets = new LRUCache<string, number>({ ...time, max: mostCounters });
  const listeners = createListeners();

  function read(key: string): unknown {
    const text = values.get(key);
    return text === undefined ? undefined : JSON.parse(text);
  }

  function write(key: string, value: unknown, ttlMs: number): void {
    values.set(key, JSON.stringify(value), { ttl: Math.max(1, ttlMs) });
  }

  function increment(key: string, ttlMs: number): [number, number] {
    const now = nowMs();
    const found = counters.get(key);
    const counter = found && found.expiresAtMs > now ? found : { count: 0, expiresAtMs: now + ttlMs };
    counter.count++;
    counters.set(key, counter, { ttl: Math.max(1, counter.expiresAtMs - now) });
    return [counter.count, counter.expiresAtMs - now];
  }

  function take(key: string, bucket: TokenBucket): number {
    const { fullAgainMs, retryAfterMs } = drawToken(buckets.get(key) ?? 0, bucket);
    if (retryAfterMs === 0)
      buckets.set(key, fullAgainMs, { ttl: Math.max(1, Math.ceil(fullAgainMs - bucket.nowMs)) });
    return retryAfterMs;
  }

  return {
    get: async (key) => read(key),
    set: async (key, value, ttlMs) => write(key, value, ttlMs),
    async delete(key) {
      values.delete(key);
    },
    async setIfAbsent(key, value, ttlMs) {
      if (values.has(key)) return false;
      write(key, value, ttlMs);
      return true;
    },
    async getDelete(key) {
      const value = read(key);
      values.delete(key);
      return value;
    },
    incrementWithTtl: async (key, ttlMs) => increment(key, ttlMs),
    takeToken: async (key, bucket) => take(key, bucket),
    publish: async (channel, message) => listeners.tell(channel, message),
    subscribe: listeners.add,
    isHealthy: () => true,
    close: async () => {},
  };
}

/** Milliseconds that the rounding of floating point may add up to; a time stamp is exact to 0.0002. */
const roundingMs = 0.01;

/**
 * The generic cell rate algorithm: a bucket is one moment, the one at which it will be full again. Mirrored in Lua
 * for Redis.
 */
function drawToken(fullAtMs: number, { burst, perSecond, nowMs }: TokenBucket) {
  const tokenMs = 1000 / perSecond;
  const fullAgainMs = Math.max(fullAtMs, nowMs) + tokenMs;
  const overMs = fullAgainMs - nowMs - burst * tokenMs - roundingMs;
  return { fullAgainMs, retryAfterMs: Math.max(0, Math.ceil(overMs)) };
}
