import type { Clock } from '../../platform/clock.ts';
import type { Database, Db, Transaction } from '../../platform/db.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Telling } from '../../platform/notices.ts';
import type { Cause, Once } from '../../platform/once.ts';
import type { OrderService } from '../money/orders/service.ts';
import type { Subscription, SubscriptionService } from '../subscriptions/service.ts';
import { planReminders, type Reminder, type ReminderState } from './due.rules.ts';
import { type ReminderKind, reminderKinds } from './kinds.rules.ts';
import { reminderNotice } from './notices.ts';
import {
  findMuted,
  forgetSettled,
  listDue,
  listSettled,
  lockSubject,
  settle,
  writeMuted,
  writeNext,
} from './queries.ts';

/** Whether somebody wants to be reminded of something. */
export interface ReminderChoice {
  kind: ReminderKind;
  isWanted: boolean;
}

export interface ReminderService {
  /** Tells everybody of whom something is due, each thing once, however late and in how many processes; answers how many were looked at. */
  remind(): Promise<number>;
  /** Of what somebody is reminded. */
  choices(userId: number): Promise<ReminderChoice[]>;
  /** Whether the actor is reminded of this kind. */
  choose(cause: Cause, kind: ReminderKind, isWanted: boolean): Promise<void>;
}

type Again = Awaited<ReturnType<OrderService['again']>>;

const hourMs = 60 * 60 * 1_000;
/** Usage that was read longer ago says nothing of today. */
const freshMs = 6 * hourMs;
const keptMs = 500 * 24 * hourMs;
/** After a fault with one person. */
const laterMs = hourMs;
/** People who are looked up at once, and at most in one pass: the rest is a matter of the next minute. */
const [pageSize, passSize] = [200, 20_000];

