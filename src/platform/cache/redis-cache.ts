import type { Cache } from './cache.ts';
import { createMemoryCache } from './memory-cache.ts';
import { createRedisBus } from './redis-bus.ts';
import { type CacheFault, openRedis } from './redis-connection.ts';
import { createStaleKeys } from './stale-keys.ts';

export interface RedisCacheOptions {
  url: string;
  onFault: (fault: CacheFault) => void;
  onError: (error: Error) => void;
  /** Begins every key, for a Redis shared with others; `bot:` when not given. */
  prefix?: string;
}

/**
 * A cache shared by all processes. Whatever Redis does not answer within 200 ms is answered from a memory of this
 * process, and what it may have missed is deleted there before it is asked again.
 */
export function createRedisCache({ url, onFault, onError, prefix = 'bot:' }: RedisCacheOptions): Cache {
  const memory = createMemoryCache();
  const redis = openRedis({ url, onFault, onError, onReady: () => void stale.clean() });
  const valueKey = (key: string) => `${prefix}v:${key}`;
  const stale = createStaleKeys({ redis, memory, valueKey });
  const bus = createRedisBus({ redis, onError, channelPrefix: `${prefix}c:` });

  async function get(key: string): Promise<unknown> {
    if (stale.has(key)) return memory.get(key);
    const found = await redis.ask((client) => client.get(valueKey(key)));
    if (!found) return memory.get(key);
    return parse(found.answer);
  }

  async function set(key: string, value: unknown, ttlMs: number): Promise<void> {
    const text = JSON.stringify(value);
    const expiration = { type: 'PX', value: Math.max(1, Math.ceil(ttlMs)) } as const;
    if (await redis.ask((client) => client.set(valueKey(key), text, { expiration })))
      return stale.forget(key);
    stale.add(key);
    await memory.set(key, value, ttlMs);
  }

  async function remove(key: string): Promise<void> {
    const done = await redis.ask((client) => client.unlink(valueKey(key)));
    if (!done) stale.add(key);
    await memory.delete(key);
  }

  async function setIfAbsent(key: string, value: unknown, ttlMs: number): Promise<boolean> {
    if (stale.has(key)) return memory.setIfAbsent(key, value, ttlMs);
    const expiration = { type: 'PX', value: Math.max(1, Math.ceil(ttlMs)) } as const;
    const text = JSON.stringify(value);
    const found = await redis.ask((client) =>
      client.set(valueKey(key), text, { expiration, condition: 'NX' }),
    );
    return found ? found.answer === 'OK' : memory.setIfAbsent(key, value, ttlMs);
  }

  async function getDelete(key: string): Promise<unknown> {
    if (stale.has(key)) return memory.getDelete(key);
    const found = await redis.ask((client) => client.getDel(valueKey(key)));
    if (found) return parse(found.answer);
    stale.add(key);
    return memory.getDelete(key);
  }

  return {
    get,
    set,
    delete: remove,
    setIfAbsent,
    getDelete,
    async incrementWithTtl(key, ttlMs) {
      const wholeMs = Math.max(1, Math.ceil(ttlMs));
      const found = await redis.ask((client) => client.incrementWithTtl(`${prefix}n:${key}`, wholeMs));
      if (!found) return memory.incrementWithTtl(key, ttlMs);
      const [count = 1, leftMs = wholeMs] = found.answer;
      return [count, leftMs];
    },
    async takeToken(key, bucket) {
      const found = await redis.ask((client) => client.takeToken(`${prefix}b:${key}`, bucket));
      return found?.answer ?? memory.takeToken(key, bucket);
    },
    publish: bus.publish,
    subscribe: bus.subscribe,
    isHealthy: redis.isReady,
    async close() {
      bus.close();
      redis.client.destroy();
    },
  };
}

/** What cannot be read is a miss: somebody else wrote it. */
function parse(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
