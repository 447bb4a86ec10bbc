import { expect } from 'vitest';
import type { RedisServer } from './server.ts';

/** What Redis will have forgotten by then is forgotten now, and there must be nothing else. */
export async function afterAMinute(redis: RedisServer): Promise<void> {
  const keys = (await redis.command('KEYS', 'bot:k:*')) as string[];
  expect(keys.length).toBeGreaterThan(0);
  for (const key of keys) {
    const leftMs = Number(await redis.command('PTTL', key));
    expect(leftMs).toBeGreaterThan(0);
    expect(leftMs).toBeLessThanOrEqual(60_000);
    await redis.command('DEL', key);
  }
}

export function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('There is none');
  return value;
}
