import type { ProtocolRules } from './contract.rules.ts';
import { hysteria2 } from './hysteria2/rules.ts';
import { reality } from './reality/rules.ts';
import { shadowsocks } from './shadowsocks/rules.ts';

/** Every protocol, a line each, best first. */
const registry = { reality, hysteria2, shadowsocks };

type Registry = typeof registry;
export type Protocol = keyof Registry;
export const protocols: readonly Protocol[] = Object.keys(registry) as Protocol[];

/** The protocol of a key unless another is asked for: the one that Enhanced is made for. */
export const preferred: Protocol = 'reality';

/** The types of each protocol, as its folder has them. */
export type Shapes = {
  [P in Protocol]: Registry[P] extends ProtocolRules<infer Shape> ? Shape : never;
};

/** The same registry in the form in which the compiler follows one protocol from its access to its rules. */
export const rulesOf: { readonly [P in Protocol]: ProtocolRules<Shapes[P]> } = registry;
