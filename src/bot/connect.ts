import { setTimeout as pause } from 'node:timers/promises';
import type { UserFromGetMe } from 'telegraf/types';
import type { TelegramClient } from '../telegram/api/client.ts';
import { publishProfile } from '../telegram/api/profile.ts';
import { TelegramError } from '../telegram/api/telegram-error.ts';
import { registerWebhook } from '../telegram/api/webhook.ts';
import { menuCommands } from '../telegram/commands.ts';
import type { Logger } from '../platform/logger.ts';
import { type Language, russianReaders, type Voice } from '../texts/voice.ts';

/** Deliveries side by side; each is one row in a group commit, so more would not be faster. */
const maxConnections = 40;

interface ConnectParts {
  serviceName: string;
  webhookSecret: string;
  client: TelegramClient;
  voices: Readonly<Record<Language, Voice>>;
  webhookUrl: string;
  logger: Logger;
  /** Ends the trying: the process is stopping. */
  signal: AbortSignal;
  /** Told once who we are. */
  onConnected: (me: UserFromGetMe) => Promise<void>;
}

/**
 * Learns who we are, sets the webhook when it differs and publishes commands and descriptions. Goes on trying while
 * Telegram is away; updates that arrive meanwhile are stored. Resolves when it is done, or aborted before.
 */
export async function connectTelegram(parts: ConnectParts): Promise<void> {
  const me = await untilConnected(parts);
  if (me === undefined || parts.signal.aborted) return;
  await parts.onConnected(me);
  parts.logger.info('connected to Telegram');
}

async function untilConnected(parts: ConnectParts): Promise<UserFromGetMe | undefined> {
  for (let pauseMs = 500; !parts.signal.aborted; pauseMs = Math.min(pauseMs * 2, 30_000)) {
    try {
      return await connect(parts);
    } catch (error) {
      if (parts.signal.aborted) return undefined;
      parts.logger.warn({ err: error, pauseMs }, hintFor(error));
      await pause(pauseMs, undefined, { signal: parts.signal }).catch(() => {});
    }
  }
  return undefined;
}

async function connect(parts: ConnectParts): Promise<UserFromGetMe> {
  const { serviceName, webhookSecret, client, voices, webhookUrl, logger, signal } = parts;
  const me = (await client.call('getMe', {}, { signal })) as unknown as UserFromGetMe;
  const changed = await registerWebhook(client, {
    url: webhookUrl,
    secret: webhookSecret,
    maxConnections,
  });
  if (changed.length > 0) logger.info({ changed }, 'the webhook was set');
  const { failed } = await publishProfile(client, { languages: profiles(serviceName, voices) });
  for (const { what, error } of failed)
    logger.warn({ what, err: error }, 'a part of the profile was refused');
  return me;
}

/** As the chat speaks: Russian to those whose phone says so, English to everybody else. `en` was there before. */
function profiles(service: string, voices: ConnectParts['voices']) {
  const [russian, english] = [profile(service, voices.ru), profile(service, voices.en)];
  return [
    english,
    { ...english, languageCode: 'en' },
    ...russianReaders.map((languageCode) => ({ ...russian, languageCode })),
  ];
}

function profile(service: string, { t }: Voice) {
  return {
    commands: menuCommands.map((command) => ({ command, description: t.commands[command] })),
    description: t.about.description(service),
    shortDescription: t.about.short(service),
  };
}

function hintFor(error: unknown): string {
  const kind = error instanceof TelegramError ? error.kind : 'other';
  if (kind === 'unauthorized' || kind === 'unknown-method')
    return 'Telegram does not accept TELEGRAM_BOT_TOKEN; trying again';
  if (error instanceof TelegramError && /^CERT_(?:NOT_YET_VALID|HAS_EXPIRED)$/.test(error.description))
    return 'the certificate that answers for Telegram is not valid at the time of this clock: it is wrong, or somebody answers in its place; trying again';
  if (kind === 'server' || kind === 'network' || kind === 'timeout')
    return 'Telegram is not reachable from here (TELEGRAM_API_ROOT says where it is looked for); trying again';
  return 'Telegram refuses the set-up of this bot, most often its webhook under PUBLIC_URL: the error says why; trying again';
}
