import type { Platform } from '../app/platform.ts';
import { createTelegramClient, type TelegramClient } from '../telegram/api/client.ts';
import { createPulse, type Pulse } from '../telegram/api/pulse.ts';
import type { Closers } from '../platform/closers.ts';

/** The way to Telegram, each call counted, and whether it is open. Nothing is called yet. */
export function openTelegram(platform: Platform, closers: Closers): { client: TelegramClient; pulse: Pulse } {
  const { config, clock, metrics } = platform;
  const pulse = createPulse();
  const client = createTelegramClient({
    token: config.telegram.token,
    apiRoot: config.telegram.apiRoot,
    clock,
    onCall: ({ method, code, seconds }) => {
      pulse.note({ code });
      metrics.count('telegram_requests_total', { method, code: String(code) });
      metrics.observe('telegram_seconds', seconds, { method });
    },
    onFlood: ({ seconds }) => metrics.count('telegram_retry_after_seconds_total', {}, seconds),
  });
  closers.add('telegram', () => client.close(), 1_000);
  return { client, pulse };
}
