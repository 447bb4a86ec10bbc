import { z } from 'zod';
import { currencies, isCurrency } from '../platform/money.ts';
import { address, group } from './setting.ts';

const knownWays = ['card', 'stars', 'crypto', 'balance'] as const;

export const money = group('Payments', [
  {
    name: 'PAYMENT_WAYS',
    purpose: 'Ways of paying, in the order in which they are offered. A way without its keys is not offered.',
    format: `some of ${knownWays.join(', ')}, separated by commas`,
    default: 'card,stars,crypto,balance',
    required: 'no',
    schema: z
      .string()
      .transform((list) => [...new Set(list.split(',').map((way) => way.trim()))])
      .pipe(z.array(z.enum(knownWays))),
  },
  {
    name: 'PAYMENT_CURRENCY',
    purpose:
      'Currency in which cards, crypto and the balance are charged; Stars have a price of their own. Plans come with prices in USD, EUR and RUB: in another currency nothing but Stars can be paid with until you set them in /admin → plans.',
    format: currencies.filter((currency) => currency !== 'XTR').join(', '),
    default: 'USD',
    required: 'no',
    schema: z
      .string()
      .transform((code) => code.toUpperCase())
      .refine((code) => isCurrency(code) && code !== 'XTR', 'one of the currencies named'),
  },
  {
    name: 'PAYMENT_MODE',
    purpose:
      'Whether money is real here; a key or an address of the other mode is then refused at the start.',
    format: 'live or test',
    default: 'whatever the keys say',
    required: 'no',
    schema: z.enum(['live', 'test']),
  },
  {
    name: 'STRIPE_SECRET_KEY',
    purpose: 'Secret key of your Stripe account. Without it cards are not offered.',
    format: 'sk_live_…, sk_test_… or a restricted rk_…',
    required: 'no',
    secret: true,
    howToGet: 'Stripe dashboard → Developers → API keys.',
    schema: z.string().regex(/^(sk|rk)_(live|test)_\w+$/, 'a key such as sk_live_… or rk_live_…'),
  },
  {
    name: 'STRIPE_WEBHOOK_SECRET',
    purpose: 'Signing secret of the webhook PUBLIC_URL/webhooks/stripe; several while one replaces another.',
    format: 'whsec_…, separated by commas',
    required: 'no',
    secret: true,
    default: 'a webhook that the bot makes by itself',
    schema: z
      .string()
      .transform((list) => list.split(',').map((secret) => secret.trim()))
      .pipe(z.array(z.string().regex(/^whsec_\S+$/, 'a secret such as whsec_…'))),
  },
  {
    name: 'STRIPE_PUBLISHABLE_KEY',
    purpose: 'Kept for old settings files; the checkout page needs no key of ours.',
    format: 'pk_live_… or pk_test_…',
    required: 'no',
    schema: z.string().regex(/^pk_(live|test)_\w+$/, 'a key such as pk_live_…'),
  },
  {
    name: 'STRIPE_API_BASE',
    purpose: 'Address of Stripe, for a stand-in.',
    format: 'https address, or http on loopback',
    default: 'https://api.stripe.com',
    required: 'no',
    schema: address,
  },
  {
    name: 'CRYPTO_PAY_TOKEN',
    purpose: 'Token of your Crypto Pay app. Without it crypto is not offered.',
    format: '12345:AA…',
    required: 'no',
    secret: true,
    howToGet:
      'In Telegram: @CryptoBot → Crypto Pay → Create App. Set its webhook to PUBLIC_URL/webhooks/crypto-pay.',
    schema: z.string().regex(/^\d+:\S{10,}$/, 'a token such as 12345:AA…'),
  },
  {
    name: 'CRYPTO_PAY_API_BASE',
    purpose: 'Address of Crypto Pay, for the test network or a stand-in.',
    format: 'https address, or http on loopback',
    default: 'https://pay.crypt.bot',
    required: 'no',
    schema: address,
  },
  {
    name: 'SUPPORT_CONTACT',
    purpose: 'Whom people write to about payments, as /paysupport shows it.',
    format: '@name or an address',
    required: 'no',
    schema: z.string().min(2).max(128),
  },
]);
