import rateLimit from '@fastify/rate-limit';
import fc from 'fast-check';
import fastify from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { createMemoryCache } from '../../src/platform/cache/memory-cache.ts';
import { createRateLimiter, createRateLimitStore } from '../../src/platform/rate-limit.ts';

/** A limiter whose time stands still until it is moved. */
function limiterAt(startMs: number) {
  let nowMs = startMs;
  const clock = { now: () => new Date(nowMs) };
  const limiter = createRateLimiter(createMemoryCache(clock), clock);
  return { limiter, pass: (ms: number) => (nowMs += ms), nowMs: () => nowMs };
}

const limits = fc.record({
  burst: fc.integer({ min: 1, max: 20 }),
  perSecond: fc.integer({ min: 1, max: 50 }).map((tenths) => tenths / 10),
});
/** One limiter for all runs of a property: a fresh key is a fresh bucket. */
const shared = limiterAt(1_700_000_000_000);
let serial = 0;
const freshKey = () => `key ${serial++}`;
const pauses = fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 60 });

test('in any stretch of time no more is allowed than the burst and what ran in', async () => {
  await fc.assert(
    fc.asyncProperty(limits, pauses, async (limit, gaps) => {
      const { limiter, pass, nowMs } = shared;
      const key = freshKey();
      const allowedAt: number[] = [];
      for (const gap of gaps) {
        pass(gap);
        if ((await limiter.take(key, limit)).allowed) allowedAt.push(nowMs());
      }
      for (let from = 0; from < allowedAt.length; from++) {
        for (let to = from; to < allowedAt.length; to++) {
          const seconds = ((allowedAt[to] ?? 0) - (allowedAt[from] ?? 0)) / 1000;
          expect(to - from + 1).toBeLessThanOrEqual(limit.burst + seconds * limit.perSecond + 0.001);
        }
      }
    }),
  );
});

test('who waits as long as told is let in, and a moment earlier is not', async () => {
  await fc.assert(
    fc.asyncProperty(limits, pauses, async (limit, gaps) => {
      const { limiter, pass } = shared;
      const key = freshKey();
      for (const gap of gaps) {
        pass(gap);
        const verdict = await limiter.take(key, limit);
        expect(verdict.retryAfterMs > 0).toBe(!verdict.allowed);
        if (verdict.allowed) continue;
        pass(verdict.retryAfterMs - 1);
        expect((await limiter.take(key, limit)).allowed).toBe(false);
        pass(1);
        expect((await limiter.take(key, limit)).allowed).toBe(true);
      }
    }),
  );
});

test('a rested bucket gives its whole burst at once', async () => {
  await fc.assert(
    fc.asyncProperty(limits, async (limit) => {
      const { limiter, pass } = shared;
      const key = freshKey();
      for (let round = 0; round < 2; round++) {
        for (let n = 0; n < limit.burst; n++) expect((await limiter.take(key, limit)).allowed).toBe(true);
        expect((await limiter.take(key, limit)).allowed).toBe(false);
        pass(Math.ceil((1000 * limit.burst) / limit.perSecond));
      }
    }),
  );
});

test('one refusal a minute is the first one, for every key of its own', async () => {
  const { limiter, pass } = limiterAt(1_700_000_000_000);
  const limit = { burst: 1, perSecond: 0.001 };
  const take = async (key: string) => (await limiter.take(key, limit)).firstRefusal;
  expect([await take('a'), await take('a'), await take('a')]).toEqual([false, true, false]);
  expect([await take('b'), await take('b')]).toEqual([false, true]);
  pass(60_000);
  expect(await take('a')).toBe(false);
  pass(1);
  expect([await take('a'), await take('a')]).toEqual([true, false]);
});

test('the HTTP limit counts in the cache, apart for a route with a limit of its own', async () => {
  const cache = createMemoryCache();
  const app = fastify();
  onTestFinished(() => app.close());
  const store = createRateLimitStore(cache);
  await app.register(rateLimit, { store, skipOnError: true, max: 2, timeWindow: 60_000 });
  app.get('/', () => 'ok');
  app.get('/strict', { config: { rateLimit: { max: 1, timeWindow: 60_000 } } }, () => 'ok');
  const get = async (url: string) => (await app.inject(url)).statusCode;
  expect([await get('/'), await get('/'), await get('/')]).toEqual([200, 200, 429]);
  expect([await get('/strict'), await get('/strict')]).toEqual([200, 429]);
});
