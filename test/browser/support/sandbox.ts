import Fastify from 'fastify';
import { pageRoutes } from '@hiddify-vpn-bot/sandbox/page/routes.ts';
import { type Backstage, createBackstage, fakeBackstageRoutes } from './backstage-routes.ts';
import { type Asked, fakeControlRoutes } from './control-routes.ts';
import { createFakeWorld, type FakeWorld } from './fake-world.ts';

export interface FakeSandbox {
  url: string;
  world: FakeWorld;
  backstage: Backstage;
  /** Changing requests of the page, oldest first. */
  asked: Asked[];
  stop(): Promise<void>;
}

/** Starts the page over a fake control server on loopback; `port` 0 takes a free one. */
export async function startFakeSandbox({ port = 0, world = createFakeWorld() } = {}): Promise<FakeSandbox> {
  const backstage = createBackstage();
  const asked: Asked[] = [];
  const app = Fastify({ forceCloseConnections: true, bodyLimit: 32 * 1024 * 1024 });
  await app.register(pageRoutes());
  await app.register(fakeControlRoutes(world, asked));
  await app.register(fakeBackstageRoutes(backstage));
  const url = await app.listen({ host: '127.0.0.1', port });
  return { url, world, backstage, asked, stop: () => app.close() };
}
