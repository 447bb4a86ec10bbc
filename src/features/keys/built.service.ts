import { LRUCache } from 'lru-cache';
import type { Events } from '../../platform/events.ts';
import type { Tunnel } from './formats/tunnel.rules.ts';

/** Things built of ways in, kept as long as they are the same array: with any change of them it is built anew. */
export interface Built {
  /** What `make` answered for these tunnels and this look, perhaps earlier. `look` names everything else it depends on. */
  of<T extends object>(tunnels: readonly Tunnel[], look: string, make: () => T): T;
  /** The same for pictures, by the text that they show. */
  picture(text: string, make: () => Promise<Uint8Array | undefined>): Promise<Uint8Array | undefined>;
}

const mostPictures = 300;

export function createBuilt(events: Pick<Events, 'configBuilt'>): Built {
  // Goes with the array, whoever drops it.
  const byTunnels = new WeakMap<readonly Tunnel[], Map<string, object>>();
  const pictures = new LRUCache<string, Uint8Array>({ max: mostPictures });

  return {
    of<T extends object>(tunnels: readonly Tunnel[], look: string, make: () => T): T {
      const looks = byTunnels.get(tunnels) ?? new Map<string, object>();
      byTunnels.set(tunnels, looks);
      const known = looks.get(look);
      events.configBuilt(known === undefined ? 'miss' : 'hit');
      // One look is always made by the same function.
      if (known !== undefined) return known as T;
      const made = make();
      looks.set(look, made);
      return made;
    },
    async picture(text, make) {
      const known = pictures.get(text);
      events.configBuilt(known === undefined ? 'miss' : 'hit');
      if (known !== undefined) return known;
      const made = await make();
      if (made !== undefined) pictures.set(text, made);
      return made;
    },
  };
}
