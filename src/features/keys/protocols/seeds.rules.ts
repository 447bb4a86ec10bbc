import type { EndpointReading } from './contract.rules.ts';
import { type Protocol, rulesOf, type Shapes } from './registry.rules.ts';

/** The endpoints that the environment describes, as it says it; a protocol left out is read from the panel. */
export type EndpointSeeds = { readonly [P in Protocol]?: Shapes[P]['given'] | undefined };

/** The settings of a protocol that an admin changed. */
export type Typed<P extends Protocol> = { [Field in Shapes[P]['typed']]?: string | undefined };

/** Reads one endpoint of the environment with what an admin changed about it; nothing where it describes none. */
export function readSeed<P extends Protocol>(
  protocol: P,
  seeds: EndpointSeeds,
  typed: Typed<P> = {},
): EndpointReading<Shapes[P]['endpoint']> | undefined {
  const seed: EndpointSeeds[P] = seeds[protocol];
  return seed === undefined ? undefined : rulesOf[protocol].read({ ...seed, ...typed });
}
