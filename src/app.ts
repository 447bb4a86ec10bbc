import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createConversation } from './app.conversation.ts';
import { connectTelegram } from './app.telegram.ts';
import { createServices } from './app.services.ts';
import { createPanelSide } from './app.panels.ts';
import { reportFigures } from './app.figures.ts';
import type { Bot } from './bot.ts';
import type { PanelClientOptions } from './clients/panel/client.ts';
import { createTelegramClient } from './clients/telegram/client.ts';
import { createScreenPort } from './clients/telegram/screen-port.ts';
import type { Config } from './config.ts';
import { panelAlarmScreen } from './features/panels/screens.ts';
import { readyScreen } from './features/subscriptions/screens.ts';
import { createNotices } from './features/users/notices.ts';
import { roleScreen } from './features/users/screens.ts';
import { declareJobs } from './jobs.ts';
import { createCache } from './platform/cache/create-cache.ts';
import type { Clock } from './platform/clock.ts';
import { openDatabase } from './platform/db.ts';
import { createEvents } from './platform/events.ts';
import { createHealth } from './platform/health.ts';
import { createInbox } from './platform/inbox/inbox.ts';
import { createLanes, type LanesOptions } from './platform/inbox/lanes.ts';
import { pruneInbox } from './platform/inbox/queries.ts';
import type { Logger } from './platform/logger.ts';
import { createMetrics } from './platform/metrics.ts';
import { migrateDatabase } from './platform/migrate.ts';
import { createOnce } from './platform/once.ts';
import { createQueue } from './platform/queue.ts';
import { createRateLimiter } from './platform/rate-limit.ts';
import { createButtonCodec } from './platform/telegram/buttons.ts';
import { createScreenWriter } from './platform/telegram/screen.ts';
import { createSessionStore } from './platform/telegram/session.ts';
import { kindLabel } from './platform/telegram/update.ts';
import { healthRoutes, metricsRoute } from './server.health.ts';
import { limitPublicPages } from './server.limits.ts';
import { telegramWebhook } from './server.telegram.ts';
import { createServer } from './server.ts';
import { createVoices } from './texts/voice.ts';

const migrationsFolder = fileURLToPath(new URL('../drizzle', import.meta.url));

export interface App {
  /** Where the server listens, as `http://127.0.0.1:8080`. */
  url: string;
  /** Resolves once Telegram knows our webhook; until then updates are stored and wait. */
  connected: Promise<void>;
  /** Stops taking work, finishes what is under way within 10 s, closes everything. */
  stop(): Promise<void>;
  /** Resolves when no stored update is waiting or being handled in this process. */
  idle(): Promise<void>;
}

export interface AppOptions {
  config: Config;
  /** The address of the database: `config.database.url`, or of the embedded one. */
  databaseUrl: string;
  logger: Logger;
  clock: Clock;
  lanes?: Pick<LanesOptions, 'retryDelaysMs' | 'pollMs' | 'leaseSeconds'>;
}

