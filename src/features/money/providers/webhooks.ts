import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { verifyCryptoPayWebhook } from './crypto-pay/api/webhook.ts';
import { deliveredEvents, pinnedApiVersion } from './stripe/api/events.ts';
import { verifyStripeWebhook } from './stripe/api/webhook.ts';
import type { Deliveries, Delivery } from '../reconciliation/deliveries.service.ts';
import type { StripeDeliveries } from './stripe/webhook.ts';
import type { WebhookWatch } from '../reconciliation/webhook-watch.service.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Logger } from '../../../platform/logger.ts';
import type { Metrics } from '../../../platform/metrics.ts';

/** No event of a provider is bigger. */
const bodyLimitBytes = 512 * 1024;

export interface ProviderWebhookParts {
  /** Undefined: cards are not configured, and there is no such route. */
  stripe: StripeDeliveries | undefined;
  cryptoPayToken: string | undefined;
  deliveries: Deliveries;
  webhookWatch: WebhookWatch;
  clock: Clock;
  metrics: Metrics;
  logger: Logger;
}

/** Older than that, or from so far in the future, a signature says that a clock is wrong. */
const skewSeconds = 60;

/** Labels stay few, whatever somebody has the account deliver. */
const knownKinds: ReadonlySet<string> = new Set([...deliveredEvents, 'invoice_paid']);

type Verdict = Omit<Delivery, 'provider' | 'raw'> | { refused: string };

/** Objects that lead to a payment of ours, or to what renews itself; the rest is kept and left alone. */
const telling = /^(cs|pi|ch|py|re|pyr|dp|du|issfr|in|sub)_/;

/**
 * `POST /webhooks/stripe` and `/webhooks/crypto-pay`: 200 once the raw delivery and its job are committed, 400 for a
 * signature that is not the provider's, 503 when it could not be stored (the provider then tries again for days).
 */
export function providerWebhooks(parts: ProviderWebhookParts) {
  const { stripe, cryptoPayToken, deliveries, webhookWatch, clock, metrics, logger } = parts;

  return async (scope: FastifyInstance): Promise<void> => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    if (stripe !== undefined)
      scope.post('/webhooks/stripe', { bodyLimit: bodyLimitBytes }, (request, reply) =>
        receive({ request, reply, provider: 'stripe', read: () => readStripe(request, stripe) }),
      );
    if (cryptoPayToken !== undefined)
      scope.post('/webhooks/crypto-pay', { bodyLimit: bodyLimitBytes }, (request, reply) =>
        receive({
          request,
          reply,
          provider: 'crypto-pay',
          read: async () => readCryptoPay(request, cryptoPayToken),
        }),
      );
  };

  async function readStripe(
    request: FastifyRequest,
    { secrets: known, isLive }: StripeDeliveries,
  ): Promise<Verdict> {
    const secrets = await known();
    const header = request.headers['stripe-signature'];
    const verdict = verifyStripeWebhook({ raw: bodyOf(request), header, secrets, clock });
    if ('signedAt' in verdict) noteAge(verdict.signedAt);
    if (!verdict.isGenuine) return { refused: verdict.why };
    const { id: eventId, type: kind, objectId, livemode, apiVersion } = verdict.event;
    const isOurs = livemode === isLive && telling.test(objectId);
    if (livemode !== isLive) await tellOf('webhook-mode', eventId);
    else if (apiVersion !== pinnedApiVersion) await tellOf('webhook-version', eventId);
    return { eventId, kind, objectId: isOurs ? objectId : undefined };
  }

  /** Its id and nothing of what it holds. A delivery is taken all the same: only its objects are asked for, in our version. */
  async function tellOf(what: 'webhook-mode' | 'webhook-version', eventId: string): Promise<void> {
    logger.error({ what, event: eventId }, 'Stripe delivered something that is not for this shop as it is');
    await webhookWatch.strange('stripe', what);
  }

  function noteAge(signedAt: Date): void {
    const seconds = (clock.now().getTime() - signedAt.getTime()) / 1000;
    metrics.set('webhook_age_seconds', seconds, { source: 'stripe' });
    if (Math.abs(seconds) > skewSeconds)
      logger.warn(
        { seconds: Math.round(seconds) },
        'a delivery’s signature is far from our time: check the clock',
      );
  }

  function readCryptoPay(request: FastifyRequest, token: string): Verdict {
    const header = request.headers['crypto-pay-api-signature'];
    const verdict = verifyCryptoPayWebhook({ raw: bodyOf(request), header, token });
    if (!verdict.isGenuine) return { refused: verdict.why };
    // Its deliveries have no name of their own, and an invoice is paid once.
    const { id } = verdict.invoice;
    return { eventId: id, kind: 'invoice_paid', objectId: id };
  }

  async function receive({
    request,
    reply,
    provider,
    read,
  }: {
    request: FastifyRequest;
    reply: FastifyReply;
    provider: 'stripe' | 'crypto-pay';
    read: () => Promise<Verdict>;
  }): Promise<unknown> {
    try {
      const verdict = await read();
      if ('refused' in verdict) {
        metrics.count('webhook_rejected_total', { source: provider, reason: verdict.refused });
        return await reply.code(400).send();
      }
      const outcome = await deliveries.accept({ ...verdict, provider, raw: bodyOf(request) });
      const kind = knownKinds.has(verdict.kind) ? verdict.kind : 'other';
      metrics.count('webhooks_received_total', { source: provider, kind, outcome });
      return await reply.code(200).send();
    } catch (error) {
      logger.error({ err: error, provider }, 'a delivery could not be stored; the provider tries again');
      metrics.count('webhook_rejected_total', { source: provider, reason: 'busy' });
      return await reply.code(503).header('retry-after', '5').send();
    }
  }
}

function bodyOf(request: FastifyRequest): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}
