import type { RateLimiter } from '../../../platform/rate-limit.ts';
import { Refusal } from '../../../platform/refusal.ts';

/** Guessing must not pay: ten tries, then one a minute. */
const guessing = { burst: 10, perSecond: 1 / 60 };

/** Counts one code that somebody tries, typed or by a link; refuses `too-fast`. */
export async function countTry(limiter: RateLimiter, userId: number): Promise<void> {
  const verdict = await limiter.take(`promo ${userId}`, guessing);
  if (!verdict.allowed) throw new Refusal('busy', 'too-fast');
}
