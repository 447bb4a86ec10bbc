import type { TrafficMode } from '../plans/tables.ts';
import type { Grant, GrantStep } from './steps.rules.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Something that was given, and how much of its time has run. */
export interface Stretch {
  thing: string;
  place: number;
  grantId: number;
  /** Infinity: for ever. */
  totalMs: number;
  /** The longest that it ever was: its months stay where they were when it becomes shorter. */
  longestMs: number;
  usedMs: number;
  /** Its time does not run before. */
  waitsUntil: number;
  trafficBytes: number | null;
  trafficMode: TrafficMode;
  /** So much of its traffic had been used when something else went before it. */
  lostBytes: number;
  /** So much was left of what it went before. */
  leftBehind: number | undefined;
  /** It runs by the terms of another, as long as that is not taken back. */
  as: Conversion | undefined;
  planCode: string | null;
  isTaken: boolean;
  /** When it was last given anew. */
  givenAt: number;
  period: Period | undefined;
}

/** What was left of a stretch when it was made time of another one, of the other's length. */
interface Conversion {
  by: Stretch;
  /** How long a day of it is then. */
  rate: number;
  /** How much of it has run so. */
  ranMs: number;
  trafficBytes: number;
}

/** A time in which one stretch runs, without another in between. */
export interface Run {
  stretch: Stretch;
  /** By whose terms, where they are not its own. */
  as: Stretch | undefined;
  from: number;
  to: number;
}

/** A time without a gap, and everything that was given for it. */
export interface Period {
  madeBy: string;
  startedAt: number;
  items: Set<Stretch>;
  /** What has run of it, in order. */
  runs: Run[];
}

/** What was given, one after another, at the moment up to which it was played. The first of those waiting runs. */
export interface Line {
  readonly period: Period | undefined;
  readonly waiting: readonly Stretch[];
  /** What has run of the period and what will, in order. */
  runs: () => Run[];
  /** Lets time pass until the step, and takes it. */
  take: (step: GrantStep) => void;
}

export function createLine(): Line {
  const items = new Map<string, Stretch>();
  const waiting: Stretch[] = [];
  let at = Number.NEGATIVE_INFINITY;
  let period: Period | undefined;

  return {
    get period() {
      return period;
    },
    waiting,
    runs,
    take,
  };

  function runs(): Run[] {
    let from = Math.max(at, waiting[0]?.waitsUntil ?? at);
    const coming = waiting.map((stretch) => {
      const run = { stretch, as: conversionOf(stretch)?.by, from, to: from + leftOf(stretch) };
      from = run.to;
      return run;
    });
    return joined([...(period?.runs ?? []), ...coming]);
  }

  function take(step: GrantStep): void {
    pass(step.at);
    const item = items.get(step.thing) ?? created(step);
    items.set(step.thing, item);
    value(item, step);
    if (leftOf(item) === 0) leave(item);
    else if (step.grant?.goesFirst === true && !waiting.includes(item)) goFirst(item, step.grant);
    else enter(item);
  }

  /** The one that runs uses up its time, and then the next. */
  function pass(until: number): void {
    for (let first = waiting[0]; first !== undefined && at < until; first = waiting[0]) {
      const from = Math.max(at, first.waitsUntil);
      const end = from + leftOf(first);
      const to = Math.min(end, until);
      if (to > from) period?.runs.push({ stretch: first, as: conversionOf(first)?.by, from, to });
      spend(first, Math.max(0, to - from));
      at = to;
      if (end <= until) leave(first);
    }
    at = Math.max(at, until);
  }

  /** What has run has run: nothing becomes worth less than that. */
  function value(item: Stretch, { grant }: GrantStep): void {
    item.isTaken = grant === undefined;
    const days = grant === undefined ? 0 : (grant.days ?? Number.POSITIVE_INFINITY);
    item.totalMs = Math.max(ownUsed(item), days * dayMs);
    item.longestMs = Math.max(item.longestMs, item.totalMs);
    if (grant === undefined) return;
    item.grantId = grant.id;
    item.trafficBytes = grant.trafficBytes;
    item.trafficMode = grant.trafficMode;
    item.planCode = grant.planCode;
    item.givenAt = at;
    item.waitsUntil = grant.begunAt?.getTime() ?? Number.NEGATIVE_INFINITY;
  }

  /** Behind the one that runs, in the order in which they were given; what had begun a period before goes on with it. */
  function enter(item: Stretch): void {
    if (waiting.length === 0) period = item.period ?? begun(item);
    join(item);
    if (waiting.includes(item)) return;
    const later = waiting.findIndex((other, index) => index > 0 && other.place > item.place);
    waiting.splice(later === -1 ? waiting.length : later, 0, item);
  }

  /** What ran waits, with the traffic that was left of it and of what it ran together with. */
  function goFirst(item: Stretch, { restBytes, converts }: Grant): void {
    const before = waiting[0];
    enter(item);
    if (before === undefined) return;
    const left = restBytes ?? 0;
    item.leftBehind = left;
    waiting.splice(waiting.indexOf(item), 1);
    if (before.trafficBytes !== null && !isMonthly(before)) leaveOf(before, item, left);
    waiting.unshift(item);
    for (const { thing, rate } of converts ?? []) {
      const other = waiting.find((one) => one !== item && one.thing === thing);
      if (other !== undefined) convert(other, item, rate);
    }
  }

  /** What is left of it is time by the other's terms, with as much traffic as so much of that has. */
  function convert(other: Stretch, by: Stretch, rate: number): void {
    other.usedMs = ownUsed(other);
    const share = by.totalMs === Number.POSITIVE_INFINITY ? 0 : (leftOf(other) * rate) / by.totalMs;
    other.as = { by, rate, ranMs: 0, trafficBytes: Math.floor((by.trafficBytes ?? 0) * share) };
  }

  /** All that counted together with it was used, but for this: whatever waits of it keeps the share that it brought. */
  function leaveOf(before: Stretch, item: Stretch, left: number): void {
    const end = waiting.findIndex((other) => other.trafficBytes === null || isMonthly(other));
    const [together, behind] = end === -1 ? [waiting, []] : [waiting.slice(0, end), waiting.slice(end)];
    for (const other of period?.items ?? [])
      if (other !== item && !behind.includes(other) && other.trafficBytes !== null)
        other.lostBytes = other.trafficBytes;
    const brought = together.reduce((sum, { trafficBytes }) => sum + (trafficBytes ?? 0), 0);
    let rest = left;
    for (const other of together) {
      if (other === before) continue;
      const share = Math.floor((left * (other.trafficBytes ?? 0)) / Math.max(1, brought));
      other.lostBytes = (other.trafficBytes ?? 0) - share;
      rest -= share;
    }
    before.lostBytes = (before.trafficBytes ?? 0) - rest;
  }

  function begun({ thing, waitsUntil }: Stretch): Period {
    return { madeBy: thing, startedAt: Math.max(at, waitsUntil), items: new Set(), runs: [] };
  }

  /** Mere traffic comes on top of what runs; without anything that runs it is for nothing. */
  function leave(item: Stretch): void {
    const index = waiting.indexOf(item);
    if (index === -1) {
      if (waiting.length > 0 && item.period === undefined) join(item);
      return;
    }
    waiting.splice(index, 1);
  }

  function join(item: Stretch): void {
    item.period = period;
    period?.items.add(item);
  }
}

