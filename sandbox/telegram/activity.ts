export interface Activity {
  /** Counts a piece of work until it ends. */
  track<Result>(work: Promise<Result>): Promise<Result>;
  /** Lets a piece of work wait for the clock without counting meanwhile. */
  rest(waiting: Promise<void>): Promise<void>;
  isIdle(): boolean;
  /** Is told after every piece of work. */
  onChange(listener: () => void): () => void;
}

/** Counts what is going on, so that a test can wait until nothing is. */
export function createActivity(): Activity {
  let running = 0;
  const listeners = new Set<() => void>();
  const change = (by: 1 | -1): void => {
    running += by;
    if (by < 0) for (const listener of listeners) listener();
  };
  return {
    async track(work) {
      change(1);
      try {
        return await work;
      } finally {
        change(-1);
      }
    },
    async rest(waiting) {
      change(-1);
      await waiting;
      change(1);
    },
    isIdle: () => running === 0,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
