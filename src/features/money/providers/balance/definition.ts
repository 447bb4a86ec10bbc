import { defineProvider, noSettings } from '../provider.ts';

/** The balance that people have with us: paying from it and giving back to it are lines in our own books. */
export const balance = defineProvider({
  name: 'balance',
  words: { way: 'balance' },
  traits: {
    pays: 'here',
    refunds: 'in-part',
    renews: { by: 'us', refused: 'tried-again' },
    currencyIn: (shop) => shop,
  },
  settings: noSettings,
});
