import type { Clock } from '../../platform/clock.ts';
import type { Database, Db } from '../../platform/db.ts';
import { isInGrace } from './grace.rules.ts';
import { foldGrants, type Rest, restOf } from './fold.rules.ts';
import { listGrants } from './queries.ts';
import type { Grant } from './steps.rules.ts';

/** Days, traffic and a plan that might be bought; with `converts` it would begin now. */
interface OutlookRequest {
  days: number | null;
  trafficBytes: number | null;
  planCode?: string;
  converts?: Grant['converts'];
}

/** What would be of somebody's access if something were bought; nothing changes by asking. */
export interface Outlook {
  /** What is left of the purchases by the plan that holds now. */
  restOf(userId: number, at?: Db): Promise<Rest[]>;
  /** When access would end if this were given now; null: never. */
  endWith(userId: number, gift: OutlookRequest, at?: Db): Promise<Date | null>;
}

export function createOutlook({ db, clock }: { db: Database; clock: Clock }): Outlook {
  return {
    restOf: async (userId, at = db) => restOf(await listGrants(at, userId), clock.now()),
    async endWith(userId, { days, trafficBytes, planCode = null, converts }, at = db) {
      const now = clock.now();
      const given: Grant = {
        id: Number.MAX_SAFE_INTEGER,
        reason: 'what would be given',
        days,
        trafficBytes,
        trafficMode: 'total',
        planCode,
        grantedAt: now,
        givenAt: null,
        revokedAt: null,
        goesFirst: converts !== undefined,
        restBytes: null,
        converts: converts ?? null,
        begunAt: null,
      };
      // Grace ends with what is given.
      const others = (await listGrants(at, userId)).map((one) =>
        isInGrace({ madeBy: one.reason }) && one.revokedAt === null ? { ...one, revokedAt: now } : one,
      );
      return foldGrants([...others, given], { now })?.expiresAt ?? null;
    },
  };
}
