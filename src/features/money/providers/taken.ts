import type { Money } from '../../../platform/money.ts';
import type { RemoteProvider } from './provider.ts';
import { isHere, misfitOf, providerBy, type Way } from './registry.ts';

/** Of the ways that the settings name, those by which somebody here takes money: we ourselves, or a provider that is set up. */
export function takenWays(ways: readonly Way[], providers: readonly RemoteProvider[]): Way[] {
  return ways.filter((way) => {
    const { name } = providerBy(way);
    return isHere(name) || providers.some((provider) => provider.name === name);
  });
}

/** Finds of those ways the one that could not charge a price, and what it could; undefined: all could. */
export function misfitsOf(
  { ways, currency: shop }: { ways: readonly Way[]; currency: Money['currency'] },
  providers: readonly RemoteProvider[],
) {
  const taken = takenWays(ways, providers);
  return (price: Money) => misfitOf(price, { ways: taken, shop });
}
