import type { Cache } from './cache/cache.ts';
import type { Clock } from './clock.ts';

/** A person may do `burst` things at once, and then `perSecond`. */
export interface RateLimit {
  burst: number;
  perSecond: number;
}

export interface RateVerdict {
  allowed: boolean;
  /** After how many milliseconds it will be allowed; 0 when it is. */
  retryAfterMs: number;
  /** True for one refusal a minute: the one to say something about. */
  firstRefusal: boolean;
}

export interface RateLimiter {
  /** Counts one action under the key against its limit. Without Redis, or with Redis away, each process counts alone. */
  take(key: string, limit: RateLimit): Promise<RateVerdict>;
}

const noticePauseMs = 60_000;

/** Limits in tokens: refused tries cost nothing, so who waits as told is let in. */
export function createRateLimiter(cache: Cache, clock: Clock): RateLimiter {
  return {
    async take(key, limit) {
      const retryAfterMs = await cache.takeToken(key, { ...limit, nowMs: clock.now().getTime() });
      if (retryAfterMs === 0) return { allowed: true, retryAfterMs, firstRefusal: false };
      const firstRefusal = await cache.setIfAbsent(`refused:${key}`, 1, noticePauseMs);
      return { allowed: false, retryAfterMs, firstRefusal };
    },
  };
}

type Answer = (error: Error | null, result?: { current: number; ttl: number }) => void;

/** The class that `@fastify/rate-limit` takes as its `store`, counting in our cache. */
export function createRateLimitStore(cache: Cache) {
  return class Store {
    #prefix: string;

    constructor(_options: unknown, prefix = 'http:') {
      this.#prefix = prefix;
    }

    /** Counts a request in the window of `timeWindow` milliseconds. */
    incr(key: string, answer: Answer, timeWindow: number): void {
      cache.incrementWithTtl(this.#prefix + key, timeWindow).then(
        ([current, ttl]) => answer(null, { current, ttl }),
        (error: Error) => answer(error),
      );
    }

    /** A route with a limit of its own counts apart. */
    child(options: object): Store {
      return new Store(options, `${this.#prefix}${routeName(options)}:`);
    }
  };
}

/** The plugin hands over the route's limits and, which its types do not say, the route as `routeInfo`. */
function routeName(options: object): string {
  if (!('routeInfo' in options)) throw new Error('A limit of a route came without its route');
  const { method, url } = options.routeInfo as { method: string | string[]; url: string };
  return `${String(method)} ${url}`;
}
