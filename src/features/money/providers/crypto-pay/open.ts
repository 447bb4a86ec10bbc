import type { OpenProvider, ProviderKit } from '../provider.ts';
import { createCryptoPayClient } from './api/create-client.ts';
import { createCryptoPayRemote } from './remote.ts';
import { type CryptoPaySettings, isMainNetwork } from './settings.ts';
import { hearCryptoPay } from './webhook.ts';

/** Coins, where there is a token. Its owner has set in Telegram where it delivers. */
export function openCryptoPay(
  { token, apiBase }: CryptoPaySettings,
  { clock, installation, publicUrl, onRequest, hearing }: ProviderKit,
): OpenProvider | undefined {
  if (token === undefined) return undefined;
  const client = createCryptoPayClient({ token, apiBase, clock, onRequest, hearing });
  return {
    remote: createCryptoPayRemote({
      client,
      returnUrl: publicUrl,
      installation,
      isLive: isMainNetwork(apiBase),
      now: () => clock.now(),
    }),
    hear: async (delivery) => hearCryptoPay(delivery, token),
    close: () => client.close(),
  };
}
