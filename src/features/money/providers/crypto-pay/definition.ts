import { exponentOf } from '../../../../platform/money.ts';
import { defineProvider } from '../provider.ts';
import { cryptoPayModes, cryptoPaySettings } from './settings.ts';
import { cryptoPayWebhook } from './webhook.ts';

export const cryptoPay = defineProvider({
  name: 'crypto-pay',
  words: { way: 'crypto', brand: 'Crypto Pay' },
  traits: {
    pays: 'page',
    // It takes coins and gives none back.
    refunds: 'never',
    // It writes amounts with two decimals: 500 yen would become five.
    currencyIn: (shop) => (exponentOf(shop) === 2 ? shop : undefined),
  },
  settings: cryptoPaySettings,
  isSetUp: ({ token }) => token !== undefined,
  modes: cryptoPayModes,
  webhook: cryptoPayWebhook,
  open: async (told, kit) => (await import('./open.ts')).openCryptoPay(told, kit),
});
