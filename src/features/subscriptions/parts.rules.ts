import { conversionOf, isMonthly, longestOf, type Period, type Run, type Stretch } from './line.rules.ts';
import { endOfMonth, monthMs, monthOf } from './months.rules.ts';

/** A part of a period with one limit: stretches that count together and run one after another, those without a limit, or a month. */
export interface Part {
  /** Parts of one name have one counter. */
  madeBy: string;
  from: number;
  to: number;
  /** Null: unlimited. */
  trafficBytes: number | null;
  /** Whose month it is; undefined: it is none. */
  month: { of: Stretch; number: number } | undefined;
}

/** So much time that runs by the terms of one stretch, within one month of it where it has months. */
interface Piece extends Run {
  terms: Stretch;
  month: number | undefined;
}

/**
 * The parts in order. Traffic adds up as far as one limit reaches, a month has its own; mere traffic comes to whatever ran
 * when it was given. Months that begin long after `now` are not told apart.
 */
export function partsOf({ madeBy, items }: Period, runs: readonly Run[], now: number): Part[] {
  const groups = groupsOf(piecesOf(runs, now));
  const extras = extrasOf(items, runs);
  const parts: Part[] = [];
  for (const [index, group] of groups.entries()) {
    const [first] = group as [Piece, ...Piece[]];
    const [from, to] = [first.from, group.at(-1)?.to ?? first.to];
    const isLast = index === groups.length - 1;
    const mere = extras.filter(({ givenAt }) => (givenAt >= from || index === 0) && (givenAt < to || isLast));
    const month = first.month === undefined ? undefined : { of: first.terms, number: first.month };
    const part = {
      madeBy: index === 0 ? madeBy : `${madeBy}, ${index}: ${first.stretch.thing}`,
      from,
      to,
      month,
    };
    if (isEndless(first)) parts.push({ ...part, trafficBytes: null });
    else if (month === undefined)
      parts.push({
        ...part,
        trafficBytes: sumOf(new Set([...group.map(({ stretch }) => stretch), ...mere])),
      });
    else
      parts.push(monthly(part, { month, before: parts.at(-1), between: runs, extra: sumOf(new Set(mere)) }));
  }
  return parts;
}

type Month = NonNullable<Part['month']>;

/** What is kept of a month before has the counter of that month, and a limit above its. */
function monthly(
  part: Omit<Part, 'trafficBytes'>,
  {
    month,
    before,
    between,
    extra,
  }: { month: Month; before: Part | undefined; between: readonly Run[]; extra: number },
): Part {
  const { of, number } = month;
  const whole = of.isTaken ? 0 : (of.trafficBytes ?? 0);
  const isNext = before?.month?.of === of && before.month.number < number;
  if (of.trafficMode === 'monthly-kept' && isNext && before.trafficBytes !== null)
    return { ...part, madeBy: before.madeBy, trafficBytes: before.trafficBytes + whole + extra };
  return { ...part, trafficBytes: (leftOf(part, of, between) ?? whole) + extra };
}

/** What was left of a month when something else went before the rest of it; undefined: it begins with this part. */
function leftOf({ from }: { from: number }, of: Stretch, runs: readonly Run[]): number | undefined {
  const index = runs.findIndex((run) => run.from === from && run.to > from);
  const before = runs.slice(0, Math.max(0, index));
  const last = before.findLastIndex((_, at) => termsAt(runs, at) === of);
  return last === -1 ? undefined : runs[last + 1]?.stretch.leftBehind;
}

function piecesOf(runs: readonly Run[], now: number): Piece[] {
  const terms = runs.map((_, index) => termsAt(runs, index));
  const ran = new Map<Stretch, number>();
  return runs.flatMap((run, index) => {
    const of = terms[index] ?? run.stretch;
    const before = ran.get(of) ?? 0;
    ran.set(of, before + (run.to - run.from));
    if (!isMonthly(of)) return [{ ...run, terms: of, month: undefined }];
    const wholeMs = wholeOf(of, runs, terms);
    return monthsOf({ ...run, terms: of }, { before, wholeMs, now });
  });
}

/** How long the stretch and what runs by its terms ever were, together. */
function wholeOf(of: Stretch, runs: readonly Run[], terms: readonly Stretch[]): number {
  const those = new Set(runs.filter((_, index) => terms[index] === of).map(({ stretch }) => stretch));
  return [...those].reduce((sum, stretch) => sum + longestOf(stretch), 0);
}

