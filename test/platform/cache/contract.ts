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

    test('answers nothing for a key never set', async () => {
      expect(await cache.get(freshKey())).toBeUndefined();
    });

    test('answers any JSON value as it was set', async () => {
      const roundtrip = fc.asyncProperty(fc.string(), fc.jsonValue(), async (suffix, value) => {
        const key = freshKey() + suffix;
        await cache.set(key, value, minuteMs);
        expect(await cache.get(key)).toEqual(JSON.parse(JSON.stringify(value)));
      });
      await fc.assert(roundtrip, { numRuns: 50 });
    });

    test('keeps a copy: changing the value afterwards changes nothing', async () => {
      const key = freshKey();
      const value = { list: [1] };
      await cache.set(key, value, minuteMs);
      value.list.push(2);
      expect(await cache.get(key)).toEqual({ list: [1] });
    });

    test('forgets a value when its time is over', async () => {
      const key = freshKey();
      await cache.set(key, 1, 60);
      expect(await cache.get(key)).toBe(1);
      await expect.poll(() => cache.get(key), { interval: 10 }).toBeUndefined();
    });

    test('forgets a deleted value', async () => {
      const key = freshKey();
      await cache.set(key, 1, minuteMs);
      await cache.delete(key);
      expect(await cache.get(key)).toBeUndefined();
    });

    test('lets exactly one of many set what is absent', async () => {
      const key = freshKey();
      const won = await Promise.all(
        Array.from({ length: 20 }, (_, n) => cache.setIfAbsent(key, n, minuteMs)),
      );
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await cache.get(key)).toBe(won.indexOf(true));
    });

    test('gives a value away exactly once', async () => {
      const key = freshKey();
      await cache.set(key, 'coupon', minuteMs);
      const got = await Promise.all(Array.from({ length: 20 }, () => cache.getDelete(key)));
      expect(got.filter((value) => value === 'coupon')).toHaveLength(1);
      expect(got.filter((value) => value === undefined)).toHaveLength(19);
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

    test('keeps counters and values of one key apart', async () => {
      const key = freshKey();
      await cache.incrementWithTtl(key, minuteMs);
      expect(await cache.get(key)).toBeUndefined();
      await cache.set(key, 'value', minuteMs);
      expect((await cache.incrementWithTtl(key, minuteMs))[0]).toBe(2);
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

    test('tells every listener of the channel, until it ends its subscription', async () => {
      const channel = freshKey();
      const heard: string[] = [];
      const end = cache.subscribe(channel, (message) => heard.push(`one: ${message}`));
      cache.subscribe(channel, (message) => heard.push(`two: ${message}`));
      cache.subscribe(freshKey(), (message) => heard.push(`other: ${message}`));
      await cache.publish(channel, 'a b');
      await expect.poll(() => heard).toEqual(['one: a b', 'two: a b']);
      end();
      await cache.publish(channel, 'c');
      await expect.poll(() => heard).toEqual(['one: a b', 'two: a b', 'two: c']);
    });

    test('is healthy', () => {
      expect(cache.isHealthy()).toBe(true);
    });
  });
}
