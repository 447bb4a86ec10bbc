import type { Clock } from '../../platform/clock.ts';
import type { Database, Transaction } from '../../platform/db.ts';
import type { Cause, Once } from '../../platform/once.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Plan, PlanService } from '../plans/service.ts';
import type { SubscriptionService } from '../subscriptions/service.ts';
import type { UserService } from '../users/service.ts';
import type { RenewalNews } from './news.ts';
import {
  chargeAheadMs,
  type Periods,
  type Renewal,
  type RenewalTruth,
  type Renewing,
} from './periods.service.ts';
import { findLatest, findRenewal, findTold, lockPerson, lockRenewal, writeRenewal } from './queries.ts';

export type { Renewal };

/** What somebody sees of their auto-renewal. */
export interface RenewalView {
  /** The newest, whatever became of it; undefined when there never was one. */
  renewal: Renewal | undefined;
  /** Whether what was switched off can be switched on again as it was. */
  canResume: boolean;
  /** Whether the provider has a page for the card and receipts. */
  hasPortal: boolean;
}

export interface RenewalService {
  view(userId: number): Promise<RenewalView>;
  /**
   * Has the balance renew a plan from the end of what runs now; nothing is charged before. Refuses `plan.unknown`,
   * `renewal.not-for-this`, `renewal.needs-access`, `renewal.already`, `order.price-changed`.
   */
  beginFromBalance(cause: Cause, wanted: { planId: number; shownMinor: number }): Promise<void>;
  /** Switches the actor's auto-renewal off. Refuses `renewal.none`. */
  stop(cause: Cause): Promise<void>;
  /** Switches on again what was switched off before its period ended. Refuses `renewal.none` and `try-later`. */
  resume(cause: Cause): Promise<void>;
  /** The address where the actor changes the card. Refuses `renewal.none` and `try-later`. */
  portal(userId: number, language: 'ru' | 'en'): Promise<string>;
  /** Takes over what a provider says of one. */
  hear(provider: string, truth: RenewalTruth): Promise<void>;
  /** Has the provider renew no more; safe to repeat. */
  carryOutStop(renewalId: number): Promise<void>;
  /** Asks the provider what became of it, and for periods that nobody told us of. */
  look(renewalId: number): Promise<void>;
}

export interface RenewalParts {
  db: Database;
  clock: Clock;
  once: Once;
  periods: Periods;
  plans: Pick<PlanService, 'getOnSale'>;
  users: Pick<UserService, 'get'>;
  subscriptions: Pick<SubscriptionService, 'find' | 'setAutoRenew'>;
  news: RenewalNews;
  /** Who renews by themselves, by name. */
  renewing: (provider: string) => Renewing | undefined;
  /** Follows one paid object of a provider. */
  lookAt: (provider: string, objectId: string) => Promise<void>;
  /** Says that the provider is away, in a way that this person understands; anything else is thrown on. */
  isAway: (error: unknown) => boolean;
  currency: Renewal['currency'];
}

/** A provider that never says what became of a charge is asked for so long. */
const patienceMs = 14 * 24 * 60 * 60 * 1_000;

