import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { botProcessRoutes, createBotProcess } from './bot-process.ts';
import { botEnvironment, dataFolder, databaseFolder, sandboxToken } from './environment.ts';
import { isFree } from './ports.ts';
import { pageRoutes } from './page/routes.ts';
import { panelControlRoutes } from './panel/control-routes.ts';
import { startPanelStandIn } from './panel/stand-in.ts';
import { letPeopleIn, seedPeople } from './people.ts';
import { startTelegramStandIn } from './telegram/stand-in.ts';
import { createWorld } from './telegram/world.ts';

/** Starts stand-ins, chat page and bot, says where to look, and runs until Ctrl-C. */
export async function runSandbox({ port }: { port: number }): Promise<void> {
  if (!Number.isInteger(port) || port < 1 || port > 65_534)
    throw new Error(`PORT ${port}: give a whole number from 1 to 65534`);
  if (!(await isFree(port)))
    throw new Error(`Port ${port} is taken. Choose another one: npm start -- --port ${port + 1000}`);
  const folder = dataFolder(port);
  // The stand-ins forget at every start, so the bot must not remember people and accounts that are gone.
  rmSync(databaseFolder(port), { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });

  const panel = await startPanelStandIn();
  const world = createWorld({
    token: sandboxToken,
    bot: { id: 1_000_001, username: 'sandbox_vpn_bot', firstName: 'VPN' },
  });
  seedPeople(world);
  const bot = createBotProcess({
    url: `http://127.0.0.1:${port}`,
    logFile: path.join(folder, 'bot.log'),
    environment: () => botEnvironment({ port, panel, apiRoot: telegram.url }),
  });
  const telegram = await startTelegramStandIn({
    token: sandboxToken,
    world,
    port: (await isFree(port + 1)) ? port + 1 : 0,
    plugins: [panelControlRoutes(panel), botProcessRoutes(bot), pageRoutes()],
  });
  const stop = onceStopped(async () => {
    await bot.stop();
    await Promise.all([telegram.stop(), panel.stop()]);
  });
  try {
    await bot.start();
    await letPeopleIn(world);
    greet(telegram.url, port, folder);
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Ctrl-C comes from the terminal and once more through npm: the first one counts. */
function onceStopped(stop: () => Promise<void>): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  const stopOnce = () => (stopping ??= stop());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stopOnce());
  return stopOnce;
}

function greet(pageUrl: string, port: number, folder: string): void {
  console.log(`
  The sandbox is ready. Open the chat page:

    ${pageUrl}/

  The bot itself    http://127.0.0.1:${port}/health  and  /metrics
  Its log           ${path.join(folder, 'bot.log')}

  Everything runs on this machine: a strict Bot API, a Hiddify panel and a database of its own.
  Ctrl-C stops it.
`);
}
