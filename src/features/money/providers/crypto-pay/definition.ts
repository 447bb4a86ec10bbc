import { exponentOf } from '../../../../platform/money.ts';
import { defineProvider } from '../provider.ts';
import type { CryptoPaySettings } from './settings.ts';
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
  webhook: cryptoPayWebhook,
  open: async (settings: CryptoPaySettings, kit) => (await import('./open.ts')).openCryptoPay(settings, kit),
});
