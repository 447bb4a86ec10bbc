import type { Clock } from '../../platform/clock.ts';
import { type Copies, copyName } from '../../platform/copies.ts';
import type { Database, Transaction } from '../../platform/db.ts';
import type { Events } from '../../platform/events.ts';
import type { Cause, Once } from '../../platform/once.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { PlanService } from '../plans/service.ts';
import type { Subscription, SubscriptionService } from '../subscriptions/service.ts';
import type { UserService } from '../users/service.ts';
import { findTrialStart, insertTrial } from './queries.ts';
import { trials } from './tables.ts';

export interface TrialOffer {
  days: number;
  gigabytes: number;
}

/** The standing of the trial for somebody: whether there is one, or why there is none. */
export type TrialStanding =
  | { kind: 'open'; offer: TrialOffer }
  | { kind: 'had'; startedAt: Date }
  | { kind: 'needless' | 'off' };

export interface TrialService {
  /** Whether this person can have a trial, once they are in; perhaps of a minute ago, for what is shown. */
  standingOf(userId: number): Promise<TrialStanding>;
  /** What a person may try, or undefined when trials are off, used up, or the person has access anyway. */
  offerFor(userId: number): Promise<TrialOffer | undefined>;
  /** Starts the person's one trial. Refuses `trial.off`, `trial.used`, `trial.needless`, `not-admitted`. */
  start(cause: Cause): Promise<TrialOffer>;
  /** The same as part of a transaction, for so many days: a code may make the trial longer. */
  begin(tx: Transaction, userId: number, days: number): Promise<void>;
}

export function createTrialService(parts: {
  db: Database;
  copies: Copies;
  clock: Clock;
  once: Once;
  users: UserService;
  subscriptions: SubscriptionService;
  events: Events;
  plans: Pick<PlanService, 'trialTerms'>;
}): TrialService {
  const { db, copies, clock, once, users, subscriptions, events, plans } = parts;
  return { standingOf, offerFor, start, begin };

  async function offerFor(userId: number): Promise<TrialOffer | undefined> {
    const standing = await standingOf(userId);
    return standing.kind === 'open' ? standing.offer : undefined;
  }

  async function standingOf(userId: number): Promise<TrialStanding> {
    const startedAt = await copies.of(copyName(trials, userId), () => findTrialStart(db, userId));
    if (startedAt !== undefined) return { kind: 'had', startedAt };
    const { isOn, ...offer } = await plans.trialTerms();
    if (!isOn) return { kind: 'off' };
    return isForEver(await subscriptions.glance(userId)) ? { kind: 'needless' } : { kind: 'open', offer };
  }

  async function start(cause: Cause): Promise<TrialOffer> {
    return await once.apply(cause, 'start trial', async (tx) => {
      const { isOn, ...offer } = await plans.trialTerms(tx);
      if (!isOn) throw new Refusal('forbidden', 'trial.off');
      await begin(tx, cause.actorId, offer.days);
      // In the effect, which a repeat of the same tap does not run again.
      events.trialStarted();
      return offer;
    });
  }

  async function begin(tx: Transaction, userId: number, days: number): Promise<void> {
    const person = await users.get(userId, tx);
    if (person.blockedAt !== null) throw new Refusal('forbidden', 'not-allowed');
    if (person.admittedAt === null) throw new Refusal('forbidden', 'not-admitted');
    if (isForEver(await subscriptions.find(userId, tx))) throw new Refusal('conflict', 'trial.needless');
    if (!(await insertTrial(tx, userId, clock.now()))) throw new Refusal('conflict', 'trial.used');
    const { gigabytes } = await plans.trialTerms(tx);
    await subscriptions.grant(tx, {
      userId,
      source: 'trial',
      reason: 'trial',
      days,
      trafficBytes: gigabytes * 1024 ** 3,
      planCode: 'trial',
    });
  }
}

function isForEver(subscription: Subscription | undefined): boolean {
  return (
    subscription?.expiresAt === null &&
    (subscription.status === 'active' || subscription.status === 'pending')
  );
}
