import type { KeyMode } from './protocols/packet-cut.rules.ts';

/** Where the person is, as far as it matters for the mode, and how they are online. */
export const places = ['russia', 'china', 'iran', 'elsewhere'] as const;
export type Place = (typeof places)[number];
export const networks = ['home', 'mobile', 'guest'] as const;
export type NetworkKind = (typeof networks)[number];

/**
 * The mode to begin with: where networks look at how connections begin, the enhanced one; elsewhere the faster one,
 * except in networks of hotels, offices and schools, which filter in the same way.
 */
export function adviseMode(place: Place, network: NetworkKind): KeyMode {
  return place === 'elsewhere' && network !== 'guest' ? 'standard' : 'enhanced';
}
