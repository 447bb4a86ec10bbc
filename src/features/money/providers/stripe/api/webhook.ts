import Stripe from 'stripe';
import type { Clock } from '../../../../../platform/clock.ts';
import { readStripeEvent, type StripeEvent } from './events.ts';

/** One delivery as it came in. */
export interface StripeDelivery {
  /** The bytes as received: a parsed and rewritten body has another signature. */
  raw: Buffer;
  /** `Stripe-Signature`, as the server hands it over. */
  header: string | string[] | undefined;
  /** Every secret that may have signed it; two while an endpoint is being replaced. Blank ones are passed over. */
  secrets: readonly string[];
  clock: Clock;
}

/**
 * `signedAt` is Stripe's clock: far from ours one of the two is wrong. `signature` it is not from Stripe, or the secret is another endpoint's · `stale` signed more than 300 s ago, or our
 * clock is wrong · `unreadable` properly signed, yet not a snapshot event. None of them says what was received.
 */
export type StripeWebhookVerdict =
  | { isGenuine: true; event: StripeEvent; signedAt: Date }
  | { isGenuine: false; why: 'signature' | 'unreadable' }
  | { isGenuine: false; why: 'stale'; signedAt: Date };

const toleranceSeconds = 300;

/** The event of a delivery that is Stripe's own, fresh and readable. Never throws: the library's errors carry the payload. */
export function verifyStripeWebhook(delivery: StripeDelivery): StripeWebhookVerdict {
  const { raw, header } = delivery;
  // The library decodes before it compares, and decoding drops a byte order mark that was never signed.
  if (typeof header !== 'string' || raw.subarray(0, 3).equals(byteOrderMark))
    return { isGenuine: false, why: 'signature' };
  const secrets = delivery.secrets.filter((secret) => secret.trim() !== '');
  if (!secrets.some((secret) => isSigned(delivery, header, { secret, toleranceSeconds: 0 })))
    return { isGenuine: false, why: 'signature' };
  if (!secrets.some((secret) => isSigned(delivery, header, { secret, toleranceSeconds })))
    return { isGenuine: false, why: 'stale', signedAt: signedAtOf(header) };
  const event = readStripeEvent(raw);
  return event
    ? { isGenuine: true, event, signedAt: signedAtOf(header) }
    : { isGenuine: false, why: 'unreadable' };
}

/** The moment in a header whose signature is right. */
function signedAtOf(header: string): Date {
  return new Date(Number(/(?:^|,)t=(\d+)/.exec(header)?.[1]) * 1000);
}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

function isSigned(
  { raw, clock }: StripeDelivery,
  header: string,
  { secret, toleranceSeconds: tolerance }: { secret: string; toleranceSeconds: number },
): boolean {
  try {
    return Stripe.webhooks.signature!.verifyHeader(
      raw,
      header,
      secret,
      tolerance,
      undefined,
      clock.now().getTime(),
    );
  } catch {
    return false;
  }
}
