import { type Currency, exponentOf } from '../platform/money.ts';

type Values = Readonly<Record<string, unknown>>;

/** What does not go together in the settings of payments, each problem by the name of its setting. */
export function moneyProblems(values: Values): string[] {
  return [...contradictionsIn(values), ...unpriceable(values)];
}

function textOf(values: Values, name: string): string {
  const value = values[name];
  return typeof value === 'string' ? value : '';
}

/** It writes amounts with two decimals: 500 yen would become five. */
function unpriceable(values: Values): string[] {
  const ways = (values['PAYMENT_WAYS'] as readonly string[] | undefined) ?? ['crypto'];
  const currency = (values['PAYMENT_CURRENCY'] as Currency | undefined) ?? 'USD';
  const isOffered = values['CRYPTO_PAY_TOKEN'] !== undefined && ways.includes('crypto');
  if (!isOffered || exponentOf(currency) === 2) return [];
  return [`PAYMENT_CURRENCY: Crypto Pay takes no ${currency}. Leave crypto out of PAYMENT_WAYS.`];
}

/** Test money in a real shop would give everything away. */
function contradictionsIn(values: Values): string[] {
  const secret = textOf(values, 'STRIPE_SECRET_KEY');
  const modes = {
    STRIPE_SECRET_KEY: modeOfKey(secret),
    STRIPE_PUBLISHABLE_KEY: modeOfKey(textOf(values, 'STRIPE_PUBLISHABLE_KEY')),
    CRYPTO_PAY_API_BASE: cryptoModeOf(values),
  };
  const wanted = textOf(values, 'PAYMENT_MODE') || modeOfKey(secret);
  return Object.entries(modes)
    .filter(
      ([name, mode]) =>
        mode !== undefined && wanted !== undefined && mode !== wanted && !isLoose(values, name),
    )
    .map(([name, mode]) => `${name}: is for ${mode} money, and the rest for ${wanted} money.`);
}

/** Without a mode of the shop the two providers may differ, as while one of them is tried out. */
function isLoose(values: Values, name: string): boolean {
  return name === 'CRYPTO_PAY_API_BASE' && values['PAYMENT_MODE'] === undefined;
}

function modeOfKey(key: string): string | undefined {
  return /^[srp]k_(live|test)_/.exec(key)?.[1];
}

function cryptoModeOf(values: Values): string | undefined {
  if (values['CRYPTO_PAY_TOKEN'] === undefined) return undefined;
  const host = URL.parse(textOf(values, 'CRYPTO_PAY_API_BASE') || 'https://pay.crypt.bot')?.hostname ?? '';
  return host === 'pay.crypt.bot' ? 'live' : 'test';
}
