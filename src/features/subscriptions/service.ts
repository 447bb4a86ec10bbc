import type { Clock } from '../../platform/clock.ts';
import { type Copies, copyName } from '../../platform/copies.ts';
import type { Database, Db, Transaction } from '../../platform/db.ts';
import { newUuid } from '../../platform/ids.ts';
import { Refusal } from '../../platform/refusal.ts';
import { type Language, languageOf } from '../../texts/voice.ts';
import type { Placing } from '../panels/provisioning/placing.service.ts';
import { type AccessState, accessStateOf, isRunning } from './access-state.rules.ts';
import { type GiftTerms, addsTo, countsApart } from './adds.rules.ts';
import { endedWith, type Entitlement, foldGrants, longestAtEnd, type Rest } from './fold.rules.ts';
import { type Grace, graceAfter, isInGrace, isPaidThing } from './grace.rules.ts';
import {
  insertGrant,
  listGrants,
  listLapsed,
  lockSubscription,
  revokeGrant,
  writeBegun,
  writeEntitlement,
  writeRotation,
} from './queries.ts';
import { findStanding, findStandingOfFeed, findSubscription } from './standing.queries.ts';
import { createOutlook, type Outlook } from './outlook.service.ts';
import { writeAutoRenew } from './renewal.queries.ts';
import { thingOf } from './steps.rules.ts';
import type { TrafficMode } from '../plans/tables.ts';
import { type grants, subscriptions } from './tables.ts';

export type { AccessState, Rest };
export type Subscription = typeof subscriptions.$inferSelect;

/** Something to give: days (null: for ever) and traffic (null: unlimited), and what gave it. */
export interface Gift {
  userId: number;
  source: (typeof grants.$inferInsert)['source'];
  /** Such as `invite 7`: the same reason gives the same person once. */
  reason: string;
  days: number | null;
  trafficBytes: number | null;
  /** Whether that is for all of the time or for each month; all of it when absent. */
  trafficMode?: TrafficMode;
  /**
   * It begins now, before what runs by another plan, and how long a day of what is left of those purchases is then; what is not
   * named follows it as it was. Absent: it begins after what there is.
   */
  converts?: readonly { thing: string; rate: number }[];
  /** The plan that was bought or tried; absent when it came without one. */
  planCode?: string;
  /** Its place among the others, for what was given elsewhere before; now when absent. */
  grantedAt?: Date;
  /** When it is given, for what is to stand in a place of long ago and runs from now on; as `grantedAt` when absent. */
  givenAt?: Date;
}

/** Somebody with a key, as far as an address of ours depends on it. */
export interface Holder {
  isBlocked: boolean;
  language: Language;
  subscription: Subscription;
}

export interface SubscriptionService extends Outlook {
  /** Gives days and traffic and has the panel follow, all in the caller's transaction. Repeats change nothing. */
  grant(tx: Transaction, gift: Gift): Promise<Subscription>;
  /** Takes back what a reason gave and has the panel follow. Repeats change nothing. */
  takeBack(tx: Transaction, taken: { userId: number; reason: string }): Promise<void>;
  /** Lets the time that no panel has held yet run from now on: nobody pays for waiting. Whatever is active stays as it is. */
  begin(tx: Transaction, userId: number): Promise<void>;
  /** Has the panel follow after something else changed about the person, such as a block. */
  refresh(tx: Transaction, userId: number): Promise<void>;
  /** Replaces the link: the old one stops working. While a replacement is under way it counts as this one. */
  rotateLink(tx: Transaction, userId: number): Promise<Subscription>;
  /** Notes whether it renews itself; changes nothing else. */
  setAutoRenew(tx: Transaction, userId: number, autoRenew: boolean): Promise<void>;
  /** Inside a transaction it has to be given: a second connection might never come free. */
  find(userId: number, at?: Db): Promise<Subscription | undefined>;
  /** The same, perhaps of a minute ago: for what is shown, never for what is decided or given. */
  glance(userId: number): Promise<Subscription | undefined>;
  /** Who holds which key, and whether they are shut out, as it is now; what it is good for perhaps of a minute ago. */
  holder(of: { userId: number } | { feedId: string }): Promise<Holder | undefined>;
  /** Theirs as it is, locked until the transaction ends; made empty, for this account on a panel, when there is none. */
  lock(tx: Transaction, userId: number, panelUuid: string): Promise<Subscription>;
  /** What somebody's access is good for now; the one answer for every screen, address and key. */
  stateOf(subscription: Subscription | undefined): AccessState;
  /** Whether what was paid for is over and access goes on only so that its holder can renew. */
  isInGrace(subscription: Subscription): boolean;
  /** Whether access runs now, by the clock: its end counts before it is written down. */
  runs(subscription: Subscription | undefined): boolean;
  /** Whether days and traffic would add anything to what somebody has now: for ever and unlimited swallow more. */
  wouldAdd(userId: number, gift: GiftTerms, at?: Db): Promise<boolean>;
  /** The longest time that was bought of what runs at the end of somebody's access, in milliseconds; infinite: for ever. */
  boughtAtEnd(tx: Db, userId: number): Promise<number>;
  /** Ends the periods that are over; answers how many. */
  lapse(): Promise<number>;
}

