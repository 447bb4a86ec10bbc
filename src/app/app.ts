import { setTimeout as pause } from 'node:timers/promises';
import { createChat } from './chat.ts';
import { openTelegram } from '../bot/open-telegram.ts';
import { createTalk } from './talk.ts';
import { watchHealth } from './health.ts';
import { planJobs } from './plan-jobs.ts';
import { openPanels } from '../features/panels/house.ts';
import { keepFresh } from '../platform/figures.ts';
import { createWorkFigures } from '../platform/work-figures.ts';
import { createWebhookFigures } from '../telegram/webhook-figures.ts';
import { openPlatform, type PlatformOptions } from './platform.ts';
import { createServices } from './services.ts';
import { createMoneyTelling } from '../features/money/house.ts';
import { warnOfFormerAdmins } from '../features/users/former-admins.service.ts';
import { warnOfMissingPrices } from '../features/money/orders/prices.service.ts';
import { warnOfMissingContact } from '../features/money/orders/support.service.ts';
import { tellOfClock } from '../features/money/reconciliation/clock-alarm.service.ts';
import { demandRealMoney } from '../features/money/reconciliation/test-money.service.ts';
import { openProviders } from '../features/money/providers/open.ts';
import { connectTelegram } from '../bot/connect.ts';
import { type LaneTuning, openUpdates } from '../bot/updates.ts';
import { createPreCheckout } from '../features/money/providers/stars/pre-checkout.ts';
import { createClockWatch } from '../platform/clock-watch.ts';
import { type Closers, createClosers } from '../platform/closers.ts';
import { homeRoutes } from '../features/home/routes.ts';
import { orderRoutes } from '../features/money/orders/page.routes.ts';
import { healthRoutes, metricsRoute } from '../http/health.ts';
import { keyRoutes } from '../features/keys/feed/routes.ts';
import { providerWebhooks } from '../features/money/providers/webhooks.routes.ts';
import { telegramWebhook } from '../telegram/webhook.ts';
import type { resolveAll } from '../platform/outside.ts';
import { readInstallation } from '../platform/installation.ts';
import { leave } from '../http/leave.ts';
import { publicHostsOf } from '../http/settings.ts';
import { closeServer, routesOf, type ServerRoute } from '../http/server.ts';

export interface Product {
  /** Where the server listens, as `http://127.0.0.1:8080`. */
  url: string;
  /** Everything that the server answers, each with who may come to it. */
  routes: readonly ServerRoute[];
  /** Resolves once Telegram knows our webhook, or when the app is stopped before; until then updates are stored and wait. */
  connected: Promise<void>;
  /**
   * Stops taking work, finishes what is under way within 10 s, closes everything; three seconds more where it has to be noticed
   * first. Rejects when something was left open.
   */
  stop(): Promise<void>;
  /** Resolves when no stored update is waiting or being handled in this process. */
  idle(): Promise<void>;
}

export interface AppOptions extends PlatformOptions {
  lanes?: LaneTuning;
  /** How names of panels are looked up; the system's own way unless told. */
  resolve?: typeof resolveAll;
}

/** Builds everything once, in order, and starts it. When that fails, what was started is stopped again. */
export async function startApp(options: AppOptions): Promise<Product> {
  const closers = createClosers((step, error) =>
    options.logger.error({ err: error, step }, 'something could not be closed'),
  );
  try {
    return await start(options, closers);
  } catch (error) {
    await closers.close();
    throw error;
  }
}

async function start(options: AppOptions, closers: Closers): Promise<Product> {
  const platform = await openPlatform(options, closers);
  const { config, logger, server, metrics, queue, pool } = platform;
  const { resolve } = options;
  const { publicUrl, host, port } = config.http;
  const moneyTelling = createMoneyTelling(platform, config.money);
  const { alarm } = moneyTelling;
  const clockWatch = createClockWatch({
    onCompared: platform.events.clockCompared,
    onWrong: tellOfClock({ alarm, logger }),
  });
  const { client, pulse } = openTelegram({ ...platform, clockWatch }, config.telegram, closers);
  const chat = createChat(platform, client);
  const installation = await readInstallation(platform.db);
  const trying = await demandRealMoney({ ...platform, publicUrl, settings: config.money.providers });
  const taking = {
    telegram: client,
    publicUrl,
    publicHosts: publicHostsOf(config.http),
    installation,
    settings: config.money.providers,
    alarm,
    clockWatch,
  };
  const providers = await openProviders(platform, taking, closers);
  const services = createServices(platform, {
    config,
    moneyTelling,
    providers: providers.list,
    resolve,
    clockWatch,
  });
  const { panels, fleet } = services;
  await warnOfMissingPrices({ ...services, logger, settings: config.money });
  warnOfMissingContact({ logger, settings: config.money });
  await warnOfFormerAdmins({ ...platform, adminIds: config.telegram.adminIds });
  await openPanels(panels, { fleet, settings: config.panel }, closers);
  planJobs(platform, { chat, services });
  closers.add('queue', () => queue.stop(1_500), 2_500);
  await queue.start();
  for (const provider of trying) await services.testMoney.tell(provider);
  const updates = openUpdates(platform, { pool, tuning: options.lanes }, closers);
  const { inbox, lanes } = updates;
  const { keys, deliverers } = providers;
  const { refusals } = services;
  const watched = { watch: panels.watch, updates, pulse, keys, refusals, clockWatch };
  const health = await watchHealth(platform, watched, closers);

  const preCheckout = createPreCheckout({
    client,
    ...services,
    voices: chat.voices,
    onFault: (error) => logger.error({ err: error }, 'a checkout could not be answered'),
  });
  const { webhookSecret } = config.telegram;
  await server.register(
    telegramWebhook({ ...platform, secret: webhookSecret, botId: chat.botId, inbox, preCheckout }),
  );
  await server.register(providerWebhooks({ ...platform, ...services, deliverers }));
  await server.register(healthRoutes(health));
  await server.register(metricsRoute(metrics, config.metricsToken));
  const { name: serviceName } = config.service;
  const pages = { ...chat, ...services, serviceName, botUrl: updates.address };
  for (const routes of [homeRoutes, orderRoutes, keyRoutes]) await server.register(routes(pages));
  closers.add('server', () => closeServer(server, 1_500));
  const url = await server.listen({ host, port });
  providers.announce();

  const webhookUrl = `${publicUrl}/webhooks/telegram`;
  const figures = [
    createWorkFigures({ pool, queue, lanes }),
    createWebhookFigures({ client, webhookUrl, logger }),
    panels.figures,
    services.guideFigures,
  ];
  await services.guideFigures.read(metrics);
  keepFresh(figures, platform, closers);
  const ending = new AbortController();
  const connected = connectTelegram({
    ...chat,
    logger,
    client,
    serviceName,
    webhookSecret,
    webhookUrl,
    signal: ending.signal,
    onConnected: async (me) => {
      updates.hand(createTalk(platform, { ...platform, ...chat, client, services }, me), me.username);
      await health.look();
    },
  });
  closers.add('connection', () => ending.abort());
  closers.add('readiness', () => leave(health, config.http));

  return { url, routes: routesOf(server), connected, stop, idle };

  async function stop(): Promise<void> {
    if (!(await closers.close())) throw new Error('The app could not be closed in order');
  }

  async function idle(): Promise<void> {
    await inbox.drain();
    // Not at every turn of the event loop: that took the processor from the very work it waits for.
    while (lanes.active() > 0) await pause(1);
  }
}
