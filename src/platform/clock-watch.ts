import { type Clock, machineClock } from './clock.ts';

/**
 * Hears the headers of an answer. Called when a request leaves, it gives what is called once its answer's head is there: how long
 * that took decides how much its `Date` says.
 */
export type AnswerHearing = () => (headers: Readonly<Record<string, unknown>>) => void;

/** The finding that this machine's clock is wrong. */
export interface ClockFinding {
  /** By how much at least it is ahead, in seconds; negative: it is behind. */
  aheadSeconds: number;
  /** Whose answers say so. */
  source: string;
}

/** Knows how far this machine's clock is from that of others, by the `Date` of all their answers. */
export interface ClockWatch {
  /** Of this counterpart; one that does not judge is only shown: an operator's own server may be as wrong, or this very machine. */
  of(source: string, options?: { judges: boolean }): AnswerHearing;
  /** Undefined while it is right, as far as anybody has said. */
  found(): ClockFinding | undefined;
  /** Throws while it is wrong. */
  assertRight(): void;
}

export interface ClockWatchParts {
  /** Told of every answer: by how many seconds, as near as can be said, this clock is ahead. */
  onCompared?: (source: string, aheadSeconds: number) => void;
  /** Told of answers while the clock is wrong, once a minute. */
  onWrong?: (finding: ClockFinding) => void;
  /** The clock that is judged: the machine's own, not the product's, which a sandbox moves. */
  clock?: Clock;
  /** Time that passes whatever becomes of the clock, in milliseconds. */
  passedMs?: () => number;
}

/**
 * Beyond that it is wrong. At 300 seconds sales fail: Stripe's signatures and what Telegram signs are taken no longer, and an offer has
 * five minutes more than the half an hour that Stripe asks for. A fifth of that leaves time to mend it, and no time service strays so far.
 */
const limitSeconds = 60;
/** So many answers in a row have to say the same: a single one may come from a cache or a broken proxy. */
const inARow = 3;
/** Who has said nothing for so long is not asked: the clock may have been set meanwhile. */
const freshMs = 15 * 60_000;
const repeatMs = 60_000;

interface Witness {
  judges: boolean;
  /** By how much at least the clock is ahead, by the newest answers, the newest last. */
  aheadSeconds: number[];
  heardMs: number;
}

/**
 * An answer was dated at some moment between its request and its arrival, to the second: what does not lie within that is the clock's. It is
 * wrong when the newest three answers of a counterpart are beyond the limit on one side, and half of those who are heard of, or more, say so.
 */
export function createClockWatch(parts: ClockWatchParts = {}): ClockWatch {
  const { onCompared, onWrong, clock = machineClock, passedMs = () => performance.now() } = parts;
  const witnesses = new Map<string, Witness>();
  let toldMs: number | undefined;

  function of(source: string, { judges }: { judges: boolean } = { judges: true }): AnswerHearing {
    return () => {
      const sentMs = clock.now().getTime();
      const leftMs = passedMs();
      return (headers) => {
        const datedMs = dateOf(headers);
        if (datedMs === undefined) return;
        // By time that passes: the clock may be set while an answer is waited for.
        const tookMs = passedMs() - leftMs;
        note({ source, judges }, { least: sentMs - datedMs - 1_000, most: sentMs + tookMs - datedMs });
      };
    };
  }

  function note(
    { source, judges }: { source: string; judges: boolean },
    { least, most }: { least: number; most: number },
  ): void {
    onCompared?.(source, (least + most) / 2_000);
    const aheadMs = least > 0 ? least : most < 0 ? most : 0;
    const before = witnesses.get(source)?.aheadSeconds ?? [];
    witnesses.set(source, {
      judges,
      aheadSeconds: [...before, aheadMs / 1_000].slice(-inARow),
      heardMs: passedMs(),
    });
    const finding = found();
    if (finding === undefined || (toldMs !== undefined && passedMs() - toldMs < repeatMs)) return;
    toldMs = passedMs();
    onWrong?.(finding);
  }

  function found(): ClockFinding | undefined {
    const judging = [...witnesses].filter(
      ([, { judges, heardMs, aheadSeconds }]) =>
        judges && passedMs() - heardMs < freshMs && (aheadSeconds.length === inARow || isRight(aheadSeconds)),
    );
    const against = judging.filter(([, { aheadSeconds }]) => !isRight(aheadSeconds));
    const [first] = against;
    if (first === undefined || against.length * 2 < judging.length) return undefined;
    const [source, { aheadSeconds }] = first;
    return { source, aheadSeconds: Math.round(nearestOf(aheadSeconds)) };
  }

  return {
    of,
    found,
    assertRight() {
      const finding = found();
      if (finding !== undefined)
        throw new Error(`the clock is ${finding.aheadSeconds} s ahead of that of ${finding.source}`);
    },
  };
}

/** Unless all say that it is beyond the limit, and on the same side. */
function isRight(aheadSeconds: readonly number[]): boolean {
  return Math.abs(nearestOf(aheadSeconds)) <= limitSeconds;
}

/** What all of them say at least; nothing, when they disagree about the side. */
function nearestOf(aheadSeconds: readonly number[]): number {
  const isOneSided = aheadSeconds.every((ahead) => ahead > 0) || aheadSeconds.every((ahead) => ahead < 0);
  if (!isOneSided) return 0;
  return aheadSeconds.reduce((nearest, ahead) => (Math.abs(ahead) < Math.abs(nearest) ? ahead : nearest));
}

/** When it was dated; what a cache has kept says so by its age, and says nothing of now. */
function dateOf({ date, age }: Readonly<Record<string, unknown>>): number | undefined {
  if (typeof date !== 'string' || age !== undefined) return undefined;
  const datedMs = Date.parse(date);
  return Number.isNaN(datedMs) ? undefined : datedMs;
}
