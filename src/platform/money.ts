/**
 * An amount in the smallest unit of its currency: cents, kopecks, whole Stars. Always a whole number, never a
 * fraction.
 */
export interface Money {
  minor: number;
  currency: Currency;
}

/** The currencies we can price in, with the decimals each has. Others are refused wherever they are typed. */
const exponents = {
  USD: 2,
  EUR: 2,
  GBP: 2,
  RUB: 2,
  UAH: 2,
  KZT: 2,
  TRY: 2,
  JPY: 0,
  /** Telegram Stars. */
  XTR: 0,
} as const;

export type Currency = keyof typeof exponents;

export const currencies = Object.keys(exponents) as Currency[];
/** Telegram Stars. */
export const stars: Currency = 'XTR';

export function isCurrency(code: string): code is Currency {
  return Object.hasOwn(exponents, code);
}

/** How many decimals the currency has. */
export function exponentOf(currency: Currency): number {
  return exponents[currency];
}

/**
 * The smallest units of a decimal text such as `3.99` or `3,99`; undefined when it is no such amount of this
 * currency.
 */
export function readMinor(text: string, currency: Currency): number | undefined {
  const exponent = exponents[currency];
  const match = /^(\d{1,8})(?:[.,](\d+))?$/.exec(text.trim().normalize('NFKC'));
  if (match === null) return undefined;
  const decimals = (match[2] ?? '').replace(/0+$/, '');
  if (decimals.length > exponent) return undefined;
  return Number(match[1]) * 10 ** exponent + Number(decimals.padEnd(exponent, '0') || 0);
}
