const dayMs = 24 * 60 * 60 * 1000;

/** One grant as the fold sees it. Null days: for ever. Null traffic: unlimited. */
export interface Grant {
  days: number | null;
  trafficBytes: number | null;
  /** Null: it came without a plan. */
  planCode: string | null;
  grantedAt: Date;
}

/** The sum of grants: when the current period began, when it ends (null: never), its traffic (null: unlimited), its plan. */
export interface Entitlement {
  startedAt: Date;
  expiresAt: Date | null;
  trafficBytes: number | null;
  planCode: string | null;
}

/**
 * Folds grants, oldest first, into what the person is entitled to; undefined without grants. A grant during a period
 * lengthens it and adds its traffic; a grant after its end begins a new one. For ever and unlimited win, and so does the plan that came last.
 */
export function foldGrants(grants: readonly Grant[]): Entitlement | undefined {
  let sum: Entitlement | undefined;
  for (const grant of grants) {
    const running = sum !== undefined && (sum.expiresAt === null || sum.expiresAt > grant.grantedAt);
    sum = running && sum !== undefined ? extend(sum, grant) : begin(grant);
  }
  return sum;
}

function begin(grant: Grant): Entitlement {
  return {
    startedAt: grant.grantedAt,
    expiresAt: grant.days === null ? null : new Date(grant.grantedAt.getTime() + grant.days * dayMs),
    trafficBytes: grant.trafficBytes,
    planCode: grant.planCode,
  };
}

function extend(sum: Entitlement, grant: Grant): Entitlement {
  const forEver = sum.expiresAt === null || grant.days === null;
  const unlimited = sum.trafficBytes === null || grant.trafficBytes === null;
  return {
    startedAt: sum.startedAt,
    expiresAt: forEver ? null : new Date((sum.expiresAt as Date).getTime() + (grant.days as number) * dayMs),
    trafficBytes: unlimited ? null : (sum.trafficBytes as number) + (grant.trafficBytes as number),
    planCode: planAfter(sum.planCode, grant.planCode),
  };
}

/** A trial adds its days to a plan that was bought, and does not take its place. */
function planAfter(before: string | null, next: string | null): string | null {
  return next === 'trial' ? (before ?? next) : (next ?? before);
}