export function createRenewalService(parts: RenewalParts): RenewalService {
  const { db, clock, once, periods, plans, users, subscriptions, news, renewing } = parts;

  async function view(userId: number): Promise<RenewalView> {
    const renewal = await findLatest(db, userId);
    const remote = renewal === undefined ? undefined : renewing(renewal.provider);
    const hasPortal = remote?.portal !== undefined && (renewal?.customerRef ?? null) !== null;
    return { renewal, canResume: renewal !== undefined && isResumable(renewal), hasPortal };
  }

  /** What the person or the provider ended, as long as what was paid runs. */
  function isResumable({ status, endReason, provider, nextChargeAt }: Renewal): boolean {
    const isTheirs = endReason === 'person' || endReason === 'provider';
    if (status !== 'stopped' || !isTheirs || nextChargeAt === null || nextChargeAt <= clock.now())
      return false;
    return provider === 'balance' || renewing(provider)?.keep !== undefined;
  }

  async function beginFromBalance(
    cause: Cause,
    { planId, shownMinor }: { planId: number; shownMinor: number },
  ): Promise<void> {
    await once.apply(cause, 'renew from balance', async (tx) => {
      const userId = cause.actorId;
      await lockPerson(tx, userId);
      const person = await users.get(userId, tx);
      if (person.blockedAt !== null) throw new Refusal('forbidden', 'not-allowed');
      const plan = await plans.getOnSale(planId, tx);
      const expiresAt = await demandRunning(tx, userId);
      const latest = await findLatest(tx, userId);
      if (latest?.status === 'active' || latest?.status === 'failing')
        throw new Refusal('conflict', 'renewal.already');
      const terms = termsOf(plan, { userId, currency: parts.currency, provider: 'balance' });
      if (terms.amountMinor !== shownMinor) throw new Refusal('conflict', 'order.price-changed');
      const nextChargeAt = new Date(expiresAt.getTime() - chargeAheadMs);
      const { id } = await periods.draft(tx, terms);
      await writeRenewal(tx, id, { status: 'active', nextChargeAt, nextTryAt: nextChargeAt });
      await subscriptions.setAutoRenew(tx, userId, true);
      return true;
    });
  }

  async function demandRunning(tx: Transaction, userId: number): Promise<Date> {
    const found = await subscriptions.find(userId, tx);
    const runs = found?.status === 'active' || found?.status === 'pending';
    if (!runs || found.expiresAt === null) throw new Refusal('conflict', 'renewal.needs-access');
    return found.expiresAt;
  }

  async function demandLatest(userId: number, at: Database | Transaction = db): Promise<Renewal> {
    const renewal = await findLatest(at, userId);
    if (renewal === undefined) throw new Refusal('missing', 'renewal.none');
    return renewal;
  }

  async function stop(cause: Cause): Promise<void> {
    await once.apply(cause, 'stop renewal', async (tx) => {
      const { id } = await demandLatest(cause.actorId, tx);
      const renewal = await lockRenewal(tx, id);
      if (renewal.status !== 'active' && renewal.status !== 'failing')
        throw new Refusal('missing', 'renewal.none');
      await periods.endGrace(tx, renewal);
      await periods.end(tx, renewal, 'person');
      return true;
    });
  }

  async function resume(cause: Cause): Promise<void> {
    const renewal = await demandLatest(cause.actorId);
    if (!isResumable(renewal)) throw new Refusal('missing', 'renewal.none');
    const { id, ref, provider, changes } = renewal;
    if (provider !== 'balance' && ref !== null)
      await trying(() => renewing(provider)?.keep?.({ ref }, `renewal:${id}:keep:${changes}`));
    await once.apply(cause, 'resume renewal', async (tx) => {
      const now = await lockRenewal(tx, id);
      if (isResumable(now)) await activate(tx, now, { nextTryAt: now.nextChargeAt });
      return true;
    });
  }

  async function activate(tx: Transaction, renewal: Renewal, changes: Partial<Renewal>): Promise<void> {
    const going = { status: 'active', endReason: null, tries: 0, payUrl: null } as const;
    await writeRenewal(tx, renewal.id, {
      ...going,
      ...changes,
      changes: renewal.changes + 1,
      updatedAt: clock.now(),
    });
    await subscriptions.setAutoRenew(tx, renewal.userId, true);
  }

  async function portal(userId: number, language: 'ru' | 'en'): Promise<string> {
    const { customerRef, provider } = await demandLatest(userId);
    const open = renewing(provider)?.portal;
    if (open === undefined || customerRef === null) throw new Refusal('missing', 'renewal.none');
    return await trying(() => open(customerRef, language));
  }

  /** Somebody waits for it: a provider that is away is said at once. */
  async function trying<Result>(call: () => Promise<Result> | undefined): Promise<Result> {
    try {
      return (await call()) as Result;
    } catch (error) {
      if (!parts.isAway(error)) throw error;
      throw new Refusal('busy', 'try-later');
    }
  }

  async function hear(provider: string, truth: RenewalTruth): Promise<void> {
    await db.transaction(async (tx) => {
      const found = await findTold(tx, { provider, ref: truth.ref, orderId: truth.orderId });
      if (found !== undefined) await follow(tx, await lockRenewal(tx, found.id), truth);
    });
  }

  async function follow(tx: Transaction, before: Renewal, truth: RenewalTruth): Promise<void> {
    const known = {
      ref: before.ref ?? truth.ref ?? null,
      customerRef: truth.customerRef ?? before.customerRef,
    };
    const renewal = await writeRenewal(tx, before.id, known);
    if (renewal.status === 'starting' || truth.state === 'unknown') return;
    const isLive = renewal.status === 'active' || renewal.status === 'failing';
    if (truth.state === 'active') return await followActive(tx, renewal, truth);
    if (truth.state === 'failing') return isLive ? await followFailing(tx, renewal, truth) : undefined;
    await followEnd(tx, renewal, truth.state === 'ended' && truth.isUnpaid === true);
  }

  /** Switched on again on the provider's side. Until it knows of a stop of ours its word does not count. */
  async function followActive(tx: Transaction, renewal: Renewal, { renewsAt }: RenewalTruth): Promise<void> {
    const nextChargeAt = renewsAt ?? renewal.nextChargeAt;
    if (renewal.status === 'active') {
      await writeRenewal(tx, renewal.id, { nextChargeAt, nextTryAt: nextChargeAt });
      return;
    }
    const isBack = renewal.status === 'stopped' && renewal.endReason !== 'blocked';
    if (isBack || renewal.status === 'failing')
      await activate(tx, renewal, { nextChargeAt, nextTryAt: nextChargeAt });
  }

  async function followFailing(
    tx: Transaction,
    renewal: Renewal,
    { nextTryAt, payUrl }: RenewalTruth,
  ): Promise<void> {
    const { id, status, tries } = renewal;
    const failing = await writeRenewal(tx, id, {
      status: 'failing',
      payUrl: payUrl ?? null,
      tries: tries + 1,
      nextTryAt: nextTryAt ?? null,
    });
    // Said once: every further try of the bank would only repeat it.
    if (status === 'active') await news.failing(tx, failing);
  }

  async function followEnd(tx: Transaction, renewal: Renewal, isUnpaid: boolean): Promise<void> {
    const { id, userId, status, endReason } = renewal;
    if (status === 'stopped') return;
    const reason = status === 'stopping' ? endReason : isUnpaid ? 'unpaid' : 'provider';
    const stopped = await writeRenewal(tx, id, {
      status: 'stopped',
      endReason: reason,
      nextTryAt: null,
      payUrl: null,
      updatedAt: clock.now(),
    });
    await periods.endGrace(tx, renewal);
    await subscriptions.setAutoRenew(tx, userId, false);
    // Who said it themselves has seen it on the screen.
    if (status !== 'stopping') await news.ended(tx, stopped);
  }

  async function carryOutStop(renewalId: number): Promise<void> {
    const renewal = await findRenewal(db, renewalId);
    if (renewal?.status !== 'stopping') return;
    const { ref, userId, provider, changes } = renewal;
    if (ref !== null) await renewing(provider)?.stop({ ref, userId }, `renewal:${renewalId}:stop:${changes}`);
    await db.transaction(async (tx) => {
      const now = await lockRenewal(tx, renewalId);
      if (now.status === 'stopping') await writeRenewal(tx, renewalId, { status: 'stopped' });
    });
  }

  async function look(renewalId: number): Promise<void> {
    const renewal = await findRenewal(db, renewalId);
    if (renewal === undefined || renewal.ref === null) return;
    const { provider, ref, nextChargeAt } = renewal;
    const truth = await renewing(provider)?.find(ref);
    // Its money first: an arrangement that ended was perhaps paid before.
    for (const objectId of truth?.paidObjects ?? []) await parts.lookAt(provider, objectId);
    if (truth !== undefined) return await hear(provider, truth);
    const waitedMs = clock.now().getTime() - (nextChargeAt?.getTime() ?? Number.POSITIVE_INFINITY);
    if (waitedMs > patienceMs) await hear(provider, { ref, orderId: undefined, state: 'ended' });
  }

  return { view, beginFromBalance, stop, resume, portal, hear, carryOutStop, look };
}

/** What is renewed, frozen as it was shown. Refuses `renewal.not-for-this`. */
function termsOf(
  plan: Plan,
  { userId, currency, provider }: Pick<Renewal, 'userId' | 'currency' | 'provider'>,
): Parameters<Periods['draft']>[1] {
  const amountMinor = plan.prices[currency];
  if (plan.days === null || amountMinor === undefined) throw new Refusal('conflict', 'renewal.not-for-this');
  return {
    userId,
    currency,
    provider,
    amountMinor,
    planId: plan.id,
    planCode: plan.code,
    planVersion: plan.version,
    planNames: plan.names,
    days: plan.days,
    trafficBytes: plan.trafficBytes,
  };
}
