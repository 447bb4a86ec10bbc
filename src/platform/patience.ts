import { setTimeout as pause } from 'node:timers/promises';

/**
 * What came of waiting: the value; that the work goes on without being waited for; or that so many wait already that it
 * was not begun.
 */
export type Waited<T> = { value: T } | 'going on' | 'not begun';

/** Waits for backends on behalf of people who talk to the bot: not for long, and only so many at once for each. */
export interface Patience {
  /** Throws what the work throws while it is waited for; later it is only told to `onLate`. */
  wait<T>(backend: string, work: () => Promise<T>): Promise<Waited<T>>;
}

/** Of fifty lanes: whoever asks for something else is served whatever one backend does. */
const mostWaiting = 10;
/** Longer than that a person does not look at a button that was pressed. */
const longestMs = 5_000;

export function createPatience({ onLate }: { onLate: (error: unknown) => void }): Patience {
  const begun = new Map<string, number>();
  return { wait };

  async function wait<T>(backend: string, work: () => Promise<T>): Promise<Waited<T>> {
    const count = begun.get(backend) ?? 0;
    if (count >= mostWaiting) return 'not begun';
    begun.set(backend, count + 1);
    // The place is free again when the work is over, not when nobody waits for it any more.
    return await atMost(work().finally(() => begun.set(backend, (begun.get(backend) ?? 1) - 1)));
  }

  async function atMost<T>(work: Promise<T>): Promise<Waited<T>> {
    const over = new AbortController();
    const tooLong = pause(longestMs, 'going on' as const, { signal: over.signal, ref: false });
    try {
      const first = await Promise.race([work.then((value) => ({ value })), tooLong]);
      if (first === 'going on') work.catch(onLate);
      return first;
    } finally {
      over.abort();
      tooLong.catch(() => {});
    }
  }
}
