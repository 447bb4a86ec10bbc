import { createLine, type Stretch, type Line } from './line.rules.ts';
import { type Grant, stepsOf } from './steps.rules.ts';

/** The sum of grants: when the current period began, when it ends (null: never), its traffic (null: unlimited), its plan. */
export interface Entitlement {
  /** What began the period, such as `order 7`: as long as it is the same, so is the period, and what was used of it. */
  madeBy: string;
  startedAt: Date;
  expiresAt: Date | null;
  trafficBytes: number | null;
  planCode: string | null;
  /** The grant whose time runs; undefined when all of it is over. */
  runningGrantId: number | undefined;
}

/**
 * Plays what was given and taken back, and when, into what the person is entitled to; undefined when nothing is left of
 * the last period. What is given during a period waits in line and adds its traffic; what is given after its end begins
 * a new one. Whose time has run has had it: taking back takes only what is left, and what waited moves up. For ever and
 * unlimited win, and so does the plan that came last. From `still` on no time is taken to have passed.
 */
export function foldGrants(grants: readonly Grant[], still?: Date): Entitlement | undefined {
  const stillMs = still?.getTime() ?? Number.POSITIVE_INFINITY;
  const line = createLine();
  for (const step of stepsOf(grants)) line.take({ ...step, at: Math.min(step.at, stillMs) });
  return entitlementOf(line);
}

function entitlementOf({ period, waiting, endsAt }: Line): Entitlement | undefined {
  const live = period === undefined ? [] : [...period.items].filter(({ isTaken }) => !isTaken);
  if (period === undefined || live.length === 0) return undefined;
  const expiresAt = endsAt();
  return {
    madeBy: period.madeBy,
    startedAt: new Date(period.startedAt),
    expiresAt: expiresAt === Number.POSITIVE_INFINITY ? null : new Date(expiresAt),
    trafficBytes: trafficOf(live),
    planCode: live.map(({ planCode }) => planCode).reduce(planAfter, null),
    runningGrantId: waiting[0]?.grantId,
  };
}

function trafficOf(items: readonly Stretch[]): number | null {
  return items.reduce<number | null>(
    (sum, { trafficBytes }) => (sum === null || trafficBytes === null ? null : sum + trafficBytes),
    0,
  );
}

/** A trial adds its days to a plan that was bought, and does not take its place. */
function planAfter(before: string | null, next: string | null): string | null {
  return next === 'trial' ? (before ?? next) : (next ?? before);
}
