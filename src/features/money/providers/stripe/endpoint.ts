import { createHash } from 'node:crypto';
import type { Clock } from '../../../../platform/clock.ts';
import type { Database } from '../../../../platform/db.ts';
import { keepSecret } from '../../../../platform/known-secrets.ts';
import type { Seal } from '../../../../platform/seal.ts';
import { PaymentError } from '../payment-error.ts';
import type { ProviderKit } from '../provider.ts';
import { findWebhook, writeWebhook } from '../queries.ts';
import type { EndpointState, StripeClient } from './api/client.ts';

const provider = 'stripe';
const purpose = 'secret of the Stripe webhook';

/** The webhook that Stripe delivers to, made and kept right by us. */
export interface StripeEndpoint {
  /** Sees to it that Stripe delivers to us what we read, in our version. Throws while Stripe is away. */
  ensure(): Promise<void>;
  /** Everything that may have signed a delivery, newest first. */
  secrets(): Promise<readonly string[]>;
}

export function createStripeEndpoint(parts: {
  client: Pick<StripeClient, 'ensureWebhook'>;
  db: Database;
  clock: Clock;
  seal: Seal;
  url: string;
}): StripeEndpoint {
  const { client, db, clock, seal, url } = parts;
  return { ensure, secrets };

  async function ensure(): Promise<void> {
    const known = await renewSeal(await findWebhook(db, provider));
    const [before] = await secrets();
    const isKnown = known?.url === url && before !== undefined;
    const { id, secret } = await client.ensureWebhook(
      { url, ...(isKnown && { knownId: known.endpointId }) },
      // After a crash the same call is answered with the same secret.
      `webhook:${hashOf(url)}:${known?.endpointId ?? 'first'}`,
    );
    if (secret === undefined) return;
    keepSecret(secret);
    // What the endpoint before has sent may still be under way.
    const sealedSecret = seal.close(before === undefined ? secret : `${secret},${before}`, purpose);
    await writeWebhook(db, { provider, url, endpointId: id, sealedSecret, madeAt: clock.now() });
  }

  /** Under the newest key, so that the ones of before can go. */
  async function renewSeal(known: Awaited<ReturnType<typeof findWebhook>>) {
    const sealedSecret = known && seal.renew(known.sealedSecret, purpose);
    if (known === undefined || sealedSecret === undefined) return known;
    await writeWebhook(db, { ...known, sealedSecret });
    return { ...known, sealedSecret };
  }

  async function secrets(): Promise<readonly string[]> {
    const known = await findWebhook(db, provider);
    const opened = known === undefined ? undefined : seal.open(known.sealedSecret, purpose);
    const found = opened?.split(',') ?? [];
    keepSecret(...found);
    return found;
  }
}

/** An address may be longer than a key can be. */
function hashOf(url: string): string {
  return createHash('sha256').update(url).digest('hex').slice(0, 32);
}

/**
 * Looks once at a webhook that was set up by hand, and says what it lacks; to admins as soon as there are any. It is only
 * looked at: whoever made it may have had reasons.
 */
export function checkEndpoint(
  client: Pick<StripeClient, 'checkWebhook'>,
  url: string,
  { logger, onLacking }: Pick<ProviderKit, 'onLacking'> & { logger: Pick<ProviderKit['logger'], 'warn'> },
): () => Promise<boolean> {
  let found: readonly string[] | undefined;
  return async () => {
    found ??= await look();
    // Before the first admin has said /start there is nobody to tell.
    return found.length === 0 || (await onLacking(found));
  };

  async function look(): Promise<readonly string[]> {
    try {
      const lacks = lacksOf(await client.checkWebhook(url));
      if (lacks.length > 0)
        logger.warn(
          { url, lacks },
          'the webhook at Stripe is not as the bot needs it: mend it there (Developers → Webhooks), or take STRIPE_WEBHOOK_SECRET out, and the bot makes one of its own',
        );
      return lacks;
    } catch (error) {
      if (!(error instanceof PaymentError) || error.class !== 'misconfigured') throw error;
      logger.warn(
        { err: error },
        'STRIPE_SECRET_KEY may not read webhook endpoints, so nobody knows whether ours is right: let the key read them, or compare it with docs/payments.md',
      );
      return [];
    }
  }
}

/** `endpoint`, `off`, `version`, and the names of events. */
function lacksOf({ isThere, isOn, isOurVersion, missingEvents }: EndpointState): string[] {
  if (!isThere) return ['endpoint'];
  return [...(isOn ? [] : ['off']), ...(isOurVersion ? [] : ['version']), ...missingEvents];
}
