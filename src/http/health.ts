import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Health } from '../platform/health.ts';
import type { Metrics } from '../platform/metrics.ts';
import { inside, outside } from '../platform/doors.ts';
import { limited } from '../platform/limits.ts';

/** `GET /health`, `/health/live`, `/health/ready`: from memory, without a word about what is inside. */
export function healthRoutes(health: Health) {
  return async (scope: FastifyInstance): Promise<void> => {
    scope.get('/health', { config: { ...outside, ...limited } }, async (_request, reply) => {
      const status = health.state();
      return await answer(reply, status === 'fail' ? 503 : 200, { status });
    });
    scope.get('/health/live', { config: { ...inside, ...limited } }, async (_request, reply) =>
      answer(reply, 200, { status: 'pass' }),
    );
    scope.get('/health/ready', { config: { ...inside, ...limited } }, async (_request, reply) => {
      const ready = health.ready();
      return await answer(reply, ready ? 200 : 503, { status: ready ? health.state() : 'fail' });
    });
  };
}

async function answer(reply: FastifyReply, code: number, body: { status: string }): Promise<unknown> {
  return await reply.code(code).header('cache-control', 'max-age=5').send(body);
}

/** `GET /metrics`: Prometheus text, for those who know the bearer token; without one for callers on this machine, unless a proxy speaks for them. */
export function metricsRoute(metrics: Metrics, token: string | undefined) {
  return async (scope: FastifyInstance): Promise<void> => {
    scope.get('/metrics', { config: inside }, async (request: FastifyRequest, reply: FastifyReply) => {
      if (!mayRead(request, token)) return await reply.code(401).send();
      const { text, contentType } = await metrics.read();
      return await reply.header('content-type', contentType).send(text);
    });
  };
}

/** What proxies add: behind one on this machine everybody would come from this machine. */
const forwarded = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-real-ip',
  'via',
  'cf-connecting-ip',
];

function mayRead({ ip, headers, raw }: FastifyRequest, token: string | undefined): boolean {
  if (token !== undefined) return isSame(headers.authorization ?? '', `Bearer ${token}`);
  const isForwarded = forwarded.some((name) => headers[name] !== undefined);
  // Some proxies add nothing: they hand on the name that was asked for, or still speak the first version of HTTP.
  const isProxied = raw.httpVersion === '1.0' || !thisMachine.test(headers.host ?? '');
  return !isForwarded && !isProxied && /^(::ffff:)?127(\.\d{1,3}){3}$|^::1$/.test(ip);
}

/** How whoever is on this machine names it. */
const thisMachine = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/** Hashed both have one length, so the comparison tells nothing by its time. */
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
