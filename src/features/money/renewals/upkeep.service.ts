import type { Clock } from '../../../platform/clock.ts';
import type { Database, Transaction } from '../../../platform/db.ts';
import { localHour } from '../../../platform/dates.ts';
import type { Queue } from '../../../platform/queue.ts';
import type { Ledger } from '../ledger/service.ts';
import type { SubscriptionService } from '../../subscriptions/service.ts';
import { chargedBy } from '../providers/registry.ts';
import { chargeRenewalJob, lookRenewalJob } from './jobs.ts';
import type { RenewalNotices } from './standing.rules.ts';
import type { Order, Periods, Renewal } from './periods.service.ts';
import {
  listDue,
  listLive,
  listMoved,
  listToEnd,
  listToKeepUp,
  listToRemind,
  lockRenewal,
  writeRenewal,
} from './queries.ts';
import { chargeAheadMs, chargeAt, graceReason, isOn, reminderAheadMs } from './standing.rules.ts';
import { isBlocked } from '../orders/buyers.queries.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Pauses before the next try of a charge that the balance did not cover; after the last it is over. */
const triesAfterMs = [12 * hourMs, 12 * hourMs, dayMs, 2 * dayMs] as const;

/** Access that is kept up while a provider's money is awaited: its bank may take so long. */
const graceDays = 3;

/** The upkeep of renewals by the clock. */
export interface RenewalUpkeep {
  /** Reminds, keeps access up, and asks for the jobs of whatever is due. */
  runDue(): Promise<void>;
  /** Charges the balance for the next period, when it is time for it; safe to repeat. */
  charge(renewalId: number): Promise<void>;
  /** Ends what renews for somebody where a charge would be for nothing, as for whoever is blocked. */
  endFor(userId: number): Promise<void>;
}

