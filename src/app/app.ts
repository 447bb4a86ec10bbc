import { setTimeout as pause } from 'node:timers/promises';
import { createChat } from '../bot/chat.ts';
import { connectTelegram } from '../bot/connect.ts';
import { openTelegram } from '../bot/open-telegram.ts';
import { type LaneTuning, openUpdates } from '../bot/updates.ts';
import { healthRoutes, metricsRoute } from '../http/health.ts';
import { leave } from '../http/leave.ts';
import { listen } from '../http/listen.ts';
import { closeServer, routesOf, type ServerRoute } from '../http/server.ts';
import { publicHostsOf } from '../http/settings.ts';
import { createClockWatch } from '../platform/clock-watch.ts';
import { type Closers, createClosers } from '../platform/closers.ts';
import { keepFresh } from '../platform/figures.ts';
import { watchHealth } from '../platform/health.ts';
import type { resolveAll } from '../platform/outside.ts';
import { readInstallation } from '../platform/installation.ts';
import { ownChecks } from '../platform/own-checks.ts';
import { createWorkFigures } from '../platform/work-figures.ts';
import { createWebhookFigures } from '../telegram/webhook-figures.ts';
import { telegramWebhook } from '../telegram/webhook.ts';
import { allHouses } from './given.ts';
import { houses } from './houses.ts';
import { planJobs } from './plan-jobs.ts';
import { openPlatform, type PlatformOptions } from './platform.ts';
import { createServices } from './services.ts';
import { createTalk } from './talk.ts';

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
  const { publicUrl } = config.http;
  const moneyTelling = houses.money.createTelling(platform, config.money);
  const clockWatch = createClockWatch({
    onCompared: platform.events.clockCompared,
    onWrong: moneyTelling.onClockWrong,
  });
  const { client, pulse } = openTelegram({ ...platform, clockWatch }, config.telegram, closers);
  const chat = createChat(platform, config, client);
  const taking = {
    telegram: client,
    publicUrl,
    publicHosts: publicHostsOf(config.http),
    installation: await readInstallation(platform.db),
    settings: config.money.providers,
    alarm: moneyTelling.alarm,
    clockWatch,
  };
  const till = await houses.money.open(platform, taking, closers);
  const { providers, keyWatch, deliverers } = till;
  const { resolve } = options;
  const services = createServices(platform, { config, moneyTelling, providers, resolve, clockWatch });
  const { panels, fleet } = services;
  await houses.money.warn({ ...services, logger, settings: config.money });
  await houses.users.warn({ ...platform, adminIds: config.telegram.adminIds });
  await houses.panels.open(panels, { fleet, settings: config.panel }, closers);
  planJobs(platform, { chat, services });
  closers.add('queue', () => queue.stop(1_500), 2_500);
  await queue.start();
  for (const provider of till.trying) await services.testMoney.tell(provider);
  const updates = openUpdates(platform, { pool, tuning: options.lanes }, closers);
  const { inbox, lanes } = updates;
  const base = { ...platform, ...chat, ...services, client, serviceName: config.service.name };
  const checks = [
    ...ownChecks({ ...platform, clockWatch }),
    updates.check(pulse),
    ...allHouses.flatMap((house) => house.checks?.({ ...services, keyWatch }) ?? []),
  ];
  const health = await watchHealth(checks, platform, closers);

  const { webhookSecret } = config.telegram;
  const preCheckout = houses.money.createPreCheckout(base);
  await server.register(telegramWebhook({ ...base, secret: webhookSecret, inbox, preCheckout }));
  await server.register(healthRoutes(health));
  await server.register(metricsRoute(metrics, config.metricsToken));
  for (const { routes } of allHouses)
    if (routes !== undefined) await server.register(routes({ ...base, deliverers, botUrl: updates.address }));
  closers.add('server', () => closeServer(server, 1_500));
  const url = await listen(server, config.http);
  till.announce();

  const webhookUrl = `${publicUrl}/webhooks/telegram`;
  const figures = [
    createWorkFigures({ pool, queue, lanes }),
    createWebhookFigures({ client, webhookUrl, logger }),
    ...allHouses.flatMap((house) => house.figures?.(services) ?? []),
  ];
  await keepFresh(figures, platform, closers);
  const ending = new AbortController();
  const connected = connectTelegram({
    ...base,
    webhookSecret,
    webhookUrl,
    signal: ending.signal,
    onConnected: async (me) => {
      updates.hand(createTalk(platform, { ...chat, client, services }, me), me.username);
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
