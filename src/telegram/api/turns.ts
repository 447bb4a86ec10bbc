/** One at a time per key, in the order of asking. */
export interface Turns {
  /**
   * Resolves with the function that ends the turn; rejects with the signal's reason without blocking the rest.
   * Without a key it is always one's turn.
   */
  take(key: string | undefined, signal: AbortSignal): Promise<() => void>;
}

export function createTurns(): Turns {
  const lastOf = new Map<string, Promise<void>>();
  return {
    async take(key, signal) {
      signal.throwIfAborted();
      if (key === undefined) return () => {};
      const before = lastOf.get(key) ?? Promise.resolve();
      const turn = Promise.withResolvers<void>();
      const last = before.then(() => turn.promise);
      lastOf.set(key, last);
      void last.then(() => {
        if (lastOf.get(key) === last) lastOf.delete(key);
      });
      try {
        await unlessAborted(before, signal);
      } catch (reason) {
        turn.resolve();
        throw reason;
      }
      return turn.resolve;
    },
  };
}

async function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const aborted = Promise.withResolvers<never>();
  const giveUp = (): void => aborted.reject(signal.reason);
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
