import type { Clock } from '../../platform/clock.ts';
import type { Database, Db, Transaction } from '../../platform/db.ts';
import { newUuid } from '../../platform/ids.ts';
import type { Queue } from '../../platform/queue.ts';
import { type Entitlement, foldGrants } from './fold.ts';
import { jobKey, provisionJob } from './jobs.ts';
import {
  findSubscription,
  insertGrant,
  listGrants,
  listLapsed,
  lockSubscription,
  writeEntitlement,
} from './queries.ts';
import type { grants, subscriptions } from './tables.ts';

export type Subscription = typeof subscriptions.$inferSelect;

/** Something to give: days (null: for ever) and traffic (null: unlimited), and what gave it. */
export interface Gift {
  userId: number;
  source: (typeof grants.$inferInsert)['source'];
  /** Such as `invite 7`: the same reason gives the same person once. */
  reason: string;
  days: number | null;
  trafficBytes: number | null;
}

export interface SubscriptionService {
  /** Gives days and traffic and has the panel follow, all in the caller's transaction. Repeats change nothing. */
  grant(tx: Transaction, gift: Gift): Promise<Subscription>;
  /** Has the panel follow after something else changed about the person, such as a block. */
  refresh(tx: Transaction, userId: number): Promise<void>;
  /** Inside a transaction it has to be given: a second connection might never come free. */
  find(userId: number, at?: Db): Promise<Subscription | undefined>;
  /** Ends the periods that are over; answers how many. */
  lapse(): Promise<number>;
}

export function createSubscriptionService(parts: {
  db: Database;
  clock: Clock;
  queue: Pick<Queue, 'enqueue'>;
}): SubscriptionService {
  const { db, clock, queue } = parts;

  async function grant(tx: Transaction, gift: Gift): Promise<Subscription> {
    const now = clock.now();
    const subscription = await lockSubscription(tx, { userId: gift.userId, panelUuid: newUuid(), now });
    const isNew = await insertGrant(tx, {
      ...gift,
      grantedAt: now,
      key: `${gift.reason} user ${gift.userId}`,
    });
    return isNew ? await follow(tx, subscription) : subscription;
  }

  async function refresh(tx: Transaction, userId: number): Promise<void> {
    const existing = await findSubscription(tx, userId);
    if (existing === undefined) return;
    await follow(tx, await lockSubscription(tx, { userId, panelUuid: existing.panelUuid, now: clock.now() }));
  }

  /** Adds up the grants again and asks the panel to follow, in one transaction with whatever caused it. */
  async function follow(tx: Transaction, subscription: Subscription): Promise<Subscription> {
    const now = clock.now();
    const entitlement = foldGrants(await listGrants(tx, subscription.userId));
    const status = statusAt(now, subscription, entitlement);
    const written = await writeEntitlement(tx, { id: subscription.id, entitlement, status, now });
    await queue.enqueue(tx, provisionJob.name, { userId: subscription.userId }, jobKey(subscription.userId));
    return written;
  }

  async function lapse(): Promise<number> {
    const due = await listLapsed(db, clock.now(), 500);
    for (const userId of due) await db.transaction((tx) => refresh(tx, userId));
    return due.length;
  }

  return { grant, refresh, find: (userId, at = db) => findSubscription(at, userId), lapse };
}

function runsAt(period: { expiresAt: Date | null } | undefined, now: Date): boolean {
  return period !== undefined && (period.expiresAt === null || period.expiresAt > now);
}

/** Access that had ended works again only once the panel has followed; until then it is pending, as the first time. */
function statusAt(
  now: Date,
  before: Subscription,
  entitlement: Entitlement | undefined,
): Subscription['status'] {
  if (!runsAt(entitlement, now)) return 'expired';
  return before.status === 'active' && runsAt(before, now) ? 'active' : 'pending';
}
