import { defineProvider, noSettings } from '../provider.ts';

/** Nothing is left to pay: a code has taken off the whole price. */
export const free = defineProvider({
  name: 'free',
  words: { way: 'free' },
  traits: { pays: 'here', refunds: 'never', currencyIn: (shop) => shop },
  settings: noSettings,
});
