import type { Clock } from '../../../../platform/clock.ts';
import type { Delivered, HeardWebhook } from '../provider.ts';
import { hearStripe } from './webhook.ts';

/** So often at most the secrets are read anew for a delivery that none of them has signed. */
const freshMs = 1_000;

/**
 * Hears deliveries by secrets that are kept in memory: a stranger's garbage asks the database at most once a second, and a
 * secret that another process has made is known from the next delivery on.
 */
export function createHearing(parts: {
  secrets: () => Promise<readonly string[]>;
  isLive: boolean;
  clock: Clock;
}): (delivery: Delivered) => Promise<HeardWebhook> {
  const { secrets, isLive, clock } = parts;
  let known: { secrets: readonly string[]; untilMs: number } | undefined;

  return async (delivery) => {
    const heard = hearStripe(delivery, { secrets: known?.secrets ?? [], isLive, clock });
    if (!('refused' in heard) || (known !== undefined && performance.now() < known.untilMs)) return heard;
    known = { secrets: await secrets(), untilMs: performance.now() + freshMs };
    return hearStripe(delivery, { secrets: known.secrets, isLive, clock });
  };
}