export function createReminderService(parts: {
  db: Database;
  clock: Clock;
  once: Once;
  tell: Telling['tell'];
  subscriptions: Pick<SubscriptionService, 'stateOf' | 'runs' | 'isInGrace' | 'boughtAtEnd'>;
  orders: Pick<OrderService, 'again'>;
  logger: Pick<Logger, 'error'>;
  /** Hours are decent in this zone. */
  timeZone: string;
  /** Whether people are reminded at all. */
  isOn: boolean;
}): ReminderService {
  const { db, clock, once, tell, subscriptions, orders, logger, timeZone, isOn } = parts;

  return { remind, choices, choose };

  async function remind(): Promise<number> {
    if (!isOn) return 0;
    let looked = 0;
    for (;;) {
      const due = await listDue(db, clock.now(), pageSize);
      for (const userId of due) await tryToRemind(userId);
      looked += due.length;
      if (due.length < pageSize || looked >= passSize) return looked;
    }
  }

  /** What goes wrong with one person keeps nobody else from being told: they are looked at again later. */
  async function tryToRemind(userId: number): Promise<void> {
    try {
      await remindOf(userId);
    } catch (error) {
      logger.error({ err: error, userId }, 'somebody could not be reminded');
      await writeNext(db, userId, new Date(clock.now().getTime() + laterMs));
    }
  }

  /** What could be bought again is asked before the transaction, and only for those who are told. */
  async function remindOf(userId: number): Promise<void> {
    const isDone = await db.transaction((tx) => look(tx, userId, undefined));
    if (isDone) return;
    const again = await orders.again(userId);
    await db.transaction((tx) => look(tx, userId, { again }));
  }

  /** False when it has to be known first what could be bought again; nothing is changed then. */
  async function look(
    tx: Transaction,
    userId: number,
    known: { again: Again } | undefined,
  ): Promise<boolean> {
    const subject = await lockSubject(tx, userId);
    if (subject === undefined) return true;
    const { subscription } = subject;
    const facts = await factsOf(tx, subject);
    const { tell: told, passed, muted, nextAt } = planReminders(facts);
    if (told !== undefined && known === undefined) return false;
    const now = clock.now();
    await settle(tx, { userId, outcome: 'passed', now }, passed);
    await settle(tx, { userId, outcome: 'muted', now }, muted);
    await writeNext(tx, userId, nextAt);
    if (told === undefined) return true;
    await forgetSettled(tx, userId, { before: new Date(now.getTime() - keptMs), except: told.basis });
    if ((await settle(tx, { userId, outcome: 'told', now }, [told])) > 0)
      await tell(tx, noticeOf(told, subscription, known?.again));
    return true;
  }

  async function factsOf(
    tx: Db,
    { subscription, ...person }: NonNullable<Awaited<ReturnType<typeof lockSubject>>>,
  ): Promise<ReminderState> {
    const { userId, startedAt, expiresAt, autoRenew } = subscription;
    const now = clock.now();
    const settled = await listSettled(tx, userId);
    const toldAt = settled.filter(({ outcome }) => outcome === 'told').map(({ settledAt }) => settledAt);
    return {
      now,
      state: subscriptions.stateOf(subscription),
      startedAt,
      expiresAt,
      boughtMs: expiresAt === null ? 0 : await subscriptions.boughtAtEnd(tx, userId),
      isInGrace: subscriptions.isInGrace(subscription),
      renews: autoRenew,
      traffic: trafficOf(subscription),
      wasUsed: wasUsed(subscription, person.syncedAt, now),
      zone: person.timeZone ?? timeZone,
      muted: person.muted ?? [],
      isReachable: person.blockedAt === null && person.unreachableAt === null,
      settled,
      lastToldAt: toldAt.toSorted((one, other) => other.getTime() - one.getTime())[0],
    };
  }

  function noticeOf({ kind, step }: Reminder, subscription: Subscription, again: Again) {
    const { userId, expiresAt, resetsAt, startedAt, usedBytes, elsewhereBytes, dataLimitBytes } =
      subscription;
    const isHere = step === 0 && subscriptions.isInGrace(subscription) && subscriptions.runs(subscription);
    const about = kind !== 'ends' || step > 0 ? kind : isHere ? 'grace' : 'ended';
    return reminderNotice(userId, {
      about,
      now: clock.now(),
      endsAt: expiresAt ?? undefined,
      startedAt: startedAt ?? undefined,
      resetsAt: resetsAt ?? undefined,
      usedBytes: usedBytes + elsewhereBytes,
      limitBytes: dataLimitBytes ?? undefined,
      ...again,
    });
  }

  async function choices(userId: number): Promise<ReminderChoice[]> {
    const muted = await findMuted(db, userId);
    return reminderKinds.map((kind) => ({ kind, isWanted: !muted.includes(kind) }));
  }

  async function choose(cause: Cause, kind: ReminderKind, isWanted: boolean): Promise<void> {
    await once.apply(cause, `remind ${kind}`, async (tx) => {
      const others = (await findMuted(tx, cause.actorId)).filter((one) => one !== kind);
      await writeMuted(tx, cause.actorId, isWanted ? others : [...others, kind]);
      return true;
    });
  }
}

/** In a period that no panel counts yet nothing is known to be used: what the row says is of the one before. */
function trafficOf({ period, appliedPeriod, dataLimitBytes, usedBytes, elsewhereBytes }: Subscription) {
  if (period > appliedPeriod || dataLimitBytes === null || dataLimitBytes <= 0) return undefined;
  const usedPercent = ((usedBytes + elsewhereBytes) * 100) / dataLimitBytes;
  return { basis: `period ${period} of ${dataLimitBytes}`, usedPercent };
}

/** No traffic was counted, and no app seen: known of a panel that was read lately alone. */
function wasUsed(
  { totalBytes, usedBytes, elsewhereBytes, lastOnlineAt }: Subscription,
  syncedAt: Date | null,
  now: Date,
): boolean | undefined {
  if (lastOnlineAt !== null || totalBytes + usedBytes + elsewhereBytes > 0) return true;
  const isFresh = syncedAt !== null && now.getTime() - syncedAt.getTime() < freshMs;
  return isFresh ? false : undefined;
}
