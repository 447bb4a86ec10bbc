import { createServer } from 'node:net';
import { type Product as RunningProduct, startApp } from '../../src/app/app.ts';
import { readConfig } from '../../src/config/config.ts';
import { StartRefusal } from '../../src/platform/start-refusal.ts';
import { createLogger } from '../../src/platform/logger.ts';
import type { resolveAll } from '../../src/platform/outside.ts';
import type { PanelSnapshot } from '@hiddify-vpn-bot/sandbox/panel/snapshot.ts';
import { type PanelStandIn, startPanelStandIn } from '@hiddify-vpn-bot/sandbox/panel/stand-in.ts';
import type { WorldSnapshot } from '@hiddify-vpn-bot/sandbox/telegram/snapshot/world-snapshot.ts';
import { startTelegramStandIn } from '@hiddify-vpn-bot/sandbox/telegram/stand-in.ts';
import { createWorld } from '@hiddify-vpn-bot/sandbox/telegram/world.ts';
import type { PersonSeed, World } from '@hiddify-vpn-bot/sandbox/telegram/world-types.ts';
import { createMovableClock, type MovableClock } from './clock.ts';
import { adminId, botToken, environment, keySettings, panelSettings } from './environment.ts';
import { createTester, type Tester } from './person.ts';
import { type FreshDatabase, freshDatabase } from './postgres.ts';

/** The whole product with strict stand-ins at its edges, as one test file gets it. */
export interface Product {
  world: World;
  panel: PanelStandIn;
  database: FreshDatabase;
  clock: MovableClock;
  /** Every log line of the bot so far. */
  log: string[];
  app(): RunningProduct;
  /** A person who uses the bot and waits for its answers. */
  person(seed?: PersonSeed): Tester;
  /** The admin named in the settings, who has said /start. */
  admin(): Promise<Tester>;
  /** Waits until every update has been delivered and handled. */
  settled(): Promise<void>;
  /** Ends the bot and starts it again on the same data, with other settings if given. */
  restart(changed?: Record<string, string>): Promise<void>;
  stop(): Promise<void>;
}

export interface ProductOptions {
  settings?: Record<string, string>;
  /** How names of panels are looked up; the system's own way when not given. */
  resolve?: typeof resolveAll;
  /** What it goes on with; without, everything is new. */
  left?: LeftBehind;
}

/** What a version of the bot leaves behind when it ends, and when that was. */
export interface LeftBehind {
  at: Date;
  database: FreshDatabase;
  chats: WorldSnapshot;
  panel: PanelSnapshot;
}

export async function startProduct({ settings = {}, resolve, left }: ProductOptions = {}): Promise<Product> {
  const clock = createMovableClock(left?.at);
  const database = left?.database ?? (await freshDatabase());
  const panel = await startPanelStandIn({
    clock,
    ...(left !== undefined && { snapshot: { ...left.panel, port: 0 } }),
  });
  const telegram = await startTelegramStandIn({
    token: botToken,
    ...(left !== undefined && { world: createWorld({ token: botToken, snapshot: left.chats }) }),
  });
  const log: string[] = [];
  const edge = {
    ...keySettings,
    ...panelSettings(panel),
    TELEGRAM_API_ROOT: telegram.url,
    ...(await ownAddress()),
  };
  const start = async (changed: Record<string, string> = {}) => {
    const started = await startApp({
      config: readConfig({ ...environment, ...edge, ...settings, ...changed }),
      databaseUrl: database.url,
      logger: createLogger('info', (line) => log.push(line)),
      clock,
      ...(resolve !== undefined && { resolve }),
      lanes: { retryDelaysMs: [0, 0, 0], pollMs: 200 },
    });
    await started.connected;
    return started;
  };
  let app = await start().catch(async (error: unknown) => {
    // Between looking for a free port and listening on it, another file's product may have taken it.
    if (!(error instanceof StartRefusal)) throw error;
    Object.assign(edge, await ownAddress());
    return await start();
  });
  const { world } = telegram;

  async function settled(): Promise<void> {
    await world.settled();
    await app.idle();
    await world.settled();
    // Nobody taps twenty times a second: without this the limits on haste would answer.
    clock.advance(1_000);
  }

  return {
    world,
    panel,
    database,
    clock,
    log,
    app: () => app,
    person: (seed) => createTester(world.person(seed), settled),
    async admin() {
      const admin = createTester(
        world.person({ id: adminId, firstName: 'Анна', languageCode: 'ru' }),
        settled,
      );
      await admin.starts();
      return admin;
    },
    settled,
    async restart(changed) {
      await app.stop();
      app = await start(changed);
    },
    async stop() {
      await app.stop();
      demandNamedStarts(log);
      await Promise.all([telegram.stop(), panel.stop()]);
      await database.drop();
    },
  };
}

/** Log lines of level error or worse. */
export function faults({ log }: Pick<Product, 'log'>): string[] {
  return log.filter((line) => /"level":"(error|fatal)"/.test(line));
}

/** The map of which job starts which is drawn from what jobs say: it is true when nothing else happens. */
function demandNamedStarts(log: readonly string[]): void {
  const unnamed = log.filter((line) => line.includes('a job started another one that it does not name'));
  if (unnamed.length > 0) throw new Error(unnamed.join('\n'));
}

/** The webhook's address must be known before the server listens. */
async function ownAddress() {
  const port = String(await freePort());
  return { PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}` };
}

async function freePort(): Promise<number> {
  return await new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
