import { defineProvider } from '../provider.ts';
import { checkingWebhook, stripeWebhook } from './api/events.ts';
import { stripeModes, stripeSettings } from './settings.ts';

export const stripe = defineProvider({
  name: 'stripe',
  words: { way: 'card', brand: 'Stripe' },
  traits: {
    pays: 'page',
    refunds: 'in-part',
    renews: { by: 'provider', refused: 'tried-again' },
    currencyIn: (shop) => shop,
    smallest: { USD: 50, EUR: 50, GBP: 30, RUB: 5_000, UAH: 2_000, KZT: 25_000, TRY: 2_000, JPY: 50 },
    // Eight digits, whatever the currency.
    largest: 99_999_999,
    needless: [checkingWebhook],
  },
  settings: stripeSettings,
  isSetUp: ({ secretKey }) => secretKey !== undefined,
  modes: stripeModes,
  webhook: stripeWebhook,
  // Its library is loaded only where there is a key for it.
  open: async (told, kit) => (await import('./open.ts')).openStripe(told, kit),
});
