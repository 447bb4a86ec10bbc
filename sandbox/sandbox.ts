import { type BotProcess, botProcessRoutes, createBotProcess } from './bot-process.ts';
import { botEnvironment, sandboxToken } from './environment.ts';
import { type Keeping, keepMemory } from './memory/keep.ts';
import { forget, openPlaces, type Places, placesOf, untilLeft } from './memory/places.ts';
import { type Memory, readContent, recall } from './memory/recall.ts';
import { pageRoutes } from './page/routes.ts';
import { panelControlRoutes } from './panel/control-routes.ts';
import { type PanelStandIn, startPanelStandIn } from './panel/stand-in.ts';
import { letPeopleIn, seedPeople } from './people.ts';
import { freeOrAny, isFree, requireFree } from './ports.ts';
import { paymentsControlRoutes } from './providers/control-routes.ts';
import { type Providers, startProviders } from './providers/providers.ts';
import { StartProblem } from './start-problem.ts';
import { startTelegramStandIn } from './telegram/stand-in.ts';
import { createWorld } from './telegram/world.ts';
import type { World } from './telegram/world-types.ts';
import { createComplaints, watchConnection } from './watch-bot.ts';

export interface SandboxOptions {
  port: number;
  /** Forget everything first. */
  fresh: boolean;
}

/**
 * Starts stand-ins, chat page and bot, says where to look, and runs until Ctrl-C. Goes on from where the last start
 * ended. Throws a `StartProblem` when it cannot start.
 */
export async function runSandbox({ port, fresh }: SandboxOptions): Promise<void> {
  const places = placesOf(port);
  const shutdown = createShutdown(places);
  try {
    const memory = await preparePlaces({ places, port, fresh });
    const stage = await openStage({ places, port, memory, onStop: shutdown.onStop });
    shutdown.signal.throwIfAborted();
    console.log(`Chat page: ${stage.pageUrl} (open it now; it shows itself as soon as everything is up)`);
    console.log(memory === undefined ? 'Database… (made anew)' : 'Database…');
    await stage.bot.start();
    if (memory === undefined) {
      console.log('People… (Anna gives Maksim his role and Vera her invite)');
      await letPeopleIn(stage.world, shutdown.signal);
    }
    stage.keeping.current = await keepMemory({ places, ...stage, say: console.error });
    if (shutdown.signal.aborted) return await stage.keeping.current.stop();
    stage.curtain.isOpen = true;
    greet({ pageUrl: stage.pageUrl, port, places, isKnown: memory !== undefined });
  } catch (error) {
    // A start that is broken off has failed at something, which is nobody's concern.
    if (shutdown.signal.aborted) return;
    await shutdown.stop();
    throw error;
  }
}

/** Answers what the last start has left; when there is nothing whole, nothing of it stays. */
async function preparePlaces({ places, port, fresh }: SandboxOptions & { places: Places }) {
  openPlaces(places);
  const memory = fresh ? undefined : recall(places, console.log);
  // A bot whose sandbox was killed needs a moment to end.
  await requireFree(port, memory === undefined ? 0 : 3_000);
  await untilLeft(places);
  if (memory === undefined) forget(places);
  else if (!(await isFree(memory.panel.port)))
    throw new StartProblem(
      `Port ${memory.panel.port} is taken, and people's links lead to the panel there. ` +
        `Free it, or begin anew: npm start -- --port ${port} --fresh`,
    );
  return memory;
}

interface Stage {
  world: World;
  panel: PanelStandIn;
  providers: Providers;
  bot: BotProcess;
  pageUrl: string;
  /** Until it is open, the page says that everything is being set up. */
  curtain: { isOpen: boolean };
  /** Set once there is something to keep. */
  keeping: { current?: Keeping };
}

async function openStage({
  places,
  port,
  memory,
  onStop,
}: {
  places: Places;
  port: number;
  memory: Memory | undefined;
  onStop: (stop: () => Promise<void>) => void;
}): Promise<Stage> {
  const world = createWorld({
    token: sandboxToken,
    bot: { id: 1_000_001, username: 'sandbox_vpn_bot', firstName: 'VPN' },
    log: createComplaints(console.error),
    ...(memory ? { snapshot: memory.world, fileContent: (id) => readContent(places, id) } : {}),
  });
  if (memory === undefined) seedPeople(world);
  const { clock } = world;
  const panel = await startPanelStandIn(
    memory ? { clock, snapshot: memory.panel } : { clock, port: await freeOrAny(port + 10_000) },
  );
  onStop(panel.stop);
  const providers = await startProviders({ botPort: port, file: places.providers, clock });
  onStop(providers.stop);
  const bot = createBotProcess({
    url: `http://127.0.0.1:${port}`,
    logFile: places.botLog,
    environment: () => botEnvironment({ port, panel, providers, apiRoot: telegram.url }),
    aheadMs: () => clock.now().getTime() - Date.now(),
    watchConnection: () => watchConnection(world),
    onAnswering: () => console.log('Bot…'),
  });
  const curtain = { isOpen: false };
  const telegram = await startTelegramStandIn({
    token: sandboxToken,
    world,
    port: await freeOrAny(port + 1),
    onClockMoved: bot.putAhead,
    plugins: [
      panelControlRoutes(panel),
      paymentsControlRoutes(providers),
      botProcessRoutes(bot),
      pageRoutes(() => curtain.isOpen),
    ],
  });
  const keeping: Stage['keeping'] = {};
  onStop(telegram.stop);
  onStop(async () => await keeping.current?.stop());
  onStop(bot.stop);
  return { world, panel, providers, bot, pageUrl: telegram.url, curtain, keeping };
}

interface Shutdown {
  /** Aborted as soon as somebody wants to stop. */
  signal: AbortSignal;
  /** What was started last is stopped first. */
  onStop(stop: () => Promise<void>): void;
  stop(): Promise<void>;
}

/** Stops everything on Ctrl-C, once: it comes from the terminal and once more through npm. */
function createShutdown({ folder }: Places): Shutdown {
  const ending = new AbortController();
  const steps: (() => Promise<void>)[] = [];
  let stopping: Promise<void> | undefined;
  const stopAll = async (): Promise<void> => {
    ending.abort(new Error('stopped'));
    for (let step = steps.pop(); step; step = steps.pop()) await step();
  };
  const stop = () => (stopping ??= stopAll());
  const stopAloud = async (): Promise<void> => {
    if (stopping === undefined) console.log(`Stopping… people, chats and the panel are kept in ${folder}`);
    await stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stopAloud());
  const onStop: Shutdown['onStop'] = (step) => {
    // What a start under way still opens is closed again.
    if (ending.signal.aborted) void step();
    else steps.push(step);
  };
  return { signal: ending.signal, onStop, stop };
}

function greet(shown: { pageUrl: string; port: number; places: Places; isKnown: boolean }): void {
  const { pageUrl, port, places, isKnown } = shown;
  console.log(`
  The sandbox is ready. Open the chat page:

    ${pageUrl}/

  The bot itself    http://127.0.0.1:${port}/health  and  /metrics
  Its log           ${places.botLog}

  Everything runs on this machine: a strict Bot API, a Hiddify panel, Stripe and Crypto Pay,
  and a database of its own.
  ${isKnown ? 'It is as you left it; --fresh begins anew. ' : ''}Ctrl-C stops it.
`);
}
