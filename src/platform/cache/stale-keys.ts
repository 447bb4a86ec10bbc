import type { Cache } from './cache.ts';
import type { RedisConnection } from './redis-connection.ts';

interface Parts {
  redis: RedisConnection;
  memory: Cache;
  valueKey: (key: string) => string;
}

const mostKeys = 20_000;

/**
 * Keys whose change Redis has not confirmed, so that it may still hold what was there before. They are answered
 * from memory until they are deleted in Redis.
 */
export function createStaleKeys({ redis, memory, valueKey }: Parts) {
  const keys = new Set<string>();
  // Too many to remember: then every value in Redis is in doubt.
  let overflowed = false;
  let cleaning = false;

  function add(key: string): void {
    if (keys.size < mostKeys) keys.add(key);
    else overflowed = true;
    if (redis.isReady()) void clean();
  }

  async function clean(): Promise<void> {
    if (cleaning) return;
    cleaning = true;
    try {
      if (overflowed) await cleanAll();
      else while (keys.size > 0 && (await cleanSome())) continue;
    } finally {
      cleaning = false;
    }
  }

  async function cleanSome(): Promise<boolean> {
    const some = [...keys].slice(0, 500);
    for (const key of some) keys.delete(key);
    if (await redis.ask((client) => client.unlink(some.map(valueKey)))) {
      await Promise.all(some.map((key) => memory.delete(key)));
      return true;
    }
    for (const key of some) keys.add(key);
    return false;
  }

  async function cleanAll(): Promise<void> {
    let cursor = '0';
    do {
      const found = await redis.ask((client) => client.scan(cursor, { MATCH: valueKey('*'), COUNT: 500 }));
      if (!found) return;
      cursor = String(found.answer.cursor);
      const some = found.answer.keys;
      if (some.length > 0 && !(await redis.ask((client) => client.unlink(some)))) return;
    } while (cursor !== '0');
    keys.clear();
    overflowed = false;
  }

  /** Redis has confirmed this key, so it can be asked to confirm the others. */
  function forget(key: string): void {
    keys.delete(key);
    if (overflowed || keys.size > 0) void clean();
  }

  return { add, clean, forget, has: (key: string) => overflowed || keys.has(key) };
}
