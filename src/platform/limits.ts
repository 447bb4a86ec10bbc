import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { networkOf } from './addresses.ts';
import type { Cache } from './cache/cache.ts';
import { createRateLimitStore } from './rate-limit.ts';

/**
 * The pace at which one address may ask for a public page. Caddy and an orchestrator together ask about once a
 * second.
 */
const pace = { max: 20, timeWindow: 1_000 };

/** For a route's `config`: limited per address, of IPv6 per network of 64 bits. Webhooks have no such limit: their sender would stop sending. */
export const limited = { rateLimit: pace } as const;

const silent = { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false };

/**
 * Limits the routes that ask for it and unknown paths to 20 requests a second and address. Counted in the cache, so
 * that all replicas count together; without it everybody is let through. Before the routes.
 */
export async function limitPublicPages(server: FastifyInstance, cache: Cache): Promise<void> {
  await server.register(rateLimit, {
    global: false,
    ...pace,
    keyGenerator: ({ ip }) => networkOf(ip),
    store: createRateLimitStore(cache),
    skipOnError: true,
    addHeaders: silent,
    addHeadersOnExceeding: silent,
  });
  server.setNotFoundHandler({ preHandler: server.rateLimit() }, answerNotFound);
}

async function answerNotFound(_request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  return await reply.code(404).send({ error: 'not found' });
}
