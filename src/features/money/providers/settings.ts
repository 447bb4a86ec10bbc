import type { ValuesOf } from '../../../platform/setting.ts';
import { offered } from './registry.ts';

type Offered = typeof offered;
type Described = { readonly [Name in keyof Offered]: Offered[Name]['settings'] };

/** The settings of each provider that people may choose, by its name. */
export type ProviderSettings = { readonly [Name in keyof Offered]: ValuesOf<Offered[Name]['settings']> };

/** The settings of each of them. */
export const providerSettings = describeAll();

/** The values that are theirs, of all that were told. */
export function toldProviders(told: ProviderSettings): ProviderSettings {
  const found = Object.fromEntries(Object.entries(told).filter(([name]) => name in offered));
  if (!hasAll<ProviderSettings>(found)) throw new Error('A provider was told nothing');
  return found;
}

function describeAll(): Described {
  const found = Object.fromEntries(Object.entries(offered).map(([name, { settings }]) => [name, settings]));
  if (!hasAll<Described>(found)) throw new Error('A provider has no settings');
  return found;
}

/** Whether something of the kind that was collected is there for each. */
function hasAll<All extends { readonly [Name in keyof Offered]: object }>(
  found: Readonly<Record<string, object>>,
): found is All {
  return Object.keys(offered).every((name) => name in found);
}
