import type { StandInClock } from '../../kit/clock.ts';

export interface ConnectionRamp {
  /** Takes a connection for one delivery; otherwise says when to ask again (ms since the epoch). */
  take(): { taken: true } | { taken: false; askAgainAtMs: number };
  release(outcome: 'answered' | 'succeeded' | 'lost'): void;
}

const coldAfterMs = 10_000;
const coldPauseMs = 2000;
const warmWindowMs = 500;
const warmPerWindow = 10;

const noRamp: ConnectionRamp = { take: () => ({ taken: true }), release: () => {} };

/**
 * Opens connections to the webhook as slowly as Telegram does: when the last success is older than 10 s, at most
 * one, one attempt per 2 s; otherwise at most 10 new ones per half a second. Open ones are used again.
 */
export function createConnectionRamp({
  clock,
  isOn,
}: {
  clock: StandInClock;
  isOn: boolean;
}): ConnectionRamp {
  if (!isOn) return noRamp;
  let open = 0;
  let busy = 0;
  let lastSuccessMs = Number.NEGATIVE_INFINITY;
  let openedAtMs: number[] = [];
  const nextOpeningMs = (nowMs: number): number => {
    const lastMs = openedAtMs.at(-1) ?? Number.NEGATIVE_INFINITY;
    if (lastSuccessMs + coldAfterMs < nowMs) return open > 0 ? nowMs + coldPauseMs : lastMs + coldPauseMs;
    const recent = openedAtMs.filter((at) => at > nowMs - warmWindowMs);
    return recent.length < warmPerWindow ? nowMs : (recent[0] ?? nowMs) + warmWindowMs;
  };
  return {
    take() {
      const nowMs = clock.now().getTime();
      if (busy >= open) {
        const atMs = nextOpeningMs(nowMs);
        if (atMs > nowMs) return { taken: false, askAgainAtMs: atMs };
        openedAtMs = [...openedAtMs.slice(-warmPerWindow), nowMs];
        open++;
      }
      busy++;
      return { taken: true };
    },
    release(outcome) {
      busy--;
      if (outcome === 'lost') open--;
      if (outcome === 'succeeded') lastSuccessMs = clock.now().getTime();
    },
  };
}
