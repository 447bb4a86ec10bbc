import type { Closers } from '../platform/closers.ts';

const leastPauseMs = 1_000;
const mostPauseMs = 60_000;

/** A piece of work that is tried until it is done. */
export interface Trying {
  /** How the step that ends it is called. */
  name: string;
  /** Answers whether it is done. */
  work: () => Promise<boolean>;
  onFault: (error: unknown) => void;
}

/** Begins in the background what is tried until it is done, with growing pauses, or until the app ends. */
export function keepTrying(closers: Closers, { name, work, onFault }: Trying): () => void {
  let timer: NodeJS.Timeout | undefined;
  closers.add(name, () => clearTimeout(timer));
  const attempt = (pauseMs: number): void => {
    const later = (): void => {
      timer = setTimeout(() => attempt(Math.min(pauseMs * 2, mostPauseMs)), pauseMs);
      timer.unref();
    };
    work().then(
      (isDone) => (isDone ? undefined : later()),
      (error: unknown) => {
        onFault(error);
        later();
      },
    );
  };
  return () => attempt(leastPauseMs);
}
