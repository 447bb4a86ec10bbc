import { isPaidThing } from './grace.rules.ts';
import { createLine, type Line, type Run } from './line.rules.ts';
import { type Part, partsOf, planAt, termsOf } from './parts.rules.ts';
import type { TrafficMode } from '../plans/tables.ts';
import { type Grant, type GrantStep, stepsOf } from './steps.rules.ts';

/** What somebody is entitled to at a moment: since when, until when (null: for ever), and what for now. */
export interface Entitlement {
  /** What began it, such as `order 7`: as long as it is the same, used is what was used. */
  madeBy: string;
  startedAt: Date;
  expiresAt: Date | null;
  /** Null: unlimited. */
  trafficBytes: number | null;
  planCode: string | null;
  /** When something else begins to hold; null: nothing does. */
  changesAt: Date | null;
  /** What holds then. */
  next: { planCode: string | null; trafficBytes: number | null } | null;
  /** Whether the limit is one of each month. */
  trafficMode: TrafficMode;
  /** When the next month of traffic begins; null: none does. */
  resetsAt: Date | null;
  /** The grant whose time runs; undefined when all of it is over. */
  runningGrantId: number | undefined;
}

/**
 * Plays what was given and taken back, and when, into what the person is entitled to at a moment (of the last change when
 * not given); undefined when nothing is left of the last period. What is given during a period waits in line; what is
 * given after its end begins a new one. Whose time has run has had it: taking back takes only what is left, and what waited
 * moves up. Each stretch goes by the plan that it was sold by. From `still` on no time is taken to have passed.
 */
export function foldGrants(
  grants: readonly Grant[],
  { now, still }: { now?: Date; still?: Date | undefined } = {},
): Entitlement | undefined {
  const stillMs = still?.getTime() ?? Number.POSITIVE_INFINITY;
  const steps = stepsOf(grants).map((step) => ({ ...step, at: Math.min(step.at, stillMs) }));
  return entitlementOf(played(steps), now?.getTime() ?? steps.at(-1)?.at ?? 0);
}

/** A purchase by some plan of which time is left. */
export interface Rest {
  thing: string;
  leftMs: number;
  totalMs: number;
}

/** What is left of the purchases by the plan that holds now, in the order in which it runs. */
export function restOf(grants: readonly Grant[], now: Date): Rest[] {
  const runs = runsOf(grants);
  const planCode = planAt(runs, now.getTime());
  const mine = runs.filter(
    ({ stretch, as, to }) => as === undefined && to > now.getTime() && stretch.planCode === planCode,
  );
  return mine
    .filter(({ stretch }) => isPaidThing(stretch.thing) && stretch.longestMs < Number.POSITIVE_INFINITY)
    .map(({ stretch: { thing, totalMs }, from, to }) => {
      return { thing, leftMs: to - Math.max(now.getTime(), from), totalMs };
    });
}

/** What ran last of a time that is over by `now`, such as `order 7`; undefined: time is left, or nothing ran. */
export function endedWith(grants: readonly Grant[], now: Date): string | undefined {
  const last = runsOf(grants).at(-1);
  return last === undefined || last.to > now.getTime() ? undefined : last.stretch.thing;
}

const fortnightMs = 14 * 24 * 60 * 60 * 1_000;

/** The longest that was bought of what runs in the last two weeks of all the time there is; infinite: for ever. */
export function longestAtEnd(grants: readonly Grant[]): number {
  const runs = runsOf(grants);
  const end = runs.at(-1)?.to ?? 0;
  return Math.max(
    0,
    ...runs.filter(({ to }) => to > end - fortnightMs).map(({ stretch }) => stretch.totalMs),
  );
}

function played(steps: readonly GrantStep[]): Line {
  const line = createLine();
  for (const step of steps) line.take(step);
  return line;
}

/** What has run of all that was given, and what will. */
function runsOf(grants: readonly Grant[]): Run[] {
  return played(stepsOf(grants)).runs();
}

function entitlementOf(line: Line, now: number): Entitlement | undefined {
  const { period, waiting } = line;
  if (period === undefined || [...period.items].every(({ isTaken }) => isTaken)) return undefined;
  const runs = line.runs();
  const endsAt = runs.at(-1)?.to ?? period.startedAt;
  // The months of later are told apart only as seen from then.
  const seenFrom = (moment: number) => partsOf(period, runs, moment);
  const parts = seenFrom(now);
  const [part, planCode] = [termsOf(parts, now), planAt(runs, now)];
  const changesAt = [...parts, ...runs]
    .map(({ to }) => to)
    .toSorted((one, other) => one - other)
    .find((to) => to > now && holdsElse(to));
  return {
    madeBy: part?.madeBy ?? period.madeBy,
    startedAt: new Date(period.startedAt),
    expiresAt: dateOf(endsAt),
    trafficBytes: part?.trafficBytes ?? (part === undefined ? 0 : null),
    planCode,
    changesAt: changesAt === undefined ? null : dateOf(changesAt),
    next: changesAt === undefined ? null : termsAt(changesAt),
    trafficMode: part?.month?.of.trafficMode ?? 'total',
    resetsAt: resetOf(part),
    runningGrantId: waiting[0]?.grantId,
  };

  function termsAt(moment: number) {
    const then: Part | undefined = termsOf(seenFrom(moment), moment);
    return { planCode: planAt(runs, moment), trafficBytes: then === undefined ? 0 : then.trafficBytes };
  }

  /** Another month of the same is nothing else. */
  function holdsElse(moment: number): boolean {
    if (moment >= endsAt) return false;
    const then = termsOf(parts, moment);
    const isSame = then === part || (then?.month !== undefined && then.month.of === part?.month?.of);
    return planAt(runs, moment) !== planCode || !isSame;
  }

  function resetOf(running: Part | undefined): Date | null {
    const next = running && parts[parts.indexOf(running) + 1];
    const isMonth = next?.month !== undefined && next.month.of === running?.month?.of;
    if (!isMonth || running === undefined || running.to <= now) return null;
    return planAt(runs, running.to) === planCode ? dateOf(running.to) : null;
  }
}

function dateOf(ms: number): Date | null {
  return ms === Number.POSITIVE_INFINITY ? null : new Date(ms);
}
