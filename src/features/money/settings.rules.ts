import { exponentOf } from '../../platform/money.ts';
import type { CryptoPaySettings } from './providers/crypto-pay/settings.ts';
import type { StripeSettings } from './providers/stripe/settings.ts';
import type { MoneySettings } from './settings.ts';

/** What could be read of the settings of payments; what is wrong or missing is not there. */
interface Given {
  money: Partial<MoneySettings>;
  stripe: Partial<StripeSettings>;
  cryptoPay: Partial<CryptoPaySettings>;
}

type Mode = 'live' | 'test';

/** What does not go together in the settings of payments, each problem by the name of its setting. */
export function moneyProblems(given: Given): string[] {
  return [...contradictionsIn(given), ...unpriceable(given)];
}

/** It writes amounts with two decimals: 500 yen would become five. */
function unpriceable({ money, cryptoPay }: Given): string[] {
  const { ways = ['crypto'], currency = 'USD' } = money;
  const isOffered = cryptoPay.token !== undefined && ways.some((way) => way === 'crypto');
  if (!isOffered || exponentOf(currency) === 2) return [];
  return [`PAYMENT_CURRENCY: Crypto Pay takes no ${currency}. Leave crypto out of PAYMENT_WAYS.`];
}

/** Test money in a real shop would give everything away. */
function contradictionsIn({ money, stripe, cryptoPay }: Given): string[] {
  const wanted = money.mode ?? modeOfKey(stripe.secretKey);
  const modes = {
    STRIPE_SECRET_KEY: modeOfKey(stripe.secretKey),
    STRIPE_PUBLISHABLE_KEY: modeOfKey(stripe.publishableKey),
    // Without a mode of the shop the two providers may differ, as while one of them is tried out.
    CRYPTO_PAY_API_BASE: money.mode === undefined ? undefined : cryptoModeOf(cryptoPay),
  };
  return Object.entries(modes)
    .filter(([, mode]) => mode !== undefined && wanted !== undefined && mode !== wanted)
    .map(([name, mode]) => `${name}: is for ${mode} money, and the rest for ${wanted} money.`);
}

function modeOfKey(key = ''): Mode | undefined {
  const mode = /^[srp]k_(live|test)_/.exec(key)?.[1];
  return mode === 'live' || mode === 'test' ? mode : undefined;
}

function cryptoModeOf({ token, apiBase = 'https://pay.crypt.bot' }: Given['cryptoPay']): Mode | undefined {
  if (token === undefined) return undefined;
  return URL.parse(apiBase)?.hostname === 'pay.crypt.bot' ? 'live' : 'test';
}
