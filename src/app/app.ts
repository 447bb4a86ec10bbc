import { setTimeout as pause } from 'node:timers/promises';
import { createChat } from '../bot/chat.ts';
import { openTelegram } from '../bot/open-telegram.ts';
import { createConversation } from '../bot/conversation.ts';
import { reportFigures } from './figures.ts';
import { watchHealth } from './health.ts';
import { planJobs } from './plan-jobs.ts';
import { openPanelSide } from './panels.ts';
import { openPlatform, type PlatformOptions } from './platform.ts';
import { createServices } from './services.ts';
import { createMoneyNews } from '../features/money/house.ts';
import { warnOfMissingPrices } from '../features/money/orders/prices.service.ts';
import { openProviders } from '../features/money/providers/open.ts';
import { createTelling } from '../features/users/tell.service.ts';
import { connectTelegram } from '../bot/connect.ts';
import { type LaneTuning, openUpdates } from '../bot/updates.ts';
import { createGuideService } from '../features/keys/guides/service.ts';
import { createPreCheckout } from '../features/money/providers/stars/pre-checkout.ts';
import { type Closers, createClosers } from '../platform/closers.ts';
import { createSeal } from '../platform/seal.ts';
import { healthRoutes, metricsRoute } from '../http/health.ts';
import { keyRoutes } from '../features/keys/feed/routes.ts';
import { providerWebhooks } from '../features/money/providers/webhooks.routes.ts';
import { telegramWebhook } from '../telegram/webhook.ts';
import { closeServer } from '../http/server.ts';

export interface Product {
  /** Where the server listens, as `http://127.0.0.1:8080`. */
  url: string;
  /** Resolves once Telegram knows our webhook, or when the app is stopped before; until then updates are stored and wait. */
  connected: Promise<void>;
  /** Stops taking work, finishes what is under way within 10 s, closes everything. Rejects when something was left open. */
  stop(): Promise<void>;
  /** Resolves when no stored update is waiting or being handled in this process. */
  idle(): Promise<void>;
}

export interface AppOptions extends PlatformOptions {
  lanes?: LaneTuning;
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
  const { config, logger, server, metrics, events, queue } = platform;
  const { client, pulse } = openTelegram(platform, closers);
  const chat = createChat(platform, client);
  const { alarm } = createMoneyNews(platform, createTelling(queue));
  const providers = await openProviders(
    platform,
    {
      telegram: client,
      seal: createSeal(config.sealKey),
      publicUrl: config.http.publicUrl,
      settings: config.money.providers,
      alarm,
    },
    closers,
  );
  const services = createServices(platform, { config, providers: providers.list });
  await warnOfMissingPrices({ ...services, logger, settings: config.money });
  const guides = createGuideService();
  const panels = await openPanelSide(platform, services, closers);
  planJobs(platform, { chat, panels, services });
  closers.add('queue', () => queue.stop(1_500), 2_500);
  await queue.start();
  const updates = openUpdates(platform, { services, tuning: options.lanes }, closers);
  const health = await watchHealth(platform, { panels, updates, pulse, keys: providers.keys }, closers);

  const { botId } = chat;
  const { inbox } = updates;
  const secret = config.telegram.webhookSecret;
  const preCheckout = createPreCheckout({
    client,
    ...services,
    voices: chat.voices,
    onFault: (error) => logger.error({ err: error }, 'a checkout could not be answered'),
  });
  await server.register(telegramWebhook({ secret, botId, inbox, events, logger, preCheckout }));
  await server.register(
    providerWebhooks({
      ...platform,
      deliverers: providers.deliverers,
      deliveries: services.deliveries,
      webhookWatch: services.webhookWatch,
    }),
  );
  await server.register(healthRoutes(health));
  await server.register(metricsRoute(metrics, config.metricsToken));
  const { feeds } = services;
  const serviceName = config.service.name;
  let supportUrl: string | undefined;
  await server.register(keyRoutes({ ...chat, feeds, serviceName, supportUrl: () => supportUrl }));
  closers.add('server', () => closeServer(server, 1_500));
  const { host, port } = config.http;
  const url = await server.listen({ host, port });
  providers.announce();

  const webhookUrl = `${config.http.publicUrl}/webhooks/telegram`;
  closers.add(
    'figures',
    reportFigures({ ...platform, ...updates, panels: panels.figures, guides, client, webhookUrl }),
  );
  const ending = new AbortController();
  const connected = connectTelegram({
    ...platform,
    ...chat,
    client,
    webhookUrl,
    signal: ending.signal,
    onConnected: async (me) => {
      supportUrl = `https://t.me/${me.username}`;
      updates.hand(createConversation({ ...platform, ...chat, client, services, panels, guides }, me));
      await health.look();
    },
  });
  closers.add('connection', () => {
    health.drain();
    ending.abort();
  });

  return { url, connected, stop, idle };

  async function stop(): Promise<void> {
    if (!(await closers.close())) throw new Error('The app could not be closed in order');
  }

  async function idle(): Promise<void> {
    await inbox.drain();
    // Not at every turn of the event loop: that took the processor from the very work it waits for.
    while (updates.lanes.active() > 0) await pause(1);
  }
}
