import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { guardedPage } from '../kit/guarded.ts';
import { type Asset, createAssetShelf } from './assets.ts';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Serves the chat page of the sandbox: `/` and `/assets/*`; everything comes from this server, nothing from elsewhere. Until
 * it is open, a page that asks again each second stands there.
 */
export function pageRoutes(isOpen = () => true): FastifyPluginAsync {
  const shelf = createAssetShelf(new URL('./', import.meta.url));
  return guardedPage((app) => {
    app.get('/', async (request, reply) =>
      send(request, reply, await shelf.find(isOpen() ? 'page.html' : 'waiting.html')),
    );
    app.get<{ Params: { '*': string } }>('/assets/*', async (request, reply) =>
      send(request, reply, await shelf.find(request.params['*'])),
    );
  });
}

function send(request: FastifyRequest, reply: FastifyReply, asset: Asset | undefined): FastifyReply {
  if (!asset) return reply.code(404).type('text/plain; charset=utf-8').send('Not found');
  void reply
    .header('content-security-policy', POLICY)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'no-cache')
    .header('etag', asset.etag);
  if (request.headers['if-none-match'] === asset.etag) return reply.code(304).send();
  return reply.type(asset.type).send(asset.body);
}
