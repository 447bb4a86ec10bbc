import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cache } from '../../../src/platform/cache/cache.ts';

interface Subject {
  cache: Cache;
  close(): Promise<void>;
}

let serial = 0;
/** A key nobody else uses. */
const freshKey = () => `key ${process.pid} ${serial++}`;
const minuteMs = 60_000;

/** The lease of whoever is first to find nothing. */
export async function leaseOn(cache: Cache, key: string, leaseMs = minuteMs): Promise<string> {
  const found = await cache.lookUp(key, leaseMs);
  if (found === undefined || !('lease' in found)) throw new Error(`There was no lease on ${key}`);
  return found.lease;
}

/** Puts a text there as a reader does who found nothing. */
export async function keepIn(
  cache: Cache,
  key: string,
  kept: { text: string; ttlMs?: number },
): Promise<void> {
  const lease = await leaseOn(cache, key);
  await cache.fill(key, { lease, ttlMs: minuteMs, ...kept });
}

/** What every cache promises, whatever is behind it. */
export function describeCache(name: string, open: () => Promise<Subject>): void {
  describe(`${name}`, () => {
    let subject: Subject;
    let cache: Cache;
    beforeAll(async () => {
      subject = await open();
      cache = subject.cache;
    });
    afterAll(() => subject.close());

    const keep = (key: string, text: string, ttlMs = minuteMs) => keepIn(cache, key, { text, ttlMs });

    test('gives one of many a lease on what is absent, and the others nothing', async () => {
      const key = freshKey();
      const found = await Promise.all(Array.from({ length: 20 }, () => cache.lookUp(key, minuteMs)));
      expect(found.filter((one) => one !== undefined)).toHaveLength(1);
    });

    test('answers any text as it was kept', async () => {
      const roundtrip = fc.asyncProperty(fc.string(), async (suffix) => {
        const [key, text] = [freshKey(), `{${suffix}`];
        await keep(key, text);
        expect(await cache.lookUp(key, minuteMs)).toEqual({ text });
      });
      await fc.assert(roundtrip, { numRuns: 50 });
    });

    test('forgets a text when its time is over', async () => {
      const key = freshKey();
      await keep(key, 'x', 60);
      expect(await cache.lookUp(key, 1)).toEqual({ text: 'x' });
      await expect.poll(() => cache.lookUp(key, 1), { interval: 10 }).not.toEqual({ text: 'x' });
    });

    test('forgets what was deleted', async () => {
      const [one, other] = [freshKey(), freshKey()];
      await keep(one, 'x');
      await keep(other, 'y');
      await cache.delete([one, other, freshKey()]);
      expect(await cache.lookUp(one, minuteMs)).toHaveProperty('lease');
      expect(await cache.lookUp(other, minuteMs)).toHaveProperty('lease');
    });

    test('keeps nothing that was read before a deletion', async () => {
      const key = freshKey();
      const lease = await leaseOn(cache, key);
      await cache.delete([key]);
      await cache.fill(key, { lease, text: 'old', ttlMs: minuteMs });
      const second = await leaseOn(cache, key);
      await cache.fill(key, { lease, text: 'old', ttlMs: minuteMs });
      await cache.fill(key, { lease: second, text: 'new', ttlMs: minuteMs });
      expect(await cache.lookUp(key, minuteMs)).toEqual({ text: 'new' });
      await cache.fill(key, { lease, text: 'old', ttlMs: minuteMs });
      expect(await cache.lookUp(key, minuteMs)).toEqual({ text: 'new' });
    });

    test('keeps nothing that took longer to read than the lease', async () => {
      const key = freshKey();
      const lease = await leaseOn(cache, key, 20);
      const again = async () => (await cache.lookUp(key, minuteMs)) !== undefined;
      await expect.poll(again, { interval: 10 }).toBe(true);
      await cache.fill(key, { lease, text: 'late', ttlMs: minuteMs });
      expect(await cache.lookUp(key, minuteMs)).toBeUndefined();
    });

    test('lets exactly one of many set what is absent', async () => {
      const key = freshKey();
      const won = await Promise.all(
        Array.from({ length: 20 }, (_, n) => cache.setIfAbsent(key, n, minuteMs)),
      );
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await cache.setIfAbsent(key, 'late', minuteMs)).toBe(false);
    });

    test('counts every increment once, and starts again when the time is over', async () => {
      const key = freshKey();
      const counts = await Promise.all(Array.from({ length: 20 }, () => cache.incrementWithTtl(key, 300)));
      expect(counts.map(([count]) => count).toSorted((a, b) => a - b)).toEqual(
        counts.map((_, index) => index + 1),
      );
      for (const [, ttlMs] of counts) expect(ttlMs).toBeGreaterThan(0);
      for (const [, ttlMs] of counts) expect(ttlMs).toBeLessThanOrEqual(300);
      const restarts = async () => (await cache.incrementWithTtl(key, 300))[0] <= 2;
      await expect.poll(restarts, { interval: 50, timeout: 3_000 }).toBe(true);
    });

    test('keeps counters, marks and texts of one key apart', async () => {
      const key = freshKey();
      await cache.incrementWithTtl(key, minuteMs);
      expect(await cache.setIfAbsent(key, 1, minuteMs)).toBe(true);
      await keep(key, 'text');
      expect((await cache.incrementWithTtl(key, minuteMs))[0]).toBe(2);
      await cache.delete([key]);
      expect(await cache.setIfAbsent(key, 2, minuteMs)).toBe(false);
      expect((await cache.incrementWithTtl(key, minuteMs))[0]).toBe(3);
    });

    test('gives as many tokens as the bucket holds, then one whenever one has run in', async () => {
      const key = freshKey();
      const nowMs = Date.now();
      const take = (atMs: number) => cache.takeToken(key, { burst: 3, perSecond: 2, nowMs: nowMs + atMs });
      expect([await take(0), await take(0), await take(0)]).toEqual([0, 0, 0]);
      expect(await take(0)).toBe(500);
      expect(await take(400)).toBe(100);
      expect(await take(500)).toBe(0);
      expect(await take(500)).toBe(500);
    });

    test('is healthy', () => {
      expect(cache.isHealthy()).toBe(true);
    });
  });
}
