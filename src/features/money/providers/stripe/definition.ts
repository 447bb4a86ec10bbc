import { defineProvider } from '../provider.ts';
import { checkingWebhook, stripeWebhook } from './api/events.ts';
import type { StripeSettings } from './settings.ts';

export const stripe = defineProvider({
  name: 'stripe',
  words: { way: 'card', brand: 'Stripe' },
  traits: {
    pays: 'page',
    refunds: 'in-part',
    renews: { by: 'provider', refused: 'tried-again' },
    currencyIn: (shop) => shop,
    needless: [checkingWebhook],
  },
  webhook: stripeWebhook,
  // Its library is loaded only where there is a key for it.
  open: async (settings: StripeSettings, kit) => (await import('./open.ts')).openStripe(settings, kit),
});
