import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { outside } from '../platform/doors.ts';
import type { Inbox } from '../platform/inbox/inbox.ts';
import type { Logger } from '../platform/logger.ts';
import type { Events } from '../platform/events.ts';
import { kindLabel, readUpdateHead } from './update-head.ts';

/** Requests under way at once; more are asked to come back, which Telegram does. */
const mostInFlight = 500;

export interface TelegramWebhookParts {
  secret: string;
  botId: string;
  inbox: Inbox;
  events: Pick<Events, 'updateStored' | 'webhookRejected'>;
  logger: Logger;
  /** Answers a checkout, which cannot wait for its turn; never throws. */
  preCheckout: (body: Buffer) => Promise<void>;
}

/**
 * `POST /webhooks/telegram`: 200 once the raw update is committed, 401 for a wrong secret, 400 for what is no update,
 * 503 with Retry-After when it could not be stored (Telegram then keeps it). Content never leads to a 5xx.
 */
export function telegramWebhook(parts: TelegramWebhookParts) {
  const { secret, botId, inbox, events, logger, preCheckout } = parts;
  const expected = digest(secret);
  let inFlight = 0;

  return async (scope: FastifyInstance): Promise<void> => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.post('/webhooks/telegram', { onRequest: checkSecret, config: outside }, receive);
  };

  async function checkSecret(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const given = request.headers['x-telegram-bot-api-secret-token'];
    if (typeof given === 'string' && timingSafeEqual(digest(given), expected)) return undefined;
    events.webhookRejected('telegram', 'secret');
    return await reply.code(401).send();
  }

  async function receive(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const head = readUpdateHead(body);
    if (head === undefined) {
      events.webhookRejected('telegram', 'not an update');
      return await reply.code(400).send();
    }
    if (inFlight >= mostInFlight) return await comeBack(reply, 2);
    inFlight += 1;
    // Before it is stored, too: with the database away the person is told to try later, not left waiting.
    if (head.kind === 'pre_checkout_query') await preCheckout(body);
    try {
      const { updateId, kind, lane } = head;
      const startedAt = performance.now();
      const outcome = await inbox.accept({
        source: 'telegram',
        account: botId,
        externalId: String(updateId),
        kind,
        lane,
        position: updateId,
        payload: body,
      });
      const seconds = (performance.now() - startedAt) / 1000;
      events.updateStored(kindLabel(kind), seconds, outcome === 'stored');
      if (outcome === 'another') noteAnother(updateId);
      return await reply.code(200).send();
    } catch (error) {
      logger.error({ err: error }, 'an update could not be stored; Telegram keeps it');
      return await comeBack(reply, 5);
    } finally {
      inFlight -= 1;
    }
  }

  /** Telegram began to count anew, or somebody else knows the secret: what came first is kept. */
  function noteAnother(updateId: number): void {
    events.webhookRejected('telegram', 'another body');
    logger.warn({ update: updateId }, 'an update has the number of another one and is not kept');
  }

  async function comeBack(reply: FastifyReply, seconds: number): Promise<unknown> {
    events.webhookRejected('telegram', 'busy');
    return await reply.code(503).header('retry-after', String(seconds)).send();
  }
}

/** Both sides have the same length once hashed, so the comparison tells nothing by its time. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
