import Fastify from 'fastify';
import { request } from 'undici';
import { onTestFinished } from 'vitest';
import { botProcessRoutes, createBotProcess } from '@hiddify-vpn-bot/sandbox/bot-process.ts';
import { pageRoutes } from '@hiddify-vpn-bot/sandbox/page/routes.ts';
import { panelControlRoutes } from '@hiddify-vpn-bot/sandbox/panel/control-routes.ts';
import { startPanelStandIn } from '@hiddify-vpn-bot/sandbox/panel/stand-in.ts';
import { paymentsControlRoutes } from '@hiddify-vpn-bot/sandbox/providers/control-routes.ts';
import { startProviders } from '@hiddify-vpn-bot/sandbox/providers/providers.ts';
import { telegramControlRoutes } from '@hiddify-vpn-bot/sandbox/telegram/control/routes.ts';
import { createWorld } from '@hiddify-vpn-bot/sandbox/telegram/world.ts';

export interface Route {
  method: string;
  path: string;
}

/** Every control route of the sandbox and its page on one server, with a bot that is not running. */
export async function openDoors() {
  const panel = await startPanelStandIn();
  const providers = await startProviders({ botPort: 65_535, file: '/nowhere/providers.json' });
  const world = createWorld({ token: '1:sandbox', bot: { id: 1, username: 'a_bot', firstName: 'A' } });
  const bot = createBotProcess({
    url: 'http://127.0.0.1:9',
    environment: () => ({}),
    aheadMs: () => 0,
    logFile: '/dev/null',
    watchConnection: () => () => false,
  });
  const routes: Route[] = [];
  const app = Fastify({ forceCloseConnections: true });
  app.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) routes.push({ method: each, path: url.replace(':id', '7') });
  });
  const parts = [
    telegramControlRoutes(world),
    panelControlRoutes(panel),
    paymentsControlRoutes(providers),
    botProcessRoutes(bot),
    pageRoutes(),
  ];
  for (const part of parts) await app.register(part);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(async () => {
    await app.close();
    await providers.stop();
    await panel.stop();
    world.close();
  });
  const isControl = ({ path }: Route) => path.startsWith('/control/');
  return { url, panel, providers, world, control: routes.filter(isControl), page: '/' };
}

/** The status that a request with these headers is answered with; what follows is not waited for. */
export async function knock(
  url: string,
  { method, path }: Route,
  headers: Record<string, string>,
): Promise<number> {
  const answer = await request(url + path, { method, headers } as Parameters<typeof request>[1]);
  answer.body.on('error', () => {}).destroy();
  return answer.statusCode;
}