/** Builds everything once, in order, and starts it. */
export async function startApp({
  config,
  databaseUrl,
  logger,
  clock,
  lanes: laneOptions,
}: AppOptions): Promise<App> {
  await migrateDatabase(databaseUrl, migrationsFolder);
  const server = await createServer(config, logger);
  const metrics = createMetrics(server.metrics.client);
  const events = createEvents(metrics);
  const {
    db,
    pool,
    close: closeDatabase,
  } = openDatabase(databaseUrl, {
    onError: (error) => logger.warn({ err: error }, 'an idle database connection was lost'),
  });
  const cache = createCache({
    redisUrl: config.redisUrl,
    logger,
    onFault: () => metrics.count('cache_faults_total'),
  });
  const limiter = createRateLimiter(cache, clock);
  await limitPublicPages(server, cache);

  const client = createTelegramClient({
    token: config.telegram.token,
    apiRoot: config.telegram.apiRoot,
    clock,
    onCall: ({ method, code, seconds }) => {
      metrics.count('telegram_requests_total', { method, code: String(code) });
      metrics.observe('telegram_seconds', seconds, { method });
    },
    onFlood: ({ seconds }) => metrics.count('telegram_retry_after_seconds_total', {}, seconds),
  });
  const webhookUrl = `${config.http.publicUrl}/webhooks/telegram`;
  const botId = config.telegram.token.split(':')[0] ?? '';
  const queue = createQueue({
    url: databaseUrl,
    logger,
    onOutcome: ({ queue: name, result, seconds, error }) => {
      metrics.count('jobs_total', { queue: name, result });
      metrics.observe('job_seconds', seconds, { queue: name });
      if (error !== undefined) logger.warn({ err: error, queue: name, result }, 'a job did not succeed');
    },
  });
  const once = createOnce(db, clock);
  const codec = createButtonCodec(config.buttonKey, Number(botId));
  const sessions = createSessionStore(db, clock);
  const voices = createVoices(config.service.timeZone);
  const port = createScreenPort(client, (description) => {
    metrics.count('bad_markup_total');
    logger.error({ description }, 'Telegram could not read a screen; it was sent as plain text');
  });
  const writer = createScreenWriter({ db, clock, port, codec });
  const parts = {
    config,
    db,
    clock,
    once,
    queue,
    events,
    logger,
    metrics,
    onPanelRequest: ({ operation, outcome, seconds }: PanelRequest) => {
      metrics.count('panel_requests_total', { operation, outcome });
      metrics.observe('panel_seconds', seconds, { operation });
    },
    onPanelAlarm: (alarm: string) => metrics.count('panel_alarms_total', { alarm }),
  };
  const services = createServices(parts);
  const panels = createPanelSide(parts, services);
  await services.fleet.bootstrap(config.panel);
  declareJobs({
    queue,
    panels,
    subscriptions: services.subscriptions,
    onProvisioned: (result) => metrics.count('provisioned_total', { result }),
    tell: createNotices({
      users: services.users,
      voices,
      writer,
      screens: { ready: readyScreen, role: roleScreen, panel: panelAlarmScreen },
    }),
    prune: async () => {
      await Promise.all([pruneInbox(pool), sessions.prune(), once.prune(30)]);
    },
  });

  const talk: { bot?: Bot } = {};
  const lanes = createLanes({
    ...laneOptions,
    pool,
    logger,
    handle: async (entry) => await requireBot(talk).handle(entry),
    onDead: async (entry, error) => {
      const reference = await requireBot(talk).apologise(entry);
      logger.error(
        { err: error, reference, kind: entry.kind, update: entry.externalId },
        'an update was given up',
      );
    },
    onOutcome: ({ kind, verdict, seconds }) => {
      metrics.count('updates_handled_total', { kind: kindLabel(kind), verdict });
      metrics.observe('update_handle_seconds', seconds, { kind: kindLabel(kind) });
    },
  });
  const inbox = createInbox({ pool, onStored: lanes.wake });
  const health = createHealth(
    [
      { name: 'postgres', vital: true, probe: () => pool.query('select 1') },
      { name: 'telegram', vital: false, probe: async () => void requireBot(talk) },
      { name: 'panel', vital: false, probe: () => panels.watch.demandSome() },
      { name: 'cache', vital: false, probe: async () => assertHealthy(cache.isHealthy()) },
    ],
    clock,
    (name, ok) => logger.info({ check: name, ok }, 'a health check changed'),
  );

  await server.register(
    telegramWebhook({ secret: config.telegram.webhookSecret, botId, inbox, metrics, logger }),
  );
  await server.register(healthRoutes(health));
  await server.register(metricsRoute(metrics, config.metricsToken));

  await queue.start();
  await health.look();
  health.start();
  panels.watch.start();
  await server.listen({ host: config.http.host, port: config.http.port });
  const stopFigures = reportFigures({
    pool,
    lanes,
    queue,
    panels: panels.figures,
    client,
    webhookUrl,
    metrics,
    logger,
  });
  const ending = new AbortController();
  const connected = connectTelegram({
    config,
    client,
    voices,
    webhookUrl,
    logger,
    signal: ending.signal,
  }).then((me) => {
    talk.bot = createConversation(
      { config, clock, metrics, client, services, panels, sessions, limiter, voices, writer, codec },
      me,
    );
    lanes.start();
  });

  async function stop(): Promise<void> {
    health.drain();
    ending.abort();
    await server.close();
    await lanes.stop(8_000);
    await queue.stop(2_000);
    health.stop();
    panels.watch.stop();
    stopFigures();
    await Promise.all([client.close(), services.fleet.close(), cache.close()]);
    await closeDatabase();
  }

  async function idle(): Promise<void> {
    await inbox.drain();
    while (lanes.active() > 0) await new Promise((resolve) => setImmediate(resolve));
  }

  const { port: listening } = server.server.address() as AddressInfo;
  return { url: `http://${config.http.host}:${listening}`, connected, stop, idle };
}

type PanelRequest = Parameters<NonNullable<PanelClientOptions['onRequest']>>[0];

function requireBot(talk: { bot?: Bot }): Bot {
  if (talk.bot === undefined) throw new Error('Telegram has not been reached yet');
  return talk.bot;
}

function assertHealthy(healthy: boolean): void {
  if (!healthy) throw new Error('not healthy');
}
