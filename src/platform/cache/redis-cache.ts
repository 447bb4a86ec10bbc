import { type Cache, type Found, isLease, newLease } from './cache.ts';
import { createMemoryCache } from './memory-cache.ts';
import { type CacheFault, openRedis } from './redis-connection.ts';
import { createStaleKeys } from './stale-keys.ts';

export interface RedisCacheOptions {
  url: string;
  onFault: (fault: CacheFault) => void;
  onError: (error: Error) => void;
  /** Begins every key, for a Redis shared with others; `bot:` when not given. */
  prefix?: string;
}

const mostKeysAtOnce = 500;

/**
 * A cache shared by all processes. What Redis does not answer within 200 ms is counted in a memory of this process, or
 * is not known: copies that the other processes could not delete are not kept here.
 */
export function createRedisCache({ url, onFault, onError, prefix = 'bot:' }: RedisCacheOptions): Cache {
  const memory = createMemoryCache();
  const redis = openRedis({ url, onFault, onError });
  const stale = createStaleKeys();
  const copyKey = (key: string) => `${prefix}k:${key}`;

  async function lookUp(key: string, leaseMs: number): Promise<Found> {
    if (stale.has(key)) return undefined;
    // A script takes the client three times as long as a GET, which is nearly always enough.
    const found = await redis.ask((client) => client.get(copyKey(key)));
    if (found === undefined || stale.has(key)) return undefined;
    return found.answer === null ? await takeLease(key, leaseMs) : readable(found.answer);
  }

  /** Unless somebody else was quicker. */
  async function takeLease(key: string, leaseMs: number): Promise<Found> {
    const lease = newLease();
    const found = await redis.ask((client) => client.lookUp(copyKey(key), { lease, leaseMs }));
    if (found === undefined || stale.has(key)) return undefined;
    return found.answer === null ? { lease } : readable(found.answer);
  }

  async function remove(keys: readonly string[]): Promise<void> {
    for (let from = 0; from < keys.length; from += mostKeysAtOnce) {
      const some = keys.slice(from, from + mostKeysAtOnce);
      // In doubt until it is confirmed: nobody is answered by what is being deleted.
      const confirm = stale.add(some);
      if (await redis.ask((client) => client.unlink(some.map(copyKey)))) confirm();
    }
  }

  async function setIfAbsent(key: string, value: unknown, ttlMs: number): Promise<boolean> {
    const expiration = { type: 'PX', value: Math.max(1, Math.ceil(ttlMs)) } as const;
    const text = JSON.stringify(value);
    const found = await redis.ask((client) =>
      client.set(`${prefix}v:${key}`, text, { expiration, condition: 'NX' }),
    );
    return found ? found.answer === 'OK' : memory.setIfAbsent(key, value, ttlMs);
  }

  return {
    lookUp,
    async fill(key, filled) {
      if (!stale.has(key)) await redis.ask((client) => client.fill(copyKey(key), filled));
    },
    delete: remove,
    setIfAbsent,
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
    isHealthy: redis.isReady,
    async close() {
      redis.client.destroy();
    },
  };
}

function readable(answer: string): Found {
  return isLease(answer) ? undefined : { text: answer };
}
