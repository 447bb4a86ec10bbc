import type { Access } from '../protocols/access.rules.ts';
import { keyName } from '../protocols/link-parts.rules.ts';

/** A way in with the name that apps show for it. */
export interface Tunnel {
  access: Access;
  name: string;
}

/** The names as apps can show them, each once, and none that the configuration needs for itself. */
export function distinctNames(tunnels: readonly Tunnel[], reserved: readonly string[]): string[] {
  const taken = new Set(reserved);
  return tunnels.map(({ name }) => {
    const clean = keyName(name);
    let candidate = clean;
    for (let number = 2; taken.has(candidate); number += 1) candidate = `${clean} ${number}`;
    taken.add(candidate);
    return candidate;
  });
}
