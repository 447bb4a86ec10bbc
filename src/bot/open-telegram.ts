import type { Platform } from '../app/platform.ts';
import { createTelegramClient, type TelegramClient } from '../telegram/api/client.ts';
import { createPulse, type Pulse } from '../telegram/api/pulse.ts';
import type { Closers } from '../platform/closers.ts';

/** The way to Telegram, each call counted, and whether it is open. Nothing is called yet. */
export function openTelegram(platform: Platform, closers: Closers): { client: TelegramClient; pulse: Pulse } {
  const { config, clock, events } = platform;
  const pulse = createPulse();
  const client = createTelegramClient({
    token: config.telegram.token,
    apiRoot: config.telegram.apiRoot,
    clock,
    onCall: (call) => {
      pulse.note(call);
      events.telegramAsked(call);
    },
    onFlood: ({ seconds }) => events.telegramMadeWait(seconds),
  });
  closers.add('telegram', () => client.close(), 1_000);
  return { client, pulse };
}