function monthsOf(
  run: Run & { terms: Stretch },
  { before, wholeMs, now }: { before: number; wholeMs: number; now: number },
): Piece[] {
  const pieces: Piece[] = [];
  const known = Math.max(now, run.from) + 2 * monthMs;
  let [from, ran] = [run.from, before];
  for (;;) {
    const month = monthOf(ran, wholeMs);
    const end = from + endOfMonth(month, wholeMs) - ran;
    const to = from > known ? run.to : Math.min(end, run.to);
    pieces.push({ ...run, from, to, month });
    if (to >= run.to) return pieces;
    ran += to - from;
    from = to;
  }
}

function groupsOf(pieces: readonly Piece[]): Piece[][] {
  const groups: Piece[][] = [];
  for (const [index, piece] of pieces.entries()) {
    const before = pieces[index - 1];
    if (before !== undefined && countTogether(before, piece)) groups.at(-1)?.push(piece);
    else groups.push([piece]);
  }
  return groups;
}

function countTogether(one: Piece, other: Piece): boolean {
  // What went first has a counter of its own, and what follows goes on with it.
  if (other.stretch !== one.stretch && other.stretch.leftBehind !== undefined) return false;
  if (one.month !== undefined || other.month !== undefined)
    return one.terms === other.terms && one.month === other.month;
  return isEndless(one) === isEndless(other);
}

function isEndless({ terms }: Piece): boolean {
  return terms.trafficBytes === null;
}

/** Traffic that does not come with a part of its own: mere traffic, and that of what goes by the months of something else. */
function extrasOf(items: ReadonlySet<Stretch>, runs: readonly Run[]): Stretch[] {
  const own = new Set(
    runs.flatMap(({ stretch, as }, index) => {
      const terms = termsAt(runs, index);
      return as === undefined && terms !== stretch && isMonthly(terms) ? [] : [stretch];
    }),
  );
  return [...items].filter((item) => !own.has(item));
}

function sumOf(stretches: ReadonlySet<Stretch>): number {
  return [...stretches].reduce((sum, stretch) => sum + (stretch.isTaken ? 0 : trafficOf(stretch)), 0);
}

function trafficOf(stretch: Stretch): number {
  const { trafficBytes, lostBytes } = stretch;
  return conversionOf(stretch)?.trafficBytes ?? Math.max(0, (trafficBytes ?? 0) - lostBytes);
}

/**
 * The stretch by whose traffic a run goes, mostly its own. A trial is as good as what was bought behind it; what came without
 * a plan, and a trial behind a purchase, goes on with the months before.
 */
function termsAt(runs: readonly Run[], index: number): Stretch {
  const { stretch, as } = runs[index] as Run;
  if (as !== undefined) return as;
  const bought = stretch.planCode === 'trial' ? boughtAfter(runs, index) : undefined;
  if (bought !== undefined && (bought.trafficBytes === null || isMonthly(bought))) return bought;
  const isPlain =
    stretch.trafficBytes !== null && (stretch.planCode === null || stretch.planCode === 'trial');
  if (!isPlain || isMonthly(stretch) || index === 0) return stretch;
  const before = termsAt(runs, index - 1);
  return isMonthly(before) && !before.isTaken ? before : stretch;
}

/** What was bought and stands behind the stretch, with nothing else than trials in between. */
function boughtAfter(runs: readonly Run[], index: number): Stretch | undefined {
  const next = runs[index + 1]?.stretch;
  if (next === undefined) return undefined;
  return next.planCode === 'trial' ? boughtAfter(runs, index + 1) : next;
}

/** The part that a moment falls into; after the end the last one. */
export function termsOf(parts: readonly Part[], moment: number): Part | undefined {
  return parts.find(({ to }) => moment < to) ?? parts.at(-1);
}

/** The plan of the stretch that runs then. What came without one, or as a trial, goes by the plan before it, or behind it. */
export function planAt(runs: readonly Run[], moment: number): string | null {
  const found = runs.findIndex(({ to }) => moment < to);
  const index = found === -1 ? runs.length - 1 : found;
  const own = planOf(runs[index]);
  if (own !== null && own !== 'trial') return own;
  const before = runs.slice(0, index).map(planOf);
  const bought = before.findLast((code) => code !== null && code !== 'trial');
  if (bought !== undefined) return bought;
  const behind = own === 'trial' ? boughtAfter(runs, index)?.planCode : undefined;
  return behind ?? own ?? before.findLast((code) => code !== null) ?? null;
}

function planOf(run: Run | undefined): string | null {
  return (run?.as ?? run?.stretch)?.planCode ?? null;
}
