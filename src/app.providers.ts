import { createCryptoPayClient } from './clients/crypto-pay/create-client.ts';
import type { StripeClient } from './clients/stripe/client.ts';
import { createStripeClient } from './clients/stripe/create-client.ts';
import type { TelegramClient } from './clients/telegram/client.ts';
import { createKeyWatch, type KeyWatch } from './features/payments/key-watch.ts';
import { createCryptoPayProvider } from './features/payments/providers/crypto-pay.ts';
import type { RemoteProvider } from './features/payments/provider.ts';
import { createStarsProvider } from './features/payments/providers/stars.ts';
import { createStripeProvider } from './features/payments/providers/stripe.ts';
import { createStripeWebhook, type StripeDeliveries } from './features/payments/providers/stripe-webhook.ts';
import type { Closers } from './platform/closers.ts';
import type { Seal } from './platform/seal.ts';
import type { Platform } from './app.platform.ts';

/** Everybody who takes money here. */
export interface Providers {
  list: RemoteProvider[];
  keys: KeyWatch;
  /** Undefined without Stripe. */
  stripe: StripeDeliveries | undefined;
  /** Has Stripe deliver to us, where no secret was given: tries until Stripe answers. Returns at once. */
  announce(): void;
}

const mostPauseMs = 60_000;

/** Telegram always, the others when they have keys. Nothing is called yet. */
export function openProviders(
  platform: Platform,
  {
    telegram,
    seal,
    onRefused,
  }: { telegram: TelegramClient; seal: Seal; onRefused: (provider: string) => void },
  closers: Closers,
): Providers {
  const { config, clock, db, logger } = platform;
  const { stripe, cryptoPay } = config.money;
  const returnUrl = config.http.publicUrl;
  const now = () => clock.now();
  const list: RemoteProvider[] = [createStarsProvider(telegram)];
  const keys = createKeyWatch(onRefused);
  const none: Providers = { list, keys, stripe: undefined, announce: () => {} };
  if (cryptoPay !== undefined) {
    const { token, apiBase } = cryptoPay;
    const client = createCryptoPayClient({
      token,
      apiBase,
      clock,
      onRequest: watch(platform, keys, 'crypto-pay'),
    });
    closers.add('crypto pay', () => client.close(), 1_000);
    const isTestnet = new URL(apiBase).hostname.startsWith('testnet');
    list.push(createCryptoPayProvider({ client, returnUrl, isTestnet, now }));
  }
  if (stripe === undefined) return none;
  const { secretKey, apiBase, webhookSecrets } = stripe;
  const client = createStripeClient({
    secretKey,
    apiBase,
    clock,
    onRequest: watch(platform, keys, 'stripe'),
  });
  closers.add('stripe', () => client.close());
  list.unshift(openStripe(client, { returnUrl, now }));
  if (webhookSecrets.length > 0) {
    const deliveries = { secrets: async () => webhookSecrets, isLive: client.livemode };
    return { ...none, stripe: deliveries };
  }

  const webhook = createStripeWebhook({ client, db, clock, seal, url: `${returnUrl}/webhooks/stripe` });
  let timer: NodeJS.Timeout | undefined;
  closers.add('stripe webhook', () => clearTimeout(timer));
  const ensure = (pauseMs: number): void => {
    webhook.ensure().catch((error: unknown) => {
      logger.warn({ err: error }, 'Stripe does not know where to deliver yet; payments are found by asking');
      timer = setTimeout(() => ensure(Math.min(pauseMs * 2, mostPauseMs)), pauseMs);
      timer.unref();
    });
  };
  const deliveries = { secrets: webhook.secrets, isLive: client.livemode };
  return { ...none, stripe: deliveries, announce: () => ensure(1_000) };
}

function openStripe(client: StripeClient, at: { returnUrl: string; now: () => Date }): RemoteProvider {
  // One account may sell for several deployments; each is known by where it is reached.
  return createStripeProvider({ client, environment: new URL(at.returnUrl).host, ...at });
}

function watch({ metrics }: Platform, keys: KeyWatch, provider: string) {
  return ({ operation, outcome, seconds }: { operation: string; outcome: string; seconds: number }) => {
    metrics.count('payment_requests_total', { provider, operation, outcome });
    keys.note({ provider, operation, outcome });
    metrics.observe('payment_seconds', seconds, { provider, operation });
  };
}
