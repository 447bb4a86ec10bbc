/** The closers of what has been opened, to be called in the reverse order. */
export interface Closers {
  /** Registers how something is closed. `limitMs`: after so long it is left behind and the next one is closed. */
  add(name: string, close: () => unknown, limitMs?: number): void;
  /** Closes everything, what was opened last first, whatever fails on the way; answers whether nothing failed. */
  close(): Promise<boolean>;
  /** What is not closed yet. */
  left(): string[];
}

interface Step {
  name: string;
  close: () => unknown;
  limitMs: number | undefined;
}

/** `onFailure` is told of every step that threw or took too long. */
export function createClosers(onFailure: (name: string, error: unknown) => void): Closers {
  const steps: Step[] = [];

  async function close(): Promise<boolean> {
    let ok = true;
    for (let step = steps.pop(); step; step = steps.pop()) ok = (await run(step)) && ok;
    return ok;
  }

  async function run(step: Step): Promise<boolean> {
    try {
      await withinLimit(step);
      return true;
    } catch (error) {
      onFailure(step.name, error);
      return false;
    }
  }

  return {
    add: (name, closeStep, limitMs) => void steps.push({ name, close: closeStep, limitMs }),
    close,
    left: () => steps.map(({ name }) => name),
  };
}

async function withinLimit({ close, limitMs }: Step): Promise<void> {
  if (limitMs === undefined) return void (await close());
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`not closed within ${limitMs} ms`)), limitMs);
  try {
    await Promise.race([close(), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
