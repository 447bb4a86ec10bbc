import type { Period, Run, Stretch } from './line.rules.ts';

/** A part of a period with one limit and one counter: stretches with a limit that run one after another, or those without. */
export interface Part {
  madeBy: string;
  from: number;
  to: number;
  /** Null: unlimited. */
  trafficBytes: number | null;
}

/** The parts in order. Traffic adds up as far as one limit reaches; mere traffic comes to whatever ran when it was given. */
export function partsOf({ madeBy, items }: Period, runs: readonly Run[]): Part[] {
  const groups: Run[][] = [];
  for (const [index, run] of runs.entries()) {
    const before = runs[index - 1];
    const isSame = before !== undefined && isUnlimited(runs, index) === isUnlimited(runs, index - 1);
    if (isSame) groups.at(-1)?.push(run);
    else groups.push([run]);
  }
  const own = new Set(runs.map(({ stretch }) => stretch));
  const extras = [...items].filter((item) => !own.has(item));
  return groups.map((group, index) => {
    const [from, to] = [group[0]?.from ?? 0, group.at(-1)?.to ?? 0];
    const isLast = index === groups.length - 1;
    const mere = extras.filter(({ givenAt }) => (givenAt >= from || index === 0) && (givenAt < to || isLast));
    const first = runs.indexOf(group[0] as Run);
    return {
      // The first is the period itself.
      madeBy: index === 0 ? madeBy : `${madeBy}, ${index}: ${group[0]?.stretch.thing}`,
      from,
      to,
      trafficBytes: isUnlimited(runs, first)
        ? null
        : sumOf(new Set([...group.map(({ stretch }) => stretch), ...mere])),
    };
  });
}

function sumOf(stretches: ReadonlySet<Stretch>): number {
  return [...stretches].reduce(
    (sum, { isTaken, trafficBytes }) => sum + (isTaken ? 0 : (trafficBytes ?? 0)),
    0,
  );
}

/** A trial is as good as what was bought behind it. */
function isUnlimited(runs: readonly Run[], index: number): boolean {
  const stretch = runs[index]?.stretch;
  if (stretch === undefined) return false;
  const bought = stretch.planCode === 'trial' ? boughtAfter(runs, index) : undefined;
  return stretch.trafficBytes === null || bought?.trafficBytes === null;
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
  const own = runs[index]?.stretch.planCode ?? null;
  if (own !== null && own !== 'trial') return own;
  const before = runs.slice(0, index).map(({ stretch }) => stretch.planCode);
  const bought = before.findLast((code) => code !== null && code !== 'trial');
  if (bought !== undefined) return bought;
  const behind = own === 'trial' ? boughtAfter(runs, index)?.planCode : undefined;
  return behind ?? own ?? before.findLast((code) => code !== null) ?? null;
}
