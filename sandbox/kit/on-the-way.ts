import type { StandInClock } from './clock.ts';

/** Deliveries of a stand-in: those under way, and those held back so that later ones overtake them. */
export interface OnTheWay {
  track(run: Promise<void>): void;
  /** Holds `send` until the group is full and lets it go in reverse; one that stays alone goes after a second. */
  overtake(send: () => void): void;
  /** Resolves when nothing is under way; what waits for a later time does not count. */
  idle(): Promise<void>;
}

export function createOnTheWay(clock: StandInClock, group: number): OnTheWay {
  const underWay = new Set<Promise<void>>();
  const held: (() => void)[] = [];
  const release = (): void => {
    for (const send of held.splice(0).toReversed()) send();
  };
  return {
    track(run) {
      underWay.add(run);
      void run.finally(() => underWay.delete(run));
    },
    overtake(send) {
      held.push(send);
      if (held.length >= group) release();
      else clock.setTimer(1_000, release);
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
