import { expect, test } from 'vitest';
import { createMemoryCache } from '../../../src/platform/cache/memory-cache.ts';
import { describeCache } from './contract.ts';

describeCache('the cache in memory', async () => {
  const cache = createMemoryCache();
  return { cache, close: () => cache.close() };
});

test('a value in memory lives by the given clock, to the millisecond', async () => {
  let nowMs = 1_700_000_000_000;
  const cache = createMemoryCache({ now: () => new Date(nowMs) });
  await cache.set('k', 'v', 1_000);
  nowMs += 1_000;
  expect(await cache.get('k')).toBe('v');
  nowMs += 1;
  expect(await cache.get('k')).toBeUndefined();
});

test('a flood of keys does not grow the memory without end', async () => {
  const cache = createMemoryCache();
  for (let n = 0; n < 30_000; n++) await cache.set(`k${n}`, 'x'.repeat(100), 60_000);
  expect(await cache.get('k0')).toBeUndefined();
  expect(await cache.get('k29999')).toBe('x'.repeat(100));
});
