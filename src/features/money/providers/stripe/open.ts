import type { OpenProvider, ProviderKit } from '../provider.ts';
import { createStripeClient } from './api/create-client.ts';
import { stripeWebhook } from './api/events.ts';
import { checkEndpoint, createStripeEndpoint } from './endpoint.ts';
import { createStripeRemote } from './remote.ts';
import type { StripeSettings } from './settings.ts';
import { createHearing } from './hearing.ts';

/** Cards, where there is a key. Stripe delivers with the secrets given, or else is told where to by us. */
export function openStripe(
  { secretKey, apiBase, webhookSecrets = [] }: StripeSettings,
  kit: ProviderKit,
): OpenProvider | undefined {
  if (secretKey === undefined) return undefined;
  const { clock, installation, publicUrl: returnUrl } = kit;
  const client = createStripeClient({ ...kit, secretKey, apiBase });
  // One account may sell for several shops.
  const shop = { installation, hosts: kit.publicHosts, returnUrl };
  const url = `${returnUrl}${stripeWebhook.path}`;
  const endpoint = createStripeEndpoint({ ...kit, client, url });
  const isGiven = webhookSecrets.length > 0;
  return {
    remote: createStripeRemote({ client, ...shop, now: () => clock.now() }),
    hear: createHearing({
      secrets: isGiven ? async () => webhookSecrets : endpoint.secrets,
      isLive: client.livemode,
      clock,
    }),
    announce: isGiven
      ? { work: checkEndpoint(client, url, kit), failure: 'the webhook at Stripe was not looked at yet' }
      : {
          work: () => endpoint.ensure().then(() => true),
          failure: 'Stripe does not know where to deliver yet; payments are found by asking',
        },
    close: () => client.close(),
  };
}
