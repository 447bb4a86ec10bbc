import { createTelling } from '../../../src/features/users/tell.service.ts';
import { createSeal } from '../../../src/platform/seal.ts';
import { Telegraf } from 'telegraf';
import type { Update } from 'telegraf/types';
import type { Panels } from '../../../src/features/panels/house.ts';
import { createServices, type Services } from '../../../src/app/services.ts';
import { createCryptoPayClient } from '../../../src/features/money/providers/crypto-pay/api/create-client.ts';
import { PaymentError } from '../../../src/features/money/providers/payment-error.ts';
import { createStripeClient } from '../../../src/features/money/providers/stripe/api/create-client.ts';
import type { TelegramClient } from '../../../src/telegram/api/client.ts';
import { TelegramError } from '../../../src/telegram/api/telegram-error.ts';
import type { Config } from '../../../src/config/config.ts';
import { createCryptoPayRemote } from '../../../src/features/money/providers/crypto-pay/remote.ts';
import { createStarsHandlers } from '../../../src/features/money/providers/stars/handlers.ts';
import { createPreCheckout } from '../../../src/features/money/providers/stars/pre-checkout.ts';
import type { RemoteProvider } from '../../../src/features/money/providers/provider.ts';
import { createStarsRemote } from '../../../src/features/money/providers/stars/remote.ts';
import { createStripeEndpoint } from '../../../src/features/money/providers/stripe/endpoint.ts';
import { createStripeRemote } from '../../../src/features/money/providers/stripe/remote.ts';
import type { BotContext } from '../../../src/features/users/context.ts';
import { openDatabase } from '../../../src/platform/db.ts';
import { uncounted } from '../../support/uncounted.ts';
import { noCopies } from '../../../src/platform/copies.ts';
import { createLogger } from '../../../src/platform/logger.ts';
import { createOnce } from '../../../src/platform/once.ts';
import type { Queue } from '../../../src/platform/queue.ts';
import { createVoices } from '../../../src/texts/voice.ts';
import { createMortal, mortalClient, type Mortal } from './mortal.ts';
import type { Backstage } from './backstage.ts';

/** One process of the bot, from its start to its end, as far as money goes: services, adapters and doors. */
export interface Life {
  mortal: Mortal;
  services: Services;
  panels: Panels;
  /** Takes an update of Telegram the way the bot does. */
  take(update: Update): Promise<void>;
  /** What may have signed a delivery of Stripe. */
  stripeSecrets(): Promise<readonly string[]>;
  /** Has Stripe deliver here. */
  announce(): Promise<void>;
  close(): Promise<void>;
}

interface LifeParts {
  config: Config;
  databaseUrl: string;
  queue: Queue;
  backstage: Backstage;
  /** Where the shop stands now. */
  publicUrl: string;
}

export async function beginLife(parts: LifeParts): Promise<Life> {
  const { config, databaseUrl, queue, backstage, publicUrl } = parts;
  const { clock, stripe, cryptoPay, installation } = backstage;
  const mortal = createMortal();
  const opened = openDatabase(databaseUrl, { max: 8, applicationName: 'life' });
  opened.pool.on('connect', (client) => mortal.hold(client));
  const { db } = opened;
  const failure = (provider: 'stripe' | 'crypto-pay') => (operation: string, how: 'before' | 'after') =>
    new PaymentError({ provider, operation, class: how === 'before' ? 'retry' : 'unknown', code: 'made' });
  const stripeClient = createStripeClient({
    secretKey: stripe.secretKey,
    apiBase: stripe.url,
    clock,
    retries: 0,
  });
  const cryptoClient = createCryptoPayClient({ token: cryptoPay.token, apiBase: cryptoPay.url, clock });
  const telegram = mortalClient(telegramOf(backstage), mortal, (method) => networkError(method));
  const now = () => clock.now();
  const providers: RemoteProvider[] = [
    createStripeRemote({
      client: mortalClient(stripeClient, mortal, failure('stripe')),
      installation,
      hosts: [new URL(publicUrl).host],
      returnUrl: publicUrl,
      now,
    }),
    createStarsRemote(telegram),
    createCryptoPayRemote({
      client: mortalClient(cryptoClient, mortal, failure('crypto-pay')),
      returnUrl: publicUrl,
      installation,
      isLive: true,
      now,
    }),
  ];
  const kit = {
    config,
    db,
    copies: noCopies,
    seal: createSeal(config.sealKeys),
    ...createTelling(queue),
    clock,
    once: createOnce(db, clock),
    queue,
    events: uncounted,
    logger: createLogger('silent'),
    providers,
    panelTimeoutMs: 2_000,
  };
  const services = createServices(kit, kit);
  const { panels } = services;
  await services.fleet.bootstrap(config.panel);
  const webhook = createStripeEndpoint({
    client: stripeClient,
    db,
    clock,
    seal: kit.seal,
    url: `${publicUrl}/webhooks/stripe`,
  });
  const preCheckout = createPreCheckout({
    client: telegram,
    ...services,
    voices: createVoices(config.service.timeZone),
    logger: kit.logger,
  });
  const bot = new Telegraf<BotContext>(config.telegram.token);
  bot.botInfo = { id: 1_000_001, is_bot: true, first_name: 'bot', username: 'sandbox_bot' } as never;
  bot.use(createStarsHandlers(services));
  bot.catch((error) => {
    throw error;
  });

  return {
    mortal,
    services,
    panels,
    async take(update) {
      if ('pre_checkout_query' in update) await preCheckout(Buffer.from(JSON.stringify(update)));
      else await bot.handleUpdate(update);
    },
    stripeSecrets: webhook.secrets,
    announce: webhook.ensure,
    async close() {
      stripeClient.close();
      const closing = [cryptoClient.close(), services.fleet.close(), opened.close()].map((one) =>
        one.catch(() => {}),
      );
      // Nobody waits for what a process that ended has under way.
      if (!mortal.isDead()) await Promise.all(closing);
    },
  };
}

/** The Bot API without a network in between: each failure as its client would throw it. */
function telegramOf({ telegram }: Backstage): Pick<TelegramClient, 'call'> {
  return {
    async call(method, payload) {
      try {
        return (await telegram.call(method, payload as Record<string, unknown>)) as never;
      } catch (error) {
        const { code = 400, description = 'refused' } = error as { code?: number; description?: string };
        throw new TelegramError({ method, kind: 'other', code, description });
      }
    },
  };
}

function networkError(method: string): TelegramError {
  return new TelegramError({ method, kind: 'network', code: 0, description: 'cut' });
}
