import type { Money } from '../../../platform/money.ts';
import { balance } from './balance/definition.ts';
import { cryptoPay } from './crypto-pay/definition.ts';
import { free } from './free/definition.ts';
import type { ProviderTraits, ProviderWebhook, ProviderWords } from './provider.ts';
import { stars } from './stars/definition.ts';
import { stripe } from './stripe/definition.ts';

/**
 * The providers that people may choose, in the order in which they are offered unless the settings say another:
 * a line here is all that a new folder needs to be known.
 */
export const offered = { stripe, stars, 'crypto-pay': cryptoPay, balance } as const;

/** Everybody who takes money. */
export const providers = [...Object.values(offered), free] as const;

type Known = (typeof providers)[number];
export type ProviderName = Known['name'];
/** A way to pay, in the words of the settings and the buttons. */
export type Way = Known['words']['way'];

export const providerNames: readonly ProviderName[] = providers.map(({ name }) => name);

/** Who takes what costs nothing, and who takes what is paid from the balance. */
export const freeName = free.name;
export const balanceName = balance.name;

/** As they stand in buttons. */
export const ways: readonly Way[] = providers.map(({ words }) => words.way);

/** The part of a definition that the rest of the house asks of somebody who takes money. */
interface Described {
  name: ProviderName;
  words: ProviderWords<Way>;
  traits: ProviderTraits;
  webhook?: ProviderWebhook;
}

/** The provider of this name; undefined where nobody has it any more. */
export function findProvider(name: string): Described | undefined {
  return described.get(name);
}

/** The provider that takes the money of this way. */
export function providerBy(way: Way): Described {
  const provider = providers.find(({ words }) => words.way === way);
  if (provider === undefined) throw new Error(`Nobody takes money by ${way}`);
  return provider;
}

/** Whether the money is with us already, so that nobody else has to be asked. */
export function isHere(name: string): boolean {
  return findProvider(name)?.traits.pays === 'here';
}

/** Whether it tells of payments by webhook. */
export function delivers(name: string): boolean {
  return findProvider(name)?.webhook !== undefined;
}

/** Who charges again what renews itself by this provider. */
export function chargedBy(name: string): 'provider' | 'us' | undefined {
  return findProvider(name)?.traits.renews?.by;
}

/** Whether a way of paying could charge so much at once. */
export function canCharge(way: Way, { minor, currency }: Money): boolean {
  const { leastMinor, mostMinor } = limitsOf(providerBy(way).traits, currency);
  return minor >= leastMinor && minor <= mostMinor;
}

/** The least that a way of paying charges, in the smallest unit. */
export function leastOf(way: Way, currency: Money['currency']): number {
  return limitsOf(providerBy(way).traits, currency).leastMinor;
}

/** Of these ways, the first that charges in this currency where the shop has that one, and not so much; undefined: all could. */
export function misfitOf(
  { minor, currency }: Money,
  { ways: asked, shop }: { ways: readonly Way[]; shop: Money['currency'] },
): { way: Way; leastMinor: number; mostMinor: number } | undefined {
  return asked
    .filter((way) => providerBy(way).traits.currencyIn(shop) === currency)
    .map((way) => ({ way, ...limitsOf(providerBy(way).traits, currency) }))
    .find(({ leastMinor, mostMinor }) => minor < leastMinor || minor > mostMinor);
}

function limitsOf({ smallest, largest }: ProviderTraits, currency: Money['currency']) {
  return { leastMinor: smallest?.[currency] ?? 1, mostMinor: largest ?? Number.MAX_SAFE_INTEGER };
}

/** The account of the books that money of this provider comes from. */
export function clearingAccount(name: string, userId: number | null): string {
  return name === balance.name ? `user:${userId}` : `clearing:${name}`;
}

const described: ReadonlyMap<string, Described> = new Map(
  providers.map((provider) => [provider.name, provider]),
);

/** Those of whom nobody but us takes the next charge. */
export const chargedByUs: readonly ProviderName[] = providerNames.filter((name) => chargedBy(name) === 'us');

/** Those whose money is told of by somebody outside. */
export const paidElsewhere: readonly ProviderName[] = providerNames.filter((name) => !isHere(name));
