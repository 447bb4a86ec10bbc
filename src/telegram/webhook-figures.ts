import type { Figures } from '../platform/figures.ts';
import type { Logger } from '../platform/logger.ts';
import type { TelegramClient } from './api/client.ts';
import { readWebhook } from './api/webhook.ts';

/**
 * Figures of what Telegram says of our webhook. Another address means that somebody else uses our token: nothing
 * arrives here any more.
 */
export function createWebhookFigures(parts: {
  client: TelegramClient;
  webhookUrl: string;
  logger: Pick<Logger, 'warn' | 'error'>;
}): Figures {
  const { client, webhookUrl, logger } = parts;
  return {
    what: 'webhook',
    everySeconds: 60,
    async read(meter) {
      const { ours, pendingUpdates, lastErrorAt, lastErrorMessage } = await readWebhook(client, webhookUrl);
      meter.set('telegram_pending_updates', pendingUpdates);
      meter.set('telegram_webhook_ours', ours ? 1 : 0);
      if (!ours)
        logger.error(
          'the webhook leads elsewhere: another program uses TELEGRAM_BOT_TOKEN, and nothing arrives here. Stop it and restart the bot, or give the bot a token of its own from @BotFather',
        );
      const isFresh = lastErrorAt !== undefined && Date.now() - lastErrorAt.getTime() < 120_000;
      if (isFresh)
        logger.warn(
          { lastErrorMessage },
          'Telegram could not deliver an update: is PUBLIC_URL reached from outside, under a certificate that is valid?',
        );
    },
  };
}
