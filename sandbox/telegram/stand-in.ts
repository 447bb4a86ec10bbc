import Fastify from 'fastify';
import { botApiRoutes } from './api/routes.ts';
import { telegramControlRoutes } from './control/routes.ts';
import type { StandInOptions, TelegramStandIn } from './stand-in-types.ts';
import { createWorld } from './world.ts';

/** Starts the Bot API stand-in with its control routes on 127.0.0.1. */
export async function startTelegramStandIn(options: StandInOptions): Promise<TelegramStandIn> {
  const { port = 0, world: given, plugins = [], onClockMoved, ...worldOptions } = options;
  const world = given ?? createWorld(worldOptions);
  const server = Fastify({ logger: false, forceCloseConnections: true });
  await server.register(botApiRoutes(world));
  await server.register(telegramControlRoutes(world, onClockMoved));
  for (const plugin of plugins) await server.register(plugin);
  const url = await server.listen({ host: '127.0.0.1', port });
  return {
    url,
    world,
    async stop() {
      world.close();
      await server.close();
    },
  };
}
