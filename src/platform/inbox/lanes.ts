import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { createBatcher } from '../batcher.ts';
import type { Events } from '../events.ts';
import type { Logger } from '../logger.ts';
import { scrub } from '../scrub.ts';
import {
  type Claim,
  claimLanes,
  type Entry,
  findHeads,
  findWaitingLanes,
  forgiveLane,
  type Lease,
  releaseLanes,
  renewLeases,
  type Conclusion,
  concludeEntries,
  type Verdict,
} from './queries.ts';

export interface LanesOptions {
  pool: pg.Pool;
  logger: Logger;
  /** Told once when an entry is given up, before it is marked so. */
  onDead: (entry: Entry, error: unknown, signal: AbortSignal) => Promise<void>;
  /** How long to wait out a failure that says nothing about the entry; undefined when it counts as a try. */
  waitOutMs?: (error: unknown, entry: Entry) => number | undefined;
  events?: Pick<Events, 'updateHandled'>;
  /** What a kind is called where it is counted. */
  labelOf?: (kind: string) => string;
  concurrency?: number;
  /** Waits before the second, third … try. Their number + 1 is the number of tries. */
  retryDelaysMs?: readonly number[];
  leaseSeconds?: number;
  deadlineMs?: number;
  pollMs?: number;
}

/**
 * Works on one entry. Throwing means: try again, then give up; so does ending the process. The signal asks it to end because its
 * time is over or the process has to go; the lane waits. Once `forget` was called, the content is not kept afterwards.
 */
export type EntryHandler = (entry: Entry, signal: AbortSignal, forget: () => void) => Promise<void>;

export interface Lanes {
  /** Until then what is woken waits. */
  start(handler: EntryHandler): void;
  /** There is something new in this lane. */
  wake(lane: string): void;
  /** Takes no more entries, lets those at work finish for `drainMs`, then asks them to end and gives that 500 ms. */
  stop(drainMs: number): Promise<void>;
  /** Lanes at work or waiting for a place in this process. */
  active(): number;
}

/** Enough to give the lanes back, so that another process need not wait for the leases to run out. */
const goodbyeMs = 500;
const suspectPauseMs = 200;
/** More than tries: a process also ends for reasons that have nothing to do with what it works on. */
const mostDeaths = 5;
const deadly: { verdict: Verdict; delayMs: number } = { verdict: 'dead', delayMs: 0 };

/**
 * One entry at a time per lane and in order, whatever the number of replicas; different lanes side by side.
 * A lane is held by a lease that is renewed while it is worked on and taken over when its holder is gone.
 */
