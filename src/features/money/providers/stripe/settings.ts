import { z } from 'zod';
import { defineSettings, optional, withDefault, type ValuesOf } from '../../../../platform/setting.ts';
import { address } from '../../../../platform/setting-formats.ts';
import type { MoneyMode } from '../provider.ts';

/** The account at Stripe; without its key there are no cards. */
export type StripeSettings = ValuesOf<typeof stripeSettings>;

export const stripeSettings = defineSettings('Payments', {
  secretKey: optional({
    name: 'STRIPE_SECRET_KEY',
    purpose: 'Secret key of your Stripe account. Without it cards are not offered.',
    format: 'sk_live_…, sk_test_… or a restricted rk_…',
    secret: true,
    howToGet: 'Stripe dashboard → Developers → API keys.',
    schema: z.string().regex(/^(sk|rk)_(live|test)_\w+$/, 'a key such as sk_live_… or rk_live_…'),
  }),
  webhookSecrets: optional({
    name: 'STRIPE_WEBHOOK_SECRET',
    purpose: 'Signing secret of the webhook PUBLIC_URL/webhooks/stripe; several while one replaces another.',
    format: 'whsec_…, separated by commas',
    secret: true,
    otherwise: 'a webhook that the bot makes by itself',
    schema: z
      .string()
      .transform((list) => list.split(',').map((secret) => secret.trim()))
      .pipe(z.array(z.string().regex(/^whsec_\S+$/, 'a secret such as whsec_…'))),
  }),
  publishableKey: optional({
    name: 'STRIPE_PUBLISHABLE_KEY',
    purpose: 'Kept for old settings files; the checkout page needs no key of ours.',
    format: 'pk_live_… or pk_test_…',
    schema: z.string().regex(/^pk_(live|test)_\w+$/, 'a key such as pk_live_…'),
  }),
  apiBase: withDefault({
    name: 'STRIPE_API_BASE',
    purpose: 'Address of Stripe, for a stand-in.',
    format: 'https address, or http on loopback',
    default: 'https://api.stripe.com',
    schema: address,
  }),
});

/** The modes that the keys say of themselves. */
export function stripeModes({ secretKey, publishableKey }: Partial<StripeSettings>) {
  return {
    STRIPE_SECRET_KEY: modeOfKey(secretKey),
    STRIPE_PUBLISHABLE_KEY: modeOfKey(publishableKey),
  };
}

function modeOfKey(key = ''): MoneyMode | undefined {
  const mode = /^[srp]k_(live|test)_/.exec(key)?.[1];
  return mode === 'live' || mode === 'test' ? mode : undefined;
}
