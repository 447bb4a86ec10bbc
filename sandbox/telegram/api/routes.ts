import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { Core } from '../core.ts';
import { coreOf } from '../world.ts';
import type { World } from '../world-types.ts';
import { apiError, ApiError, forbidden, tooManyRequests } from './api-error.ts';
import { carryOut, judgedCall, recordCall, refusal, type Envelope, type NamedCall } from './dispatch.ts';
import type { Strike } from './fault-desk.ts';
import { readRequest } from './read-request.ts';

const maxBodyBytes = 60 * 1024 * 1024;

interface BotPath {
  token: string;
  method: string;
}

interface Exchange {
  core: Core;
  call: NamedCall;
  request: FastifyRequest;
  reply: FastifyReply;
}

async function pause(core: Core, ms: number): Promise<void> {
  if (ms > 0) await core.activity.rest(new Promise((resolve) => void core.clock.setTimer(ms, resolve)));
}

function send(reply: FastifyReply, answer: Envelope): FastifyReply {
  return reply.code(answer.ok ? 200 : answer.error_code).send(answer);
}

function recordFault({ core, call }: Exchange, description: string): void {
  recordCall(core, call, { ok: false, error_code: 0, description });
}

function cut({ request, reply }: Exchange): FastifyReply {
  reply.hijack();
  request.raw.socket.destroy();
  return reply;
}

function refuse({ core, call, reply }: Exchange, error: ApiError): FastifyReply {
  const answer = refusal(error);
  recordCall(core, call, answer);
  return send(reply, answer);
}

async function carryOutAndSend(exchange: Exchange): Promise<FastifyReply> {
  const answer = await carryOut(exchange.core, exchange.call);
  recordCall(exchange.core, exchange.call, answer);
  return send(exchange.reply, answer);
}

const defaultRetryAfterSeconds = 5;

const refusals: Partial<Record<Strike['kind'], (strike: Strike) => ApiError>> = {
  '429': (strike) => tooManyRequests(strike.retryAfterSeconds ?? defaultRetryAfterSeconds),
  '5xx': () => apiError(500, ''),
  '403-blocked': () => forbidden('bot was blocked by the user'),
};

/** A proxy between client and server answers with a page of its own; nothing was carried out. */
const htmlPage =
  '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>';

async function suffer(exchange: Exchange, strike: Strike): Promise<FastifyReply> {
  const { core, call, reply } = exchange;
  if (strike.kind === 'cut-before') {
    recordFault(exchange, 'sandbox fault: the connection was cut before the call was carried out');
    return cut(exchange);
  }
  if (strike.kind === 'html') {
    recordFault(exchange, 'sandbox fault: an HTML page instead of an answer');
    return reply.code(502).type('text/html').send(htmlPage);
  }
  if (strike.kind === 'slow') {
    await pause(core, strike.slowMs ?? 5000);
    return carryOutAndSend(exchange);
  }
  const answer = await carryOut(core, call);
  recordCall(core, call, answer);
  if (strike.kind === 'cut-after') return cut(exchange);
  return reply.type('application/json').send(JSON.stringify(answer).slice(0, -2));
}

async function answerCall(exchange: Exchange): Promise<FastifyReply> {
  const { core, call } = exchange;
  const judged = judgedCall(call);
  core.judge.see(judged);
  await pause(core, core.faults.slowMs());
  const strike = core.faults.strike(judged);
  if (!strike) return carryOutAndSend(exchange);
  const error = refusals[strike.kind]?.(strike);
  if (!error) return suffer(exchange, strike);
  if (error.code === 429) core.judge.forbidUntil(judged, error.parameters?.['retry_after'] ?? 0);
  return refuse(exchange, error);
}

async function readCall(request: FastifyRequest): Promise<NamedCall['raw']> {
  return readRequest({
    query: request.query as Record<string, unknown>,
    contentType: request.headers['content-type'] ?? '',
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
  });
}

/** A revoked token is unknown from one moment to the next, to files as well. */
function isTaken(core: Core, token: string): boolean {
  return token === core.token && !core.faults.current().telegram401;
}

async function answer(core: Core, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { token, method } = request.params as BotPath;
  const call: NamedCall = { method, raw: {} };
  const exchange: Exchange = { core, call, request, reply };
  if (!isTaken(core, token)) return send(reply, refusal(apiError(401, '')));
  try {
    call.raw = await readCall(request);
  } catch (error) {
    return refuse(exchange, error instanceof ApiError ? error : apiError(400, String(error)));
  }
  return answerCall(exchange);
}

const mimeByExtension: Record<string, string> = { jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png' };

function sendFile(core: Core, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { token, '*': path } = request.params as { token: string; '*': string };
  if (!isTaken(core, token)) return send(reply, refusal(apiError(401, '')));
  const file = core.files.findByPath(path);
  if (!file) return send(reply, refusal(apiError(404, 'file not found')));
  const extension = path.split('.').at(-1)?.toLowerCase() ?? '';
  return reply.type(mimeByExtension[extension] ?? 'application/octet-stream').send(Buffer.from(file.bytes));
}

/** Long polling is no work. */
const isWaiting = (request: FastifyRequest): boolean =>
  (request.params as BotPath).method.toLowerCase() === 'getupdates';

/** The Bot API itself: `/bot<token>/<method>` with any verb, and `/file/bot<token>/<path>`. */
export function botApiRoutes(world: World): FastifyPluginAsync {
  const core = coreOf(world);
  return async (server) => {
    server.removeAllContentTypeParsers();
    server.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: maxBodyBytes },
      (_request, body, done) => {
        done(null, body);
      },
    );
    server.route({
      method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
      url: '/bot:token/:method',
      bodyLimit: maxBodyBytes,
      handler: (request, reply) => {
        const work = answer(core, request, reply);
        return isWaiting(request) ? work : core.activity.track(work);
      },
    });
    server.get('/file/bot:token/*', (request, reply) => sendFile(core, request, reply));
    server.setErrorHandler((error: { statusCode?: number; message: string }, _request, reply) =>
      send(reply, refusal(apiError(error.statusCode ?? 500, error.statusCode === 413 ? '' : error.message))),
    );
  };
}
