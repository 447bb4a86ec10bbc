import type { Clock } from '../../platform/clock.ts';
import type { StripeEvent } from './model.ts';

/** One delivery as it came in. */
export interface StripeDelivery {
  /** The bytes as received: a parsed and rewritten body has another signature. */
  raw: Buffer;
  /** `Stripe-Signature`, as the server hands it over. */
  header: string | string[] | undefined;
  /** Every secret that may have signed it; two while an endpoint is being replaced. */
  secrets: readonly string[];
  clock: Clock;
}

/**
 * `signature` it is not from Stripe, or the secret is another endpoint's · `stale` signed more than 300 s ago, or our
 * clock is wrong · `unreadable` properly signed, yet not a snapshot event. None of them says what was received.
 */
export type WebhookVerdict<T> =
  | { isGenuine: true; event: T }
  | { isGenuine: false; why: 'signature' | 'stale' | 'unreadable' };

export type StripeWebhookVerdict = WebhookVerdict<StripeEvent>;
