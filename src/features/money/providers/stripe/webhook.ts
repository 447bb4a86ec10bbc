import type { Clock } from '../../../../platform/clock.ts';
import type { Delivered, HeardWebhook } from '../provider.ts';
import { pinnedApiVersion, stripeWebhook } from './api/events.ts';
import { verifyStripeWebhook } from './api/webhook.ts';

/** Objects that lead to a payment of ours, or to what renews itself; the rest is kept and left alone. */
const telling = /^(cs|pi|ch|py|re|pyr|dp|du|issfr|in|sub)_/;

/**
 * Hears what a delivery of Stripe is about, and whether it is for this shop. A delivery in another version is
 * taken all the same: only its object is asked for, in ours.
 */
export function hearStripe(
  { headers, raw }: Delivered,
  { secrets, isLive, clock }: { secrets: readonly string[]; isLive: boolean; clock: Clock },
): HeardWebhook {
  const verdict = verifyStripeWebhook({ raw, header: headers[stripeWebhook.proof], secrets, clock });
  const signed = 'signedAt' in verdict ? { signedAt: verdict.signedAt } : {};
  if (!verdict.isGenuine) return { refused: verdict.why, ...signed };
  const { id: eventId, type: kind, livemode, api_version: version, data } = verdict.event;
  const isOfOurMode = livemode === isLive;
  const { id: objectId } = data.object;
  return {
    eventId,
    kind,
    objectId: isOfOurMode && telling.test(objectId) ? objectId : undefined,
    ...signed,
    ...(!isOfOurMode && { strange: 'webhook-mode' }),
    ...(isOfOurMode && version !== pinnedApiVersion && { strange: 'webhook-version' }),
  };
}