export function createRenewalUpkeep(parts: {
  db: Database;
  clock: Clock;
  queue: Pick<Queue, 'enqueue'>;
  ledger: Pick<Ledger, 'lockBalance'>;
  periods: Periods;
  subscriptions: Pick<SubscriptionService, 'find' | 'grant'>;
  /** Pays an order from the person's balance, and everything that follows. */
  payments: { payHere(tx: Transaction, order: Order): Promise<void> };
  notices: RenewalNotices;
  timeZone: string;
}): RenewalUpkeep {
  const { db, clock, queue, ledger, periods, subscriptions, notices } = parts;

  async function runDue(): Promise<void> {
    const now = clock.now();
    for (const id of await listToEnd(db)) await inLock(id, endNeedless);
    for (const id of await listMoved(db, { now, aheadMs: chargeAheadMs })) await inLock(id, moveAlong);
    const before = new Date(now.getTime() + reminderAheadMs);
    for (const id of await listToRemind(db, { now, before })) await inLock(id, remind);
    const ends = {
      since: new Date(now.getTime() - dayMs),
      before: new Date(now.getTime() + 10 * minuteMs),
      chargedBefore: new Date(now.getTime() + dayMs),
    };
    for (const id of await listToKeepUp(db, ends)) await inLock(id, keepUp);
    const due = {
      now,
      askedBefore: new Date(now.getTime() - hourMs),
      silentSince: new Date(now.getTime() - dayMs),
    };
    for (const { id, provider } of await listDue(db, due))
      await inLock(id, chargedBy(provider) === 'us' ? askToCharge : askAbout);
  }

  /** Each in a transaction of its own, for whoever is still live then: another replica may have been faster. */
  async function inLock(
    id: number,
    work: (tx: Transaction, row: Renewal) => Promise<unknown>,
  ): Promise<void> {
    await db.transaction(async (tx) => {
      const row = await lockRenewal(tx, id);
      if (isOn(row)) await work(tx, row);
    });
  }

  /** Ends it where a charge would be for nothing; answers whether it did. */
  async function endNeedless(tx: Transaction, renewal: Renewal): Promise<boolean> {
    if (await isBlocked(tx, renewal.userId)) {
      await periods.end(tx, renewal, 'blocked');
      return true;
    }
    const subscription = await subscriptions.find(renewal.userId, tx);
    if (subscription?.expiresAt !== null) return false;
    await notices.ended(tx, await periods.end(tx, renewal, 'needless'));
    return true;
  }

  /** Bought, given or taken back in the meantime: the charge moves along with the end of access. */
  async function moveAlong(tx: Transaction, renewal: Renewal): Promise<Renewal> {
    const now = clock.now();
    const expiresAt = (await subscriptions.find(renewal.userId, tx))?.expiresAt ?? now;
    const dueAt = chargeAt(expiresAt);
    const isSame = renewal.nextChargeAt?.getTime() === dueAt.getTime();
    // A charge that was refused keeps its schedule while it is due.
    if (isSame || (renewal.status === 'failing' && dueAt <= now)) return renewal;
    const moved = { status: 'active', tries: 0, nextChargeAt: dueAt, nextTryAt: dueAt } as const;
    return await writeRenewal(tx, renewal.id, moved);
  }

  /** By day, unless the night would make it too late. */
  async function remind(tx: Transaction, renewal: Renewal): Promise<void> {
    const { id, nextChargeAt, remindedOf } = renewal;
    const now = clock.now();
    if (nextChargeAt === null || remindedOf?.getTime() === nextChargeAt.getTime()) return;
    const aheadMs = nextChargeAt.getTime() - now.getTime();
    // Paid or moved since it was found: its time has not come.
    if (aheadMs > reminderAheadMs) return;
    const hour = localHour(now, parts.timeZone);
    const isUrgent = aheadMs < dayMs;
    if (!isUrgent && (hour < 10 || hour >= 21)) return;
    await writeRenewal(tx, id, { remindedOf: nextChargeAt });
    await notices.reminder(tx, renewal);
  }

  /** The days of grace are taken back when the period is paid, or when it is clear that it will not be. */
  async function keepUp(tx: Transaction, renewal: Renewal): Promise<void> {
    const { id, userId, periods: paidPeriods, nextChargeAt } = renewal;
    const period = paidPeriods + 1;
    const isAwaited = nextChargeAt !== null && nextChargeAt.getTime() < clock.now().getTime() + dayMs;
    if (!isAwaited || (renewal.gracePeriod ?? 0) >= period) return;
    await writeRenewal(tx, id, { gracePeriod: period });
    await subscriptions.grant(tx, {
      userId,
      source: 'renewal',
      reason: graceReason(id, period),
      days: graceDays,
      trafficBytes: graceBytes(renewal),
    });
  }

  async function askAbout(tx: Transaction, { id }: Renewal): Promise<void> {
    await writeRenewal(tx, id, { updatedAt: clock.now() });
    await queue.enqueue(tx, lookRenewalJob({ renewalId: id }));
  }

  async function askToCharge(tx: Transaction, { id }: Renewal): Promise<void> {
    await queue.enqueue(tx, chargeRenewalJob({ renewalId: id }));
  }

  /** Debit, order and access are this one transaction, and a period has one order. */
  async function chargeDue(tx: Transaction, before: Renewal): Promise<void> {
    if (await endNeedless(tx, before)) return;
    const renewal = await moveAlong(tx, before);
    const { id, userId, amountMinor, currency, nextTryAt } = renewal;
    if (nextTryAt === null || nextTryAt > clock.now()) return;
    if ((await ledger.lockBalance(tx, userId, currency)) < amountMinor) return await tryLater(tx, renewal);
    await parts.payments.payHere(tx, await periods.next(tx, id));
  }

  async function tryLater(tx: Transaction, renewal: Renewal): Promise<void> {
    const pauseMs = triesAfterMs[renewal.tries];
    if (pauseMs === undefined) {
      await notices.ended(tx, await periods.end(tx, renewal, 'unpaid'));
      return;
    }
    const nextTryAt = new Date(clock.now().getTime() + pauseMs);
    const failing = await periods.refused(tx, renewal, { nextTryAt });
    if (renewal.status === 'active') await notices.failing(tx, failing);
  }

  return {
    runDue,
    charge: (renewalId) => inLock(renewalId, chargeDue),
    async endFor(userId) {
      for (const id of await listLive(db, userId)) await inLock(id, endNeedless);
    },
  };
}

/** As much a day as was bought. */
function graceBytes({ trafficBytes, trafficMode, days }: Renewal): number | null {
  if (trafficBytes === null) return null;
  return Math.ceil((trafficBytes / (trafficMode === 'total' ? days : Math.min(days, 30))) * graceDays);
}
