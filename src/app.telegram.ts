import type { UserFromGetMe } from 'telegraf/types';
import type { TelegramClient } from './clients/telegram/client.ts';
import { publishProfile } from './clients/telegram/profile.ts';
import { TelegramError } from './clients/telegram/telegram-error.ts';
import { registerWebhook } from './clients/telegram/webhook.ts';
import type { Config } from './config.ts';
import type { Logger } from './platform/logger.ts';
import type { Language, Voice } from './texts/voice.ts';

/** Deliveries side by side; each is one row in a group commit, so more would not be faster. */
const maxConnections = 40;

interface ConnectParts {
  config: Config;
  client: TelegramClient;
  voices: Readonly<Record<Language, Voice>>;
  webhookUrl: string;
  logger: Logger;
  signal: AbortSignal;
}

/**
 * Learns who we are, sets the webhook when it differs and publishes commands and descriptions. Goes on trying while
 * Telegram is away; updates that arrive meanwhile are stored.
 */
export async function connectTelegram(parts: ConnectParts): Promise<UserFromGetMe> {
  for (let pauseMs = 500; ; pauseMs = Math.min(pauseMs * 2, 30_000)) {
    try {
      return await connect(parts);
    } catch (error) {
      parts.signal.throwIfAborted();
      parts.logger.warn({ err: error, pauseMs }, hintFor(error));
      await pause(pauseMs, parts.signal);
    }
  }
}

async function connect({ config, client, voices, webhookUrl, logger }: ConnectParts): Promise<UserFromGetMe> {
  const me = (await client.call('getMe', {})) as unknown as UserFromGetMe;
  const changed = await registerWebhook(client, {
    url: webhookUrl,
    secret: config.telegram.webhookSecret,
    maxConnections,
  });
  if (changed.length > 0) logger.info({ changed }, 'the webhook was set');
  const { failed } = await publishProfile(client, { languages: profiles(config.service.name, voices) });
  for (const { what, error } of failed)
    logger.warn({ what, err: error }, 'a part of the profile was refused');
  return me;
}

/** Russian for everybody who has no language of their own here, English for English. */
function profiles(service: string, voices: ConnectParts['voices']) {
  return [{ ...profile(service, voices.ru) }, { ...profile(service, voices.en), languageCode: 'en' }];
}

function profile(service: string, { t }: Voice) {
  const shown = ['start', 'key', 'profile', 'trial', 'invite', 'language', 'help', 'cancel'] as const;
  return {
    commands: shown.map((command) => ({ command, description: t.commands[command] })),
    description: t.about.description(service),
    shortDescription: t.about.short(service),
  };
}

function hintFor(error: unknown): string {
  const refused = error instanceof TelegramError && error.kind === 'unauthorized';
  return refused
    ? 'Telegram does not accept TELEGRAM_BOT_TOKEN; trying again'
    : 'Telegram is not reachable; trying again';
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
  signal.throwIfAborted();
}
