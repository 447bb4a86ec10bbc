/** Where the time comes from; the product's own clocks are such clocks too. */
export interface Clock {
  now(): Date;
}

/** Time and timers of the stand-in, so that a test or the page can move them. */
export interface StandInClock extends Clock {
  /** Calls `fire` once, `delayMs` from now on this clock; the returned function cancels it. */
  setTimer(delayMs: number, fire: () => void): () => void;
  /** Moves the clock; every timer that became due fires in order of its time. */
  advance(ms: number): void;
}

interface Timer {
  dueMs: number;
  fire: () => void;
}

interface TimerQueue {
  add(timer: Timer): () => void;
  nextDueMs(): number | undefined;
  fireUntil(nowMs: () => number, moveTo: (ms: number) => void): void;
}

function createTimerQueue(): TimerQueue {
  const timers = new Set<Timer>();
  const earliest = (): Timer | undefined => {
    let first: Timer | undefined;
    for (const timer of timers) if (!first || timer.dueMs < first.dueMs) first = timer;
    return first;
  };
  return {
    add(timer) {
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    nextDueMs: () => earliest()?.dueMs,
    fireUntil(limitMs, moveTo) {
      for (let timer = earliest(); timer && timer.dueMs <= limitMs(); timer = earliest()) {
        timers.delete(timer);
        moveTo(timer.dueMs);
        timer.fire();
      }
    },
  };
}

/** A clock that stands still until `advance` moves it. Starts at `start`, by default 1 June 2026, 12:00 UTC. */
export function createManualClock(start: Date = new Date('2026-06-01T12:00:00Z')): StandInClock {
  const timers = createTimerQueue();
  let nowMs = start.getTime();
  return {
    now: () => new Date(nowMs),
    setTimer: (delayMs, fire) => timers.add({ dueMs: nowMs + Math.max(0, delayMs), fire }),
    advance(ms) {
      const targetMs = nowMs + ms;
      timers.fireUntil(
        () => targetMs,
        (dueMs) => {
          nowMs = Math.max(nowMs, dueMs);
        },
      );
      nowMs = targetMs;
    },
  };
}

/** The real clock, `offsetMs` ahead, which `advance` can put forward. Its timers keep no process alive. */
export function createShiftableClock(offsetMs = 0): StandInClock {
  const timers = createTimerQueue();
  let aheadMs = offsetMs;
  let alarm: NodeJS.Timeout | undefined;
  const nowMs = (): number => Date.now() + aheadMs;
  const arm = (): void => {
    clearTimeout(alarm);
    const dueMs = timers.nextDueMs();
    if (dueMs === undefined) return;
    alarm = setTimeout(ring, Math.min(Math.max(0, dueMs - nowMs()), 60_000));
    alarm.unref();
  };
  const ring = (): void => {
    timers.fireUntil(nowMs, () => {});
    arm();
  };
  return {
    now: () => new Date(nowMs()),
    setTimer(delayMs, fire) {
      const remove = timers.add({ dueMs: nowMs() + Math.max(0, delayMs), fire });
      arm();
      return () => {
        remove();
        arm();
      };
    },
    advance(ms) {
      aheadMs += ms;
      ring();
    },
  };
}
