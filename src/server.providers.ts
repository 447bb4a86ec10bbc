import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { verifyCryptoPayWebhook } from './clients/crypto-pay/webhook.ts';
import { verifyStripeWebhook } from './clients/stripe/webhook.ts';
import type { Deliveries, Delivery } from './features/payments/deliveries.service.ts';
import type { Clock } from './platform/clock.ts';
import type { Logger } from './platform/logger.ts';
import type { Metrics } from './platform/metrics.ts';

/** No event of a provider is bigger. */
const bodyLimitBytes = 512 * 1024;

export interface ProviderWebhookParts {
  /** Everything that may have signed a delivery; undefined: cards are not configured, and there is no such route. */
  stripeSecrets: (() => Promise<readonly string[]>) | undefined;
  cryptoPayToken: string | undefined;
  deliveries: Deliveries;
  clock: Clock;
  metrics: Metrics;
  logger: Logger;
}

type Verdict = Omit<Delivery, 'provider' | 'raw'> | { refused: string };

/** Objects that lead to a payment of ours, or to what renews itself; the rest is kept and left alone. */
const telling = /^(cs|pi|ch|py|re|pyr|dp|du|issfr|in|sub)_/;

/**
 * `POST /webhooks/stripe` and `/webhooks/crypto-pay`: 200 once the raw delivery and its job are committed, 400 for a
 * signature that is not the provider's, 503 when it could not be stored (the provider then tries again for days).
 */
export function providerWebhooks(parts: ProviderWebhookParts) {
  const { stripeSecrets, cryptoPayToken, deliveries, clock, metrics, logger } = parts;

  return async (scope: FastifyInstance): Promise<void> => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    if (stripeSecrets !== undefined)
      scope.post('/webhooks/stripe', { bodyLimit: bodyLimitBytes }, (request, reply) =>
        receive({ request, reply, provider: 'stripe', read: () => readStripe(request, stripeSecrets) }),
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
    known: () => Promise<readonly string[]>,
  ): Promise<Verdict> {
    const secrets = await known();
    const header = request.headers['stripe-signature'];
    const verdict = verifyStripeWebhook({ raw: bodyOf(request), header, secrets, clock });
    if (!verdict.isGenuine) return { refused: verdict.why };
    const { id: eventId, type: kind, objectId } = verdict.event;
    return { eventId, kind, objectId: telling.test(objectId) ? objectId : undefined };
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
      await deliveries.accept({ ...verdict, provider, raw: bodyOf(request) });
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
