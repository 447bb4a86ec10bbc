import { findProvider } from './registry.ts';

/** Sees whether the providers take our keys, by every exchange with them. */
export interface KeyWatch {
  /** How an exchange ended: `ok` or what its failure means. */
  note(exchange: { provider: string; operation: string; outcome: string }): void;
  /** Throws while the newest exchange of any kind was refused because of the key, its permissions or our set-up. */
  assertTaken(): void;
}

/** `onRefused` is told of every such exchange. */
export function createKeyWatch(onRefused: (provider: string) => void): KeyWatch {
  // By kind: a key that may read and not sell fails at one of them only.
  const refused = new Set<string>();
  return {
    note({ provider, operation, outcome }) {
      const kind = `${provider}: ${operation}`;
      if (outcome === 'ok') refused.delete(kind);
      if (outcome !== 'misconfigured' || isNeedless(provider, operation)) return;
      refused.add(kind);
      onRefused(provider);
    },
    assertTaken() {
      if (refused.size > 0) throw new Error(`refused: ${[...refused].join(', ')}`);
    },
  };
}

function isNeedless(provider: string, operation: string): boolean {
  return findProvider(provider)?.traits.needless?.includes(operation) === true;
}
