import { expect, test } from 'vitest';
import type { Cache } from '../../../src/platform/cache/cache.ts';
import { createMemoryCache } from '../../../src/platform/cache/memory-cache.ts';
import { describeCache, keepIn } from './contract.ts';

describeCache('the cache in memory', async () => {
  const cache = createMemoryCache();
  return { cache, close: () => cache.close() };
});

test('a text in memory lives by the given clock, to the millisecond', async () => {
  let nowMs = 1_700_000_000_000;
  const cache = createMemoryCache({ now: () => new Date(nowMs) });
  await keep(cache, 'k');
  nowMs += 1_000;
  expect(await cache.lookUp('k', 1_000)).toEqual({ text: 'x' });
  nowMs += 1;
  expect(await cache.lookUp('k', 1_000)).toHaveProperty('lease');
});

test('a flood of keys does not grow the memory without end', async () => {
  const cache = createMemoryCache();
  for (let n = 0; n < 30_000; n++) await keep(cache, `k${n}`);
  expect(await cache.lookUp('k0', 1_000)).toHaveProperty('lease');
  expect(await cache.lookUp('k29999', 1_000)).toEqual({ text: 'x' });
});

const keep = (cache: Cache, key: string) => keepIn(cache, key, { text: 'x', ttlMs: 1_000 });