export function createLanes(options: LanesOptions): Lanes {
  const { pool, logger, concurrency = 50, retryDelaysMs = [1_000, 15_000] } = options;
  const { leaseSeconds = 10, deadlineMs = 25_000, pollMs = 1_000, labelOf = String } = options;
  const holder = randomUUID();
  /** The one lane at work here whose last holder died with it. */
  let suspect: string | undefined;
  const held = new Map<string, Lease>();
  const working = new Map<string, Promise<void>>();
  const queue = new Set<string>();
  const again = new Set<string>();
  const timers = new Set<NodeJS.Timeout>();
  const ending = new AbortController();
  let handler: EntryHandler | undefined;
  let stopping = false;

  const claims = createBatcher<string, Claim | undefined>({
    maxSize: 100,
    maxFlights: 2,
    run: async (wanted) => {
      const leases = new Map(
        (await claimLanes(pool, { holder, wanted, leaseSeconds })).map((lease) => [lease.lane, lease]),
      );
      return wanted.map((lane) => leases.get(lane));
    },
  });
  const heads = createBatcher<Lease, Entry | undefined>({
    maxSize: 100,
    maxFlights: 2,
    run: async (leases) => {
      const entries = await findHeads(pool, holder, leases);
      const found = new Map(entries.map((entry) => [entry.lane, entry]));
      return leases.map(({ lane }) => found.get(lane));
    },
  });
  const conclusions = createBatcher<Conclusion, boolean>({
    maxSize: 100,
    maxFlights: 2,
    run: async (batch) => {
      const recorded = await concludeEntries(pool, holder, batch);
      return batch.map(({ id }) => recorded.has(id));
    },
  });
  const releases = createBatcher<Lease, void>({
    maxSize: 100,
    maxFlights: 1,
    run: async (batch) => {
      await releaseLanes(pool, holder, batch);
      return batch.map(() => undefined);
    },
  });

  function start(by: EntryHandler): void {
    handler = by;
    fill();
    every(pollMs, async () => {
      for (const lane of await findWaitingLanes(pool, holder, 500)) if (!working.has(lane)) wake(lane);
    });
    every((leaseSeconds * 1000) / 3, async () => {
      if (held.size > 0) await renewLeases(pool, { holder, leases: [...held.values()], leaseSeconds });
    });
  }

  function every(ms: number, work: () => Promise<void>): void {
    const timer = setInterval(() => {
      work().catch((error: unknown) =>
        logger.warn({ err: error }, 'lane housekeeping failed, will be repeated'),
      );
    }, ms);
    timer.unref();
    timers.add(timer);
  }

  function wake(lane: string): void {
    if (stopping) return;
    if (working.has(lane)) again.add(lane);
    else queue.add(lane);
    fill();
  }

  function fill(): void {
    if (handler === undefined) return;
    for (const lane of queue) {
      if (working.size >= concurrency) return;
      queue.delete(lane);
      const work = runLane(lane)
        .catch((error: unknown) => logger.warn({ err: error, lane }, 'lane interrupted, will be taken again'))
        .finally(() => finish(lane));
      working.set(lane, work);
    }
  }

  function finish(lane: string): void {
    held.delete(lane);
    working.delete(lane);
    if (again.delete(lane) && !stopping) queue.add(lane);
    fill();
  }

  async function runLane(lane: string): Promise<void> {
    const lease = await claims.add(lane);
    if (lease === undefined) return;
    held.set(lane, lease);
    try {
      if (lease.deaths > 0 && !suspectAlone(lane)) return;
      for (let entry = await next(lease); entry !== undefined; entry = await next(lease)) {
        if (await handleEntry(entry, lease)) continue;
        break;
      }
    } finally {
      if (suspect === lane) suspect = undefined;
      await releases.add(lease);
    }
  }

  /** One after another, so that what ends the process is found out and nobody else is blamed for it. */
  function suspectAlone(lane: string): boolean {
    if (suspect !== undefined) {
      wakeLater(lane, suspectPauseMs);
      return false;
    }
    suspect = lane;
    return true;
  }

  async function next(lease: Lease): Promise<Entry | undefined> {
    again.delete(lease.lane);
    return stopping ? undefined : await heads.add(lease);
  }

  /** Answers whether the lane may go on; a failed head keeps its place, and a lane lost is another holder's. */
  async function handleEntry(entry: Entry, lease: Claim): Promise<boolean> {
    const startedAt = performance.now();
    const isDeadly = lease.deaths >= mostDeaths;
    let isSecret = false;
    const forget = () => {
      isSecret = true;
    };
    const failure = isDeadly
      ? { error: new Error('the process ended at each try') }
      : await attempt(entry, forget);
    const { verdict, delayMs } = isDeadly ? deadly : judge(entry, failure);
    if (verdict === 'dead') await tellDead(entry, failure?.error);
    // Cut short by a stop: that was no try, and whoever takes the lane next starts it again.
    if (failure !== undefined && ending.signal.aborted) return false;
    const recorded = await conclusions.add({
      ...lease,
      id: entry.id,
      verdict,
      delayMs,
      error: describe(failure?.error),
      erase: isSecret && (verdict === 'done' || verdict === 'dead'),
    });
    if (!recorded) {
      logger.warn({ lane: entry.lane, entry: entry.externalId }, 'a lane was lost while it was worked on');
      return false;
    }
    if (lease.deaths > 0) await forgiveLane(pool, lease.lane);
    lease.deaths = 0;
    const seconds = (performance.now() - startedAt) / 1000;
    options.events?.updateHandled({ kind: labelOf(entry.kind), verdict, seconds });
    const isOver = verdict === 'done' || verdict === 'dead';
    if (!isOver) wakeLater(entry.lane, delayMs);
    return isOver;
  }

  function judge(
    entry: Entry,
    failure: { error: unknown } | undefined,
  ): { verdict: Verdict; delayMs: number } {
    if (failure === undefined) return { verdict: 'done', delayMs: 0 };
    const waitMs = options.waitOutMs?.(failure.error, entry);
    if (waitMs !== undefined) return { verdict: 'wait', delayMs: Math.round(waitMs) };
    const delayMs = retryDelaysMs[entry.attempts];
    return delayMs === undefined ? { verdict: 'dead', delayMs: 0 } : { verdict: 'retry', delayMs };
  }

  /** The lane stays with us until the work has really ended: a deadline asks it to stop, it does not abandon it. */
  async function attempt(entry: Entry, forget: () => void): Promise<{ error: unknown } | undefined> {
    try {
      await handler?.(entry, limit(), forget);
      return undefined;
    } catch (error) {
      logger.error(
        { err: error, kind: entry.kind, entry: entry.externalId, attempt: entry.attempts + 1 },
        'update failed',
      );
      return { error };
    }
  }

  function limit(): AbortSignal {
    return AbortSignal.any([AbortSignal.timeout(deadlineMs), ending.signal]);
  }

  async function tellDead(entry: Entry, error: unknown): Promise<void> {
    try {
      await options.onDead(entry, error, limit());
    } catch (failure) {
      logger.error({ err: failure, entry: entry.externalId }, 'nobody could be told of a dead letter');
    }
  }

  function wakeLater(lane: string, delayMs: number): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      wake(lane);
    }, delayMs);
    timer.unref();
    timers.add(timer);
  }

  async function stop(drainMs: number): Promise<void> {
    stopping = true;
    queue.clear();
    for (const timer of timers) clearTimeout(timer);
    const finished = Promise.allSettled(working.values());
    await Promise.race([finished, pause(drainMs, undefined, { ref: false })]);
    ending.abort(new Error('the process is stopping'));
    await Promise.race([finished, pause(goodbyeMs, undefined, { ref: false })]);
  }

  return { start, wake, stop, active: () => working.size + queue.size };
}

function describe(error: unknown): string | undefined {
  if (error === undefined) return undefined;
  return scrub(error instanceof Error ? `${error.name}: ${error.message}` : 'not an error')
    .slice(0, 500)
    .replaceAll('\0', '');
}
