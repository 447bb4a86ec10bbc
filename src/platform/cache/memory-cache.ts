import { LRUCache } from 'lru-cache';
import { type Clock, systemClock } from '../clock.ts';
import { type Cache, type Found, isLease, newLease, type TokenBucket } from './cache.ts';

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
  const values = new LRUCache<string, string>({
    ...time,
    max: mostValues,
    maxSize: mostBytes,
    sizeCalculation: (text, key) => text.length + key.length,
  });
  const counters = new LRUCache<string, Counter>({ ...time, max: mostCounters });
  const buckets = new LRUCache<string, number>({ ...time, max: mostCounters });

  function lookUp(key: string, leaseMs: number): Found {
    const text = values.get(key);
    if (text !== undefined) return isLease(text) ? undefined : { text };
    const lease = newLease();
    values.set(key, lease, { ttl: Math.max(1, leaseMs) });
    return { lease };
  }

  /** Values and copies have keys of their own, as in Redis. */
  function setIfAbsent(key: string, value: unknown, ttlMs: number): boolean {
    const name = `v:${key}`;
    if (values.has(name)) return false;
    values.set(name, JSON.stringify(value), { ttl: Math.max(1, ttlMs) });
    return true;
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
    lookUp: async (key, leaseMs) => lookUp(`k:${key}`, leaseMs),
    async fill(key, { lease, text, ttlMs }) {
      if (values.get(`k:${key}`) === lease) values.set(`k:${key}`, text, { ttl: Math.max(1, ttlMs) });
    },
    async delete(keys) {
      for (const key of keys) values.delete(`k:${key}`);
    },
    setIfAbsent: async (key, value, ttlMs) => setIfAbsent(key, value, ttlMs),
    incrementWithTtl: async (key, ttlMs) => increment(key, ttlMs),
    takeToken: async (key, bucket) => take(key, bucket),
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
