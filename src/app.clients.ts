import { createPanelClient, type PanelClient } from './clients/panel/client.ts';
import { createTelegramClient, type TelegramClient } from './clients/telegram/client.ts';
import type { Platform } from './app.platform.ts';
import type { Closers } from './platform/closers.ts';

/** The ways to other people's services. */
export interface Clients {
  telegram: TelegramClient;
  panel: PanelClient;
}

/** Opens them, each call counted. Nothing is called yet. */
export function openClients(platform: Platform, closers: Closers): Clients {
  const telegram = openTelegram(platform);
  const panel = openPanel(platform);
  closers.add('clients', () => Promise.all([telegram.close(), panel.close()]), 1_000);
  return { telegram, panel };
}

function openTelegram({ config, clock, metrics }: Platform): TelegramClient {
  return createTelegramClient({
    token: config.telegram.token,
    apiRoot: config.telegram.apiRoot,
    clock,
    onCall: ({ method, code, seconds }) => {
      metrics.count('telegram_requests_total', { method, code: String(code) });
      metrics.observe('telegram_seconds', seconds, { method });
    },
    onFlood: ({ seconds }) => metrics.count('telegram_retry_after_seconds_total', {}, seconds),
  });
}

function openPanel({ config, clock, metrics }: Platform): PanelClient {
  return createPanelClient({
    ...config.panel,
    clock,
    onRequest: ({ operation, outcome, seconds }) => {
      metrics.count('panel_requests_total', { operation, outcome });
      metrics.observe('panel_seconds', seconds, { operation });
    },
  });
}
