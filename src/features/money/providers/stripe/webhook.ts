import { createHash } from 'node:crypto';
import type { StripeClient } from './api/client.ts';
import type { Clock } from '../../../../platform/clock.ts';
import type { Database } from '../../../../platform/db.ts';
import type { Seal } from '../../../../platform/seal.ts';
import { findWebhook, writeWebhook } from '../../settlement/queries.ts';

const provider = 'stripe';
const purpose = 'secret of the Stripe webhook';

/** What tells a delivery of Stripe that is for this shop. */
export interface StripeDeliveries {
  /** Everything that may have signed one. */
  secrets(): Promise<readonly string[]>;
  isLive: boolean;
}

/** The webhook that Stripe delivers to, made and kept right by us. */
export interface StripeWebhook {
  /** Sees to it that Stripe delivers to us what we read, in our version. Throws while Stripe is away. */
  ensure(): Promise<void>;
  /** Everything that may have signed a delivery, newest first. */
  secrets(): Promise<readonly string[]>;
}

export function createStripeWebhook(parts: {
  client: Pick<StripeClient, 'ensureWebhook'>;
  db: Database;
  clock: Clock;
  seal: Seal;
  url: string;
}): StripeWebhook {
  const { client, db, clock, seal, url } = parts;

  async function ensure(): Promise<void> {
    const known = await findWebhook(db, provider);
    const [before] = await secrets();
    const isKnown = known?.url === url && before !== undefined;
    const { id, secret } = await client.ensureWebhook(
      { url, ...(isKnown && { knownId: known.endpointId }) },
      // After a crash the same call is answered with the same secret.
      `webhook:${hashOf(url)}:${known?.endpointId ?? 'first'}`,
    );
    if (secret === undefined) return;
    // What the endpoint before has sent may still be under way.
    const sealedSecret = seal.close(before === undefined ? secret : `${secret},${before}`, purpose);
    await writeWebhook(db, { provider, url, endpointId: id, sealedSecret, madeAt: clock.now() });
  }

  async function secrets(): Promise<readonly string[]> {
    const known = await findWebhook(db, provider);
    const opened = known === undefined ? undefined : seal.open(known.sealedSecret, purpose);
    return opened?.split(',') ?? [];
  }

  return { ensure, secrets };
}

/** An address may be longer than a key can be. */
function hashOf(url: string): string {
  return createHash('sha256').update(url).digest('hex').slice(0, 32);
}
