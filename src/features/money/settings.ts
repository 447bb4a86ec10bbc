import { z } from 'zod';
import { currencies } from '../../platform/money.ts';
import { offered } from './providers/registry.ts';
import { defineSettings, optional, withDefault, type ValuesOf } from '../../platform/setting.ts';

const knownWays = Object.values(offered).map(({ words }) => words.way);
const shopCurrencies = currencies.filter((currency) => currency !== 'XTR');

/** The settings of how people pay. */
export type MoneySettings = ValuesOf<typeof moneySettings>;

export const moneySettings = defineSettings('Payments', {
  ways: withDefault({
    name: 'PAYMENT_WAYS',
    purpose: 'Ways of paying, in the order in which they are offered. A way without its keys is not offered.',
    format: `some of ${knownWays.join(', ')}, separated by commas`,
    default: knownWays.join(','),
    schema: z
      .string()
      .transform((list) => [...new Set(list.split(',').map((way) => way.trim()))])
      .pipe(z.array(z.enum(knownWays))),
  }),
  currency: withDefault({
    name: 'PAYMENT_CURRENCY',
    purpose:
      'Currency in which cards, crypto and the balance are charged; Stars have a price of their own. Plans come with prices in USD, EUR and RUB: in another currency nothing but Stars can be paid with until you set them in /admin → plans.',
    format: shopCurrencies.join(', '),
    default: 'USD',
    schema: z
      .string()
      .transform((code) => code.toUpperCase())
      .pipe(z.enum(shopCurrencies, 'one of the currencies named')),
  }),
  mode: optional({
    name: 'PAYMENT_MODE',
    purpose:
      'Whether money is real here; a key or an address of the other mode is then refused at the start. Test money is refused without it too, once somebody has paid with real money here.',
    format: 'live or test',
    otherwise: 'whatever the keys say',
    schema: z.enum(['live', 'test']),
  }),
});

/** The settings of whom people write to about payments. */
export const supportSettings = defineSettings('Payments', {
  contact: optional({
    name: 'SUPPORT_CONTACT',
    purpose: 'Whom people write to about payments, as /paysupport shows it.',
    format: '@name or an address',
    schema: z.string().min(2).max(128),
  }),
});
