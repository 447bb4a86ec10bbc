import { createServer } from 'node:net';
import { type App, startApp } from '../../src/app/app.ts';
import { readConfig } from '../../src/config/config.ts';
import type { Clock } from '../../src/platform/clock.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { type PanelStandIn, startPanelStandIn } from '../../sandbox/panel/stand-in.ts';
import { startTelegramStandIn } from '../../sandbox/telegram/stand-in.ts';
import type { PersonSeed, World } from '../../sandbox/telegram/world-types.ts';
import { createTester, type Tester } from './person.ts';
import { type FreshDatabase, freshDatabase } from './postgres.ts';

export const adminId = 101;
const token = '1000001:sandbox-telegram-token-0123456789';

/** The whole product with strict stand-ins at its edges, as one test file gets it. */
export interface Product {
  world: World;
  panel: PanelStandIn;
  database: FreshDatabase;
  clock: Clock & { advance(ms: number): void };
  /** Every log line of the bot so far. */
  log: string[];
  app(): App;
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
}

export async function startProduct({ settings = {} }: ProductOptions = {}): Promise<Product> {
  const clock = createMovableClock();
  const database = await freshDatabase();
  const panel = await startPanelStandIn({ clock });
  const telegram = await startTelegramStandIn({ token });
  const log: string[] = [];
  const port = String(await freePort());
  const publicUrl = { PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}` };
  const start = async (changed: Record<string, string> = {}) => {
    const started = await startApp({
      config: readConfig({ ...environmentFor(panel, telegram.url), ...publicUrl, ...settings, ...changed }),
      databaseUrl: database.url,
      logger: createLogger('info', (line) => log.push(line)),
      clock,
      lanes: { retryDelaysMs: [0, 0, 0], pollMs: 50 },
    });
    await started.connected;
    return started;
  };
  let app = await start();
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
      await Promise.all([telegram.stop(), panel.stop()]);
      await database.drop();
    },
  };
}

/** The webhook's address must be known before the server listens. */
async function freePort(): Promise<number> {
  return await new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

function environmentFor(panel: PanelStandIn, apiRoot: string): Record<string, string> {
  return {
    TELEGRAM_BOT_TOKEN: token,
    TELEGRAM_ADMIN_ID: String(adminId),
    TELEGRAM_API_ROOT: apiRoot,
    HOST: '127.0.0.1',
    DATABASE_URL: 'postgres://given/by-the-test',
    PANEL_DOMAIN: panel.domain,
    PANEL_URL: panel.url,
    HIDDIFY_API_TOKEN: panel.adminKey,
    HIDDIFY_ADMIN_PATH: panel.adminPath,
    HIDDIFY_CLIENT_PATH: panel.clientPath,
    VPS_IP: '203.0.113.10',
    REALITY_PUBLIC_KEY: 'E59WjnvZcQMu7tR7_BgyhycuEdBS-CtKxfImRCdAvFM',
    REALITY_SHORT_ID: '0123456789abcdef',
    REALITY_SNI: 'www.example.com',
  };
}

function createMovableClock(): Clock & { advance(ms: number): void } {
  let offsetMs = 0;
  return {
    now: () => new Date(Date.now() + offsetMs),
    advance(ms) {
      offsetMs += ms;
    },
  };
}
