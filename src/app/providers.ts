import { createCryptoPayClient } from '../features/money/providers/crypto-pay/api/create-client.ts';
import type { StripeClient } from '../features/money/providers/stripe/api/client.ts';
import { createStripeClient } from '../features/money/providers/stripe/api/create-client.ts';
import type { TelegramClient } from '../telegram/api/client.ts';
import { createKeyWatch, type KeyWatch } from '../features/money/reconciliation/key-watch.service.ts';
import { createCryptoPayProvider } from '../features/money/providers/crypto-pay/crypto-pay.ts';
import type { RemoteProvider } from '../features/money/providers/provider.ts';
import { createStarsProvider } from '../features/money/providers/stars/stars.ts';
import { createStripeProvider } from '../features/money/providers/stripe/provider.ts';
import { createStripeWebhook, type StripeDeliveries } from '../features/money/providers/stripe/webhook.ts';
import type { Closers } from '../platform/closers.ts';
import type { Seal } from '../platform/seal.ts';
import type { Platform } from './platform.ts';
import { checkWebhook, keepTrying, type OnLacking } from './announce.ts';

/** Everybody who takes money here. */
export interface Providers {
  list: RemoteProvider[];
  keys: KeyWatch;
  /** Undefined without Stripe. */
  stripe: StripeDeliveries | undefined;
  /** Has Stripe deliver to us, or looks whether it does where a secret was given: tries until Stripe answers. Returns at once. */
  announce(): void;
}

export interface ProviderParts {
  telegram: TelegramClient;
  seal: Seal;
  /** Told of every call that a provider refused because of our key. */
  onRefused: (provider: string) => void;
  /** Told of what a webhook that was set up by hand lacks; answers whether it was passed on. */
  onLacking: OnLacking;
}

/** Telegram always, the others when they have keys. Nothing is called yet. */
export function openProviders(
  platform: Platform,
  { telegram, seal, onRefused, onLacking }: ProviderParts,
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
  const url = `${returnUrl}/webhooks/stripe`;
  const isLive = client.livemode;
  if (webhookSecrets.length > 0) {
    const work = checkWebhook(client, url, { logger, onLacking });
    const announce = keepTrying(closers, work, (error) =>
      logger.warn({ err: error }, 'the webhook at Stripe was not looked at yet'),
    );
    return { ...none, stripe: { secrets: async () => webhookSecrets, isLive }, announce };
  }
  const webhook = createStripeWebhook({ client, db, clock, seal, url });
  const ensure = () => webhook.ensure().then(() => true);
  const announce = keepTrying(closers, ensure, (error) =>
    logger.warn({ err: error }, 'Stripe does not know where to deliver yet; payments are found by asking'),
  );
  return { ...none, stripe: { secrets: webhook.secrets, isLive }, announce };
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
