import type { PanelClient } from '../../clients/panel/client.ts';
import { ensureUser } from '../../clients/panel/ensure.ts';
import type { PanelUser } from '../../clients/panel/panel-user.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, Transaction } from '../../platform/db.ts';
import type { Events } from '../../platform/events.ts';
import type { Queue } from '../../platform/queue.ts';
import { desiredPanelUser } from './desired.ts';
import { jobKey, provisionJob } from './jobs.ts';
import {
  activate,
  findForProvisioning,
  listLagging,
  markApplied,
  type Subscription,
  writeUsage,
} from './queries.ts';

export interface Provisioning {
  /**
   * Makes the panel hold what the person is entitled to and records that it was seen to. `repeated` says that a try
   * failed before. Throws when the panel could not be brought there, to be tried again.
   */
  provision(userId: number, repeated: boolean): Promise<void>;
  /** Asks again for whoever lags behind without a job under way; answers how many. */
  catchUp(): Promise<number>;
}

export function createProvisioning(parts: {
  db: Database;
  clock: Clock;
  panel: PanelClient;
  queue: Pick<Queue, 'enqueue'>;
  events: Events;
  timeZone: string;
  /** The panel holds the account for the first time, or again after it could not be used. */
  onReady: (tx: Transaction, userId: number) => Promise<void>;
}): Provisioning {
  const { db, clock, panel, queue, events, timeZone, onReady } = parts;

  async function provision(userId: number, repeated: boolean): Promise<void> {
    const readAt = clock.now();
    const found = await findForProvisioning(db, userId);
    if (found === undefined) return;
    const wanted = desiredPanelUser(found.subscription, { blocked: found.blockedAt !== null }, timeZone);
    const account = await ensureUser(panel, wanted, {
      reapply: repeated,
      resetUsage: isNewPeriod(found.subscription),
    });
    await db.transaction((tx) => confirm(tx, { ...found, readAt, account }));
  }

  /** What was confirmed is what was wanted when it was read: whoever changed it meanwhile has enqueued a job of theirs. */
  async function confirm(
    tx: Transaction,
    seen: { subscription: Subscription; readAt: Date; account: PanelUser },
  ): Promise<void> {
    const { subscription, readAt, account } = seen;
    const now = clock.now();
    const { id, desiredVersion: version } = subscription;
    const isNews = await markApplied(tx, { id, version, readAt });
    await writeUsage(tx, { id, usedBytes: account.currentUsageBytes, now });
    if (!isNews || subscription.status !== 'pending' || !(await activate(tx, id, now))) return;
    await onReady(tx, subscription.userId);
    events.accessReady((now.getTime() - subscription.updatedAt.getTime()) / 1000);
  }

  async function catchUp(): Promise<number> {
    const before = new Date(clock.now().getTime() - 10 * 60 * 1000);
    const behind = await listLagging(db, before, 500);
    await db.transaction(async (tx) => {
      for (const userId of behind) await queue.enqueue(tx, provisionJob.name, { userId }, jobKey(userId));
    });
    return behind.length;
  }

  return { provision, catchUp };
}

/** A period that the panel has not confirmed yet begins with its whole traffic; a longer one keeps what was used. */
function isNewPeriod({ startedAt, verifiedAt }: Subscription): boolean {
  return startedAt !== null && (verifiedAt === null || startedAt > verifiedAt);
}
