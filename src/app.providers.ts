import type { Platform } from './app.platform.ts';
import { createCryptoPayClient } from './clients/crypto-pay/create-client.ts';
import { createStripeClient } from './clients/stripe/create-client.ts';
import type { TelegramClient } from './clients/telegram/client.ts';
import { createCryptoPayProvider } from './features/payments/crypto-pay.ts';
import type { RemoteProvider } from './features/payments/provider.ts';
import { createStarsProvider } from './features/payments/stars.ts';
import { createStripeProvider } from './features/payments/stripe.ts';
import type { Closers } from './platform/closers.ts';

/** Everybody who takes money here: Telegram always, the others when they have keys. Nothing is called yet. */
export function openProviders(
  platform: Platform,
  telegram: TelegramClient,
  closers: Closers,
): RemoteProvider[] {
  const { config, clock, metrics } = platform;
  const { stripe, cryptoPay } = config.money;
  const returnUrl = config.http.publicUrl;
  const now = () => clock.now();
  const onRequest =
    (provider: string) => (request: { operation: string; outcome: string; seconds: number }) => {
      const { operation, outcome, seconds } = request;
      metrics.count('payment_requests_total', { provider, operation, outcome });
      metrics.observe('payment_seconds', seconds, { provider, operation });
    };
  const providers: RemoteProvider[] = [createStarsProvider(telegram)];
  if (stripe !== undefined) {
    const { secretKey, apiBase } = stripe;
    const client = createStripeClient({ secretKey, apiBase, clock, onRequest: onRequest('stripe') });
    closers.add('stripe', () => client.close());
    // One account may sell for several deployments; each is known by where it is reached.
    const environment = new URL(returnUrl).host;
    providers.push(createStripeProvider({ client, environment, returnUrl, now }));
  }
  if (cryptoPay !== undefined) {
    const { token, apiBase } = cryptoPay;
    const client = createCryptoPayClient({ token, apiBase, clock, onRequest: onRequest('crypto-pay') });
    closers.add('crypto pay', () => client.close(), 1_000);
    const isTestnet = new URL(apiBase).hostname.startsWith('testnet');
    providers.push(createCryptoPayProvider({ client, returnUrl, isTestnet, now }));
  }
  return providers;
}
