import type { TrafficMode } from '../plans/tables.ts';

/** One grant as the fold sees it. Null days: for ever. Null traffic: unlimited. */
export interface Grant {
  id: number;
  /** What gave it; what an order gives after money went back is another grant of the same order. */
  reason: string;
  days: number | null;
  trafficBytes: number | null;
  /** Whether that is for all of its time, or for each month. */
  trafficMode: TrafficMode;
  /** Null: it came without a plan. */
  planCode: string | null;
  /** Its place in line. */
  grantedAt: Date;
  /** When it was written, where that was later; null: when it was granted, or in place of the one before. */
  givenAt: Date | null;
  revokedAt: Date | null;
  /** It goes before what runs, which waits. */
  goesFirst: boolean;
  /** So much traffic was left then of what it goes before; null: no limit. */
  restBytes: number | null;
  /** What of other purchases runs by its plan instead of theirs, and how long a day of each is then; null: nothing. */
  converts: readonly { thing: string; rate: number }[] | null;
  /** From when on its time runs, where a panel held it only then; null: at once. */
  begunAt: Date | null;
}

/** One moment at which something is worth something else than before; without a grant: nothing any more. */
export interface GrantStep {
  at: number;
  thing: string;
  place: number;
  grant: Grant | undefined;
}

/** All of them in the order of time; at one moment in the order of what was given. */
export function stepsOf(grants: readonly Grant[]): GrantStep[] {
  const things = new Map<string, Grant[]>();
  for (const grant of grants.toSorted((a, b) => a.id - b.id)) {
    const thing = thingOf(grant.reason);
    things.set(thing, [...(things.get(thing) ?? []), grant]);
  }
  return [...things].flatMap(([thing, versions]) => stepsOfThing(thing, versions)).toSorted(inTime);
}

function inTime(one: GrantStep, other: GrantStep): number {
  return one.at - other.at || one.place - other.place;
}

function stepsOfThing(thing: string, versions: readonly Grant[]): GrantStep[] {
  const place = versions[0]?.grantedAt.getTime() ?? 0;
  return versions.flatMap((grant, index) => {
    const at = givenAt(grant, versions[index - 1]);
    const next = versions[index + 1];
    const end = grant.revokedAt?.getTime();
    // What is given in place of it is given first, so that access never ends in between.
    const isReplaced = next !== undefined && end !== undefined && givenAt(next, grant) <= end;
    const taken = end === undefined || isReplaced ? [] : [{ at: Math.max(at, end), grant: undefined }];
    return [{ at, grant }, ...taken].map((step) => ({ ...step, thing, place }));
  });
}

function givenAt(grant: Grant, before: Grant | undefined): number {
  return (grant.givenAt ?? before?.revokedAt ?? grant.grantedAt).getTime();
}

/** What a reason speaks of: such as `order 7` of `order 7 after version 3`. */
export function thingOf(reason: string): string {
  return reason.replace(/ after version \d+$/, '');
}
