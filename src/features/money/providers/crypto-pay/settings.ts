import { z } from 'zod';
import { defineSettings, optional, withDefault, type ValuesOf } from '../../../../platform/setting.ts';
import { address } from '../../../../platform/setting-formats.ts';
import type { MoneyMode } from '../provider.ts';

/** The Crypto Pay app; without its token there is no crypto. */
export type CryptoPaySettings = ValuesOf<typeof cryptoPaySettings>;

export const cryptoPaySettings = defineSettings('Payments', {
  token: optional({
    name: 'CRYPTO_PAY_TOKEN',
    purpose: 'Token of your Crypto Pay app. Without it crypto is not offered.',
    format: '12345:AA…',
    secret: true,
    howToGet:
      'In Telegram: @CryptoBot → Crypto Pay → Create App. Set its webhook to PUBLIC_URL/webhooks/crypto-pay.',
    schema: z.string().regex(/^\d+:\S{10,}$/, 'a token such as 12345:AA…'),
  }),
  apiBase: withDefault({
    name: 'CRYPTO_PAY_API_BASE',
    purpose: 'Address of Crypto Pay, for the test network or a stand-in.',
    format: 'https address, or http on loopback',
    default: 'https://pay.crypt.bot',
    schema: address,
  }),
});

/** The test network is another address. */
export function cryptoPayModes({ token, apiBase = 'https://pay.crypt.bot' }: Partial<CryptoPaySettings>): {
  CRYPTO_PAY_API_BASE: MoneyMode | undefined;
} {
  if (token === undefined) return { CRYPTO_PAY_API_BASE: undefined };
  return { CRYPTO_PAY_API_BASE: isMainNetwork(apiBase) ? 'live' : 'test' };
}

/** Whether coins of this address are worth something: those of the test network and of stand-ins are not. */
export function isMainNetwork(apiBase: string): boolean {
  return URL.parse(apiBase)?.hostname === 'pay.crypt.bot';
}
