import type { Clock } from '../../platform/clock.ts';
import type { Database, Transaction } from '../../platform/db.ts';
import { localHour } from '../../platform/dates.ts';
import type { Queue } from '../../platform/queue.ts';
import type { Ledger } from '../ledger/service.ts';
import type { SubscriptionService } from '../subscriptions/service.ts';
import { chargeRenewalJob, lookRenewalJob, renewalKey } from './jobs.ts';
import type { RenewalNews } from './news.ts';
import { chargeAheadMs, graceReason, type Order, type Periods, type Renewal } from './periods.service.ts';
import { listDue, listOfBlocked, listToKeepUp, listToRemind, lockRenewal, writeRenewal } from './queries.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Pauses before the next try of a charge that the balance did not cover; after the last it is over. */
const triesAfterMs = [12 * hourMs, 12 * hourMs, dayMs, 2 * dayMs] as const;

const reminderAheadMs = 3 * dayMs;
/** Access that is kept up while a provider's money is awaited: its bank may take so long. */
const graceDays = 3;

/** What the clock does for renewals. */
export interface RenewalUpkeep {
  /** Reminds, keeps access up, and asks for the jobs of whatever is due. */
  runDue(): Promise<void>;
  /** Charges the balance for the next period, when it is time for it; safe to repeat. */
  charge(renewalId: number): Promise<void>;
}

export function createRenewalUpkeep(parts: {
  db: Database;
  clock: Clock;
  queue: Pick<Queue, 'enqueue'>;
  ledger: Pick<Ledger, 'balance'>;
  periods: Periods;
  subscriptions: Pick<SubscriptionService, 'find' | 'grant' | 'setAutoRenew'>;
  /** Pays an order from the person's balance, and everything that follows. */
  payHere: (tx: Transaction, order: Order) => Promise<void>;
  news: RenewalNews;
  timeZone: string;
}): RenewalUpkeep {
  const { db, clock, queue, ledger, periods, subscriptions, news } = parts;

  async function runDue(): Promise<void> {
    const now = clock.now();
    for (const id of await listOfBlocked(db)) await inLock(id, (tx, row) => stopBlocked(tx, row));
    const before = new Date(now.getTime() + reminderAheadMs);
    for (const id of await listToRemind(db, { now, before })) await inLock(id, remind);
    const ends = {
      since: new Date(now.getTime() - dayMs),
      before: new Date(now.getTime() + 10 * minuteMs),
      chargedBefore: new Date(now.getTime() + dayMs),
    };
    for (const id of await listToKeepUp(db, ends)) await inLock(id, keepUp);
    for (const { id, provider } of await listDue(db, now))
      await inLock(id, provider === 'balance' ? askToCharge : askAbout);
  }

  /** Each in a transaction of its own, for whoever is still live then: another replica may have been faster. */
  async function inLock(id: number, work: (tx: Transaction, row: Renewal) => Promise<void>): Promise<void> {
    await db.transaction(async (tx) => {
      const row = await lockRenewal(tx, id);
      if (row.status === 'active' || row.status === 'failing') await work(tx, row);
    });
  }

  async function stopBlocked(tx: Transaction, renewal: Renewal): Promise<void> {
    await periods.endGrace(tx, renewal);
    await periods.end(tx, renewal, 'blocked');
  }

  /** By day, unless the night would make it too late. */
  async function remind(tx: Transaction, renewal: Renewal): Promise<void> {
    const { id, nextChargeAt, remindedOf } = renewal;
    const now = clock.now();
    if (nextChargeAt === null || remindedOf?.getTime() === nextChargeAt.getTime()) return;
    const hour = localHour(now, parts.timeZone);
    const isUrgent = nextChargeAt.getTime() - now.getTime() < dayMs;
    if (!isUrgent && (hour < 10 || hour >= 21)) return;
    await writeRenewal(tx, id, { remindedOf: nextChargeAt });
    await news.reminder(tx, renewal);
  }

  /** The days of grace are taken back when the period is paid, or when it is clear that it will not be. */
  async function keepUp(tx: Transaction, renewal: Renewal): Promise<void> {
    const { id, userId, periods: paidPeriods, days, trafficBytes } = renewal;
    const period = paidPeriods + 1;
    if ((renewal.gracePeriod ?? 0) >= period) return;
    await writeRenewal(tx, id, { gracePeriod: period });
    await subscriptions.grant(tx, {
      userId,
      source: 'renewal',
      reason: graceReason(id, period),
      days: graceDays,
      trafficBytes: trafficBytes === null ? null : Math.ceil((trafficBytes / days) * graceDays),
    });
  }

  async function askAbout(tx: Transaction, { id }: Renewal): Promise<void> {
    await writeRenewal(tx, id, { nextTryAt: new Date(clock.now().getTime() + hourMs) });
    await queue.enqueue(tx, lookRenewalJob.name, { renewalId: id }, renewalKey(id));
  }

  async function askToCharge(tx: Transaction, { id }: Renewal): Promise<void> {
    await queue.enqueue(tx, chargeRenewalJob.name, { renewalId: id }, renewalKey(id));
  }

  /** Debit, order and access are this one transaction, and a period has one order. */
  async function chargeDue(tx: Transaction, renewal: Renewal): Promise<void> {
    const now = clock.now();
    const { id, userId, amountMinor, currency } = renewal;
    if (renewal.nextTryAt === null || renewal.nextTryAt > now) return;
    const subscription = await subscriptions.find(userId, tx);
    if (subscription?.expiresAt === null) {
      await periods.end(tx, renewal, 'needless');
      return;
    }
    // Bought or given in the meantime: the charge moves along with the end.
    const dueAt = new Date((subscription?.expiresAt ?? now).getTime() - chargeAheadMs);
    if (dueAt > now) {
      await writeRenewal(tx, id, { status: 'active', tries: 0, nextChargeAt: dueAt, nextTryAt: dueAt });
      return;
    }
    if ((await ledger.balance(userId, currency, tx)) < amountMinor) return await tryLater(tx, renewal);
    await parts.payHere(tx, await periods.next(tx, id));
  }

  async function tryLater(tx: Transaction, renewal: Renewal): Promise<void> {
    const { id, tries } = renewal;
    const pauseMs = triesAfterMs[tries];
    if (pauseMs === undefined) {
      await news.ended(tx, await periods.end(tx, renewal, 'unpaid'));
      return;
    }
    const nextTryAt = new Date(clock.now().getTime() + pauseMs);
    const failing = await writeRenewal(tx, id, { status: 'failing', tries: tries + 1, nextTryAt });
    if (tries === 0) await news.failing(tx, failing);
  }

  return { runDue, charge: (renewalId) => inLock(renewalId, chargeDue) };
}
