import type { FastifyPluginAsync } from 'fastify';
import type { World } from '../world-types.ts';

/** What the chat page asks of the world, under `/control`. */
export function controlRoutes(world: World): FastifyPluginAsync {
  return async (server) => {
    server.get('/control/state', () => world.state());
  };
}
