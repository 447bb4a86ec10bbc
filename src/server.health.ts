import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Health } from './platform/health.ts';
import type { Metrics } from './platform/metrics.ts';

/** `GET /health`, `/health/live`, `/health/ready`: from memory, without a word about what is inside. */
export function healthRoutes(health: Health) {
  return async (scope: FastifyInstance): Promise<void> => {
    scope.get('/health', async (_request, reply) => {
      const status = health.state();
      return await answer(reply, status === 'fail' ? 503 : 200, { status });
    });
    scope.get('/health/live', async (_request, reply) => await answer(reply, 200, { status: 'pass' }));
    scope.get('/health/ready', async (_request, reply) => {
      const ready = health.ready();
      return await answer(reply, ready ? 200 : 503, { status: ready ? 'pass' : 'fail' });
    });
  };
}

async function answer(reply: FastifyReply, code: number, body: { status: string }): Promise<unknown> {
  return await reply.code(code).header('cache-control', 'max-age=5').send(body);
}

/** `GET /metrics`: Prometheus text, behind a bearer token when one is set. */
export function metricsRoute(metrics: Metrics, token: string | undefined) {
  return async (scope: FastifyInstance): Promise<void> => {
    scope.get('/metrics', async (request: FastifyRequest, reply: FastifyReply) => {
      if (token !== undefined && request.headers.authorization !== `Bearer ${token}`)
        return await reply.code(401).send();
      const { text, contentType } = await metrics.read();
      return await reply.header('content-type', contentType).send(text);
    });
  };
}
