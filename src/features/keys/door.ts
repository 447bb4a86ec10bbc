import type { Access } from './protocols/access.rules.ts';
import { keyName } from './protocols/link-parts.rules.ts';

/** A way in with the name that apps show for it. */
export interface Door {
  access: Access;
  name: string;
}

/** The names as apps can show them, each once, and none that the configuration needs for itself. */
export function distinctNames(doors: readonly Door[], reserved: readonly string[]): string[] {
  const taken = new Set(reserved);
  return doors.map(({ name }) => {
    const clean = keyName(name);
    let candidate = clean;
    for (let number = 2; taken.has(candidate); number += 1) candidate = `${clean} ${number}`;
    taken.add(candidate);
    return candidate;
  });
}