function created({ thing, place }: GrantStep): Stretch {
  return {
    thing,
    place,
    grantId: 0,
    totalMs: 0,
    longestMs: 0,
    usedMs: 0,
    waitsUntil: Number.NEGATIVE_INFINITY,
    trafficBytes: 0,
    trafficMode: 'total',
    lostBytes: 0,
    leftBehind: undefined,
    as: undefined,
    planCode: null,
    isTaken: true,
    givenAt: 0,
    period: undefined,
  };
}

/** Whether its limit is one of each month. */
export function isMonthly({
  trafficMode,
  trafficBytes,
}: Pick<Stretch, 'trafficMode' | 'trafficBytes'>): boolean {
  return trafficBytes !== null && trafficMode !== 'total';
}

/** What runs on where it stopped is one run. */
function joined(runs: readonly Run[]): Run[] {
  const whole: Run[] = [];
  for (const run of runs) {
    const last = whole.at(-1);
    if (last?.stretch === run.stretch && last.as === run.as)
      whole[whole.length - 1] = { ...last, to: run.to };
    else whole.push(run);
  }
  return whole;
}

function leftOf(stretch: Stretch): number {
  const { totalMs, usedMs } = stretch;
  const as = conversionOf(stretch);
  if (as === undefined) return totalMs - ownUsed(stretch);
  return Math.max(0, Math.round((totalMs - usedMs) * as.rate) - as.ranMs);
}

/** How much of its own time has run, in whichever way. */
function ownUsed({ totalMs, usedMs, as }: Stretch): number {
  return as === undefined ? usedMs : Math.min(totalMs, usedMs + Math.round(as.ranMs / as.rate));
}

function spend(stretch: Stretch, ms: number): void {
  const as = conversionOf(stretch);
  if (as === undefined) stretch.usedMs += ms;
  else as.ranMs += ms;
}

/** By whose terms it runs instead of its own; undefined: by its own. */
export function conversionOf({ as }: Stretch): Conversion | undefined {
  return as?.by.isTaken === true ? undefined : as;
}

/** The longest that it ever was, as it runs now. */
export function longestOf(stretch: Stretch): number {
  const as = conversionOf(stretch);
  return as === undefined ? stretch.longestMs : Math.round((stretch.longestMs - stretch.usedMs) * as.rate);
}