export function createSubscriptionService(parts: {
  db: Database;
  copies: Copies;
  clock: Clock;
  /** How the panels hear of it. */
  placing: Placing;
  /** What still works when what was paid for is over. */
  grace: Grace;
}): SubscriptionService {
  const { db, copies, clock, placing } = parts;

  async function grant(tx: Transaction, gift: Gift): Promise<Subscription> {
    const now = clock.now();
    const subscription = await lockSubscription(tx, { userId: gift.userId, panelUuid: newUuid(), now });
    const { converts: _, ...given } = gift;
    const endsGrace = isInGrace(subscription) && gift.days !== 0;
    const isNew = await insertGrant(tx, {
      grantedAt: now,
      ...given,
      ...placeOf(gift, subscription, endsGrace ? 'ended' : accessStateOf(subscription, now)),
      key: `${gift.reason} user ${gift.userId}`,
    });
    if (!isNew) return subscription;
    if (endsGrace) await endGrace(tx, subscription, gift.givenAt ?? gift.grantedAt ?? now);
    return await follow(tx, subscription);
  }

  /** What is given begins at once: nothing of it waits behind what was only there for it. */
  async function endGrace(tx: Transaction, { userId, madeBy }: Subscription, at: Date): Promise<void> {
    await revokeGrant(tx, { userId, reason: madeBy ?? '', now: at });
  }

  /** Once for each purchase whose time has run out, and for nobody who is shut out or switched off. */
  async function giveGrace(tx: Transaction, userId: number): Promise<boolean> {
    const now = clock.now();
    const found = await lockExisting(tx, userId);
    if (found?.status !== 'active' || found.switchedOffAt !== null || runsAt(found, now)) return false;
    const thing = endedWith(await listGrants(tx, userId), now);
    if (thing === undefined || !isPaidThing(thing)) return false;
    if ((await findStanding(tx, userId))?.blockedAt !== null) return false;
    const given = await insertGrant(tx, {
      userId,
      source: 'grace',
      reason: graceAfter(thing),
      days: parts.grace.days,
      trafficBytes: parts.grace.megabytes * 1024 ** 2,
      planCode: found.planCode,
      grantedAt: now,
      key: `${graceAfter(thing)} user ${userId}`,
    });
    if (given) await follow(tx, found);
    return given;
  }

  async function takeBack(
    tx: Transaction,
    { userId, reason }: { userId: number; reason: string },
  ): Promise<void> {
    const subscription = await lockExisting(tx, userId);
    if (subscription === undefined) return;
    if (!(await revokeGrant(tx, { userId, reason, now: clock.now() }))) return;
    // Whoever has their money back has nothing to renew.
    if (subscription.madeBy === graceAfter(thingOf(reason))) await endGrace(tx, subscription, clock.now());
    await follow(tx, subscription);
  }

  async function refresh(tx: Transaction, userId: number): Promise<void> {
    const subscription = await lockExisting(tx, userId);
    if (subscription !== undefined) await follow(tx, subscription);
  }

  async function begin(tx: Transaction, userId: number): Promise<void> {
    const found = await lockExisting(tx, userId);
    if (found?.status !== 'pending') return;
    const waitedFor = foldGrants(await listGrants(tx, userId), {
      still: found.pendingSince ?? found.updatedAt,
    });
    const id = waitedFor?.runningGrantId;
    if (id !== undefined) await writeBegun(tx, { id, begunAt: clock.now() });
    await follow(tx, found);
  }

  async function lockExisting(tx: Transaction, userId: number): Promise<Subscription | undefined> {
    const existing = await findSubscription(tx, userId);
    if (existing === undefined) return undefined;
    return await lockSubscription(tx, { userId, panelUuid: existing.panelUuid, now: clock.now() });
  }

  /** Adds up the grants again and asks the panel to follow, in one transaction with whatever caused it. */
  async function follow(tx: Transaction, subscription: Subscription): Promise<Subscription> {
    const now = clock.now();
    const entitlement = foldGrants(await listGrants(tx, subscription.userId), { now });
    const status = statusAt(now, subscription, entitlement);
    const { id, userId } = subscription;
    const planCode = entitlement?.planCode ?? null;
    // Where none has room now, provisioning finds one later.
    const panelId = subscription.panelId ?? (await placing.place(tx, { id, userId, planCode }));
    const written = await writeEntitlement(tx, { id: subscription.id, entitlement, status, now });
    if (subscription.panelId !== null && status !== 'expired')
      await placing.resettle(tx, {
        userId,
        panelId: subscription.panelId,
        from: subscription.planCode,
        to: planCode,
      });
    await placing.provision(tx, written.userId, panelId);
    return written;
  }

  async function rotateLink(tx: Transaction, userId: number): Promise<Subscription> {
    const locked = await lockExisting(tx, userId);
    if (locked === undefined) throw new Refusal('conflict', 'key.not-ready');
    const rotated = await writeRotation(tx, { id: locked.id, panelUuid: newUuid(), now: clock.now() });
    if (rotated === undefined) return locked;
    await placing.provision(tx, userId, rotated.panelId);
    return rotated;
  }

  async function glance(userId: number): Promise<Subscription | undefined> {
    return await copies.of(copyName(subscriptions, userId), () => findSubscription(db, userId));
  }

  async function holder(of: { userId: number } | { feedId: string }): Promise<Holder | undefined> {
    const now = 'userId' in of ? await findStanding(db, of.userId) : await findStandingOfFeed(db, of.feedId);
    if (now === undefined) return undefined;
    const { userId } = now;
    const copy = await glance(userId);
    const subscription = copy?.panelUuid === now.panelUuid ? copy : await lookAgain(userId);
    return subscription && { isBlocked: now.blockedAt !== null, language: languageOf(now), subscription };
  }

  /** A copy of another key than that of now was not thrown away when the link was replaced. */
  async function lookAgain(userId: number): Promise<Subscription | undefined> {
    await copies.forget([copyName(subscriptions, userId)]);
    return await glance(userId);
  }

  async function lapse(): Promise<number> {
    const due = await listLapsed(db, clock.now(), 500);
    // What no panel has held yet is not over: its time begins when one does.
    const now = clock.now();
    for (const { userId, status, expiresAt } of due) {
      const isUnheld = status === 'pending' && expiresAt !== null && expiresAt <= now;
      await db.transaction((tx) => (isUnheld ? begin(tx, userId) : end(tx, userId)));
    }
    return due.length;
  }

  async function end(tx: Transaction, userId: number): Promise<void> {
    const isGiven = parts.grace.days > 0 && (await giveGrace(tx, userId));
    if (!isGiven) await refresh(tx, userId);
  }

  return {
    grant,
    takeBack,
    begin,
    refresh,
    rotateLink,
    setAutoRenew: (tx, userId, autoRenew) => writeAutoRenew(tx, { userId, autoRenew, now: clock.now() }),
    find: (userId, at = db) => findSubscription(at, userId),
    glance,
    holder,
    lock: (tx, userId, panelUuid) => lockSubscription(tx, { userId, panelUuid, now: clock.now() }),
    stateOf: (subscription) => accessStateOf(subscription, clock.now()),
    isInGrace,
    runs: (subscription) => isRunning(subscription, clock.now()),
    wouldAdd: async (userId, gift, at = db) => addsTo(await findSubscription(at, userId), gift, clock.now()),
    boughtAtEnd: async (tx, userId) => longestAtEnd(await listGrants(tx, userId)),
    lapse,
    ...createOutlook(parts),
  };
}

/** Whose traffic is used up waits for nothing: what brings its own goes first, and what is left of the time follows it. */
function placeOf(gift: Gift, subscription: Subscription, state: AccessState) {
  const isOwn = gift.days !== 0 && countsApart(subscription, gift);
  const { converts, planCode } = gift;
  const isNow = converts !== undefined && subscription.planCode !== planCode;
  if (isNow && (state === 'ready' || state === 'used-up'))
    return { goesFirst: true, restBytes: leftOf(subscription), converts: [...converts] };
  return { converts: null, ...(state === 'used-up' && isOwn && { goesFirst: true, restBytes: 0 }) };
}

function leftOf({ dataLimitBytes, usedBytes, elsewhereBytes }: Subscription): number | null {
  return dataLimitBytes === null ? null : Math.max(0, dataLimitBytes - usedBytes - elsewhereBytes);
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
  if (before.status === 'active' && entitlement !== undefined && isInGrace(entitlement)) return 'active';
  return before.status === 'active' && runsAt(before, now) ? 'active' : 'pending';
}
