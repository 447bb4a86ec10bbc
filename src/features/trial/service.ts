import type { Clock } from '../../platform/clock.ts';
import type { Database, Db, Transaction } from '../../platform/db.ts';
import type { Events } from '../../platform/events.ts';
import type { Cause, Once } from '../../platform/once.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { PlanService } from '../plans/service.ts';
import type { SubscriptionService } from '../subscriptions/service.ts';
import type { UserService } from '../users/service.ts';
import { findTrialStart, insertTrial } from './queries.ts';

export interface TrialOffer {
  days: number;
  gigabytes: number;
}

/** Whether there is a trial for somebody, or why there is none. */
export type TrialStanding =
  | { kind: 'open'; offer: TrialOffer }
  | { kind: 'had'; startedAt: Date }
  | { kind: 'needless' | 'off' };

export interface TrialService {
  /** Whether this person can have a trial, once they are in. */
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
  clock: Clock;
  once: Once;
  users: UserService;
  subscriptions: SubscriptionService;
  events: Events;
  plans: Pick<PlanService, 'trialTerms'>;
}): TrialService {
  const { db, clock, once, users, subscriptions, events, plans } = parts;
  return { standingOf, offerFor, start, begin };

  async function offerFor(userId: number): Promise<TrialOffer | undefined> {
    const standing = await standingOf(userId);
    return standing.kind === 'open' ? standing.offer : undefined;
  }

  async function standingOf(userId: number): Promise<TrialStanding> {
    const startedAt = await findTrialStart(db, userId);
    if (startedAt !== undefined) return { kind: 'had', startedAt };
    const { isOn, ...offer } = await plans.trialTerms();
    if (!isOn) return { kind: 'off' };
    return (await hasAccessForEver(db, userId)) ? { kind: 'needless' } : { kind: 'open', offer };
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
    if (await hasAccessForEver(tx, userId)) throw new Refusal('conflict', 'trial.needless');
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

  async function hasAccessForEver(at: Db, userId: number): Promise<boolean> {
    const subscription = await subscriptions.find(userId, at);
    return (
      subscription?.expiresAt === null &&
      (subscription.status === 'active' || subscription.status === 'pending')
    );
  }
}
