import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../../platform/clock.ts';
import { outside } from '../../../platform/doors.ts';
import type { Logger } from '../../../platform/logger.ts';
import type { Events } from '../../../platform/events.ts';
import type { Deliveries } from '../reconciliation/deliveries.service.ts';
import type { WebhookWatch } from '../reconciliation/webhook-watch.service.ts';
import type { Delivered, HeardWebhook, WebhookEvent, ProviderWebhook } from './provider.ts';
import type { ProviderName } from './registry.ts';

/** No event of a provider is bigger. */
const bodyLimitBytes = 512 * 1024;

/** Somebody who delivers to us. */
export interface Deliverer {
  name: ProviderName;
  webhook: ProviderWebhook;
  hear(delivery: Delivered): Promise<HeardWebhook>;
}

export interface ProviderWebhookParts {
  /** Who is not set up has no route. */
  deliverers: readonly Deliverer[];
  deliveries: Deliveries;
  webhookWatch: Pick<WebhookWatch, 'strange'>;
  clock: Clock;
  events: Pick<Events, 'webhookRejected' | 'webhookReceived' | 'webhookAged'>;
  logger: Logger;
}

const notThere = async (_request: FastifyRequest, reply: FastifyReply): Promise<unknown> =>
  await reply.code(404).send({ error: 'not found' });

/** Older than that, or from so far in the future, a signature says that a clock is wrong. */
const skewSeconds = 60;

/**
 * A route for everybody who delivers: 200 once the raw delivery and its job are committed, 400 for a signature that is not
 * the provider's, 503 when it could not be stored (the provider then tries again for days).
 */
export function providerWebhooks(parts: ProviderWebhookParts) {
  const { deliverers, deliveries, webhookWatch, clock, events, logger } = parts;

  return async (scope: FastifyInstance): Promise<void> => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    for (const deliverer of deliverers)
      scope.post(
        deliverer.webhook.path,
        {
          bodyLimit: bodyLimitBytes,
          config: outside,
          onRequest: (request, reply) => checkForm(deliverer, request, reply),
        },
        (request, reply) => receive(deliverer, request, reply),
      );
    // The outer server lets every name through: whoever is none of ours is told so before a body is read.
    scope.post(
      '/webhooks/:name',
      { bodyLimit: bodyLimitBytes, config: outside, onRequest: notThere },
      notThere,
    );
  };

  /** Garbage costs nobody a body that is read, or a question to the database. */
  async function checkForm(
    { name, webhook }: Deliverer,
    { headers }: FastifyRequest,
    reply: FastifyReply,
  ): Promise<unknown> {
    const proof = headers[webhook.proof];
    if (typeof proof === 'string' && webhook.proofForm.test(proof)) return undefined;
    events.webhookRejected(name, 'signature');
    return await reply.code(400).send();
  }

  async function receive(
    deliverer: Deliverer,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<unknown> {
    const { name: provider } = deliverer;
    try {
      const raw = bodyOf(request);
      const heard = await deliverer.hear({ headers: request.headers, raw });
      if (heard.signedAt !== undefined) noteAge(provider, heard.signedAt);
      if ('refused' in heard) {
        events.webhookRejected(provider, heard.refused);
        return await reply.code(400).send();
      }
      await keep(deliverer, heard, raw);
      return await reply.code(200).send();
    } catch (error) {
      logger.error({ err: error, provider }, 'a delivery could not be stored; the provider tries again');
      events.webhookRejected(provider, 'busy');
      return await reply.code(503).header('retry-after', '5').send();
    }
  }

  async function keep({ name, webhook }: Deliverer, heard: WebhookEvent, raw: Buffer): Promise<void> {
    const { eventId, kind, objectId, strange } = heard;
    if (strange !== undefined) {
      // Its id and nothing of what it holds.
      logger.error(
        { what: strange, provider: name, event: eventId },
        'a delivery is not for this shop as it is',
      );
      await webhookWatch.strange(name, strange);
    }
    const outcome = await deliveries.accept({ provider: name, eventId, kind, objectId, raw });
    // Labels stay few, whatever somebody has the account deliver.
    const counted = webhook.kinds.includes(kind) ? kind : 'other';
    events.webhookReceived({ source: name, kind: counted, outcome });
  }

  function noteAge(source: string, signedAt: Date): void {
    const seconds = (clock.now().getTime() - signedAt.getTime()) / 1000;
    events.webhookAged(source, seconds);
    if (Math.abs(seconds) > skewSeconds)
      logger.warn(
        { seconds: Math.round(seconds) },
        'a delivery’s signature is far from our time: check the clock',
      );
  }
}

function bodyOf(request: FastifyRequest): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}
