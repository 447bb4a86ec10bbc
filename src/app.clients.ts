import type { Platform } from './app.platform.ts';
import { createTelegramClient, type TelegramClient } from './clients/telegram/client.ts';
import type { Closers } from './platform/closers.ts';

/** The way to Telegram, each call counted. Nothing is called yet. */
export function openTelegram(platform: Platform, closers: Closers): TelegramClient {
  const { config, clock, metrics } = platform;
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
  closers.add('telegram', () => client.close(), 1_000);
  return client;
}
