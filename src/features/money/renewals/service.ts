import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../platform/clock.ts';
import type { Database, Transaction } from '../../../platform/db.ts';
import type { Cause, Once } from '../../../platform/once.ts';
import { demandReason } from '../../../platform/reason.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { Audit } from '../../audit/service.ts';
import type { Plan, PlanService } from '../../plans/service.ts';
import type { SubscriptionService } from '../../subscriptions/service.ts';
import type { UserService } from '../../users/service.ts';
import type { RenewalNotices } from './standing.rules.ts';
import type { Patience } from '../../../platform/patience.ts';
import { ProviderAway, ProviderRefusal, type RemoteProvider } from '../providers/provider.ts';
import { balanceName, chargedBy } from '../providers/registry.ts';
import type { Periods, Renewal } from './periods.service.ts';
import { findLatest, lockRenewal, writeRenewal } from './queries.ts';
import { chargeAt, isOn } from './standing.rules.ts';
import { createProviderWord, type ProviderWord, renewingOf } from './word.service.ts';
import type { RefusalWatch } from '../reconciliation/refusal-watch.service.ts';
import { soldOf } from '../orders/sold.rules.ts';
import { lockBuyer } from '../orders/buyers.queries.ts';

export type { Renewal };

/** An auto-renewal as its owner sees it. */
export interface RenewalView {
  /** The newest, whatever became of it; undefined when there never was one. */
  renewal: Renewal | undefined;
  /** Whether what was switched off can be switched on again as it was. */
  canResume: boolean;
  /** Whether the provider has a page for the card and receipts. */
  hasPortal: boolean;
}

export interface RenewalService extends ProviderWord {
  view(userId: number): Promise<RenewalView>;
  /**
   * Has the balance renew a plan from the end of what runs now; nothing is charged before. Refuses `plan.unknown`,
   * `renewal.not-for-this`, `renewal.needs-access`, `renewal.already`, `order.price-changed`.
   */
  beginFromBalance(cause: Cause, wanted: { planId: number; shownMinor: number }): Promise<void>;
  /** Switches the actor's auto-renewal off. Refuses `renewal.none`. */
  stop(cause: Cause): Promise<void>;
  /** The same for somebody else, who is told. Refuses `not-allowed` and `renewal.none`. */
  stopFor(cause: Cause, wanted: { userId: number; reason: string }): Promise<void>;
  /**
   * Switches on again what was switched off before its period ended. Refuses `renewal.none`, `renewal.over` and
   * `try-later`.
   */
  resume(cause: Cause): Promise<void>;
  /** The address where the actor changes the card. Refuses `renewal.none`, `renewal.no-portal` and `try-later`. */
  portal(userId: number, language: 'ru' | 'en'): Promise<string>;
}

export interface RenewalParts {
  db: Database;
  clock: Clock;
  once: Once;
  periods: Periods;
  plans: Pick<PlanService, 'getOnSale'>;
  audit: Audit;
  users: Pick<UserService, 'get' | 'demand'>;
  subscriptions: Pick<SubscriptionService, 'find' | 'runs' | 'wouldAdd'>;
  notices: RenewalNotices;
  providers: readonly RemoteProvider[];
  patience: Patience;
  refusals: Pick<RefusalWatch, 'watch'>;
  currency: Renewal['currency'];
}

export function createRenewalService(parts: RenewalParts): RenewalService {
  const { db, clock, once, audit, periods, plans, users, subscriptions, notices, refusals } = parts;
  const renewing = renewingOf(parts.providers);
  const word = createProviderWord({ ...parts, renewing });

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
    return chargedBy(provider) === 'us' || renewing(provider)?.keep !== undefined;
  }

  async function beginFromBalance(
    cause: Cause,
    { planId, shownMinor }: { planId: number; shownMinor: number },
  ): Promise<void> {
    await once.apply(cause, 'renew from balance', async (tx) => {
      const userId = cause.actorId;
      await lockBuyer(tx, userId);
      const person = await users.get(userId, tx);
      if (person.blockedAt !== null) throw new Refusal('forbidden', 'not-allowed');
      const plan = await plans.getOnSale(planId, tx);
      const expiresAt = await demandRunning(tx, userId);
      const latest = await findLatest(tx, userId);
      if (latest !== undefined && isOn(latest)) throw new Refusal('conflict', 'renewal.already');
      const terms = termsOf(plan, { userId, currency: parts.currency, provider: balanceName });
      if (terms.amountMinor !== shownMinor) throw new Refusal('conflict', 'order.price-changed');
      const nextChargeAt = chargeAt(expiresAt);
      const { id } = await periods.draft(tx, terms);
      await writeRenewal(tx, id, { status: 'active', nextChargeAt, nextTryAt: nextChargeAt });
      await periods.note(tx, userId);
      return true;
    });
  }

  async function demandRunning(tx: Transaction, userId: number): Promise<Date> {
    const found = await subscriptions.find(userId, tx);
    const expiresAt = subscriptions.runs(found) ? found?.expiresAt : undefined;
    if (expiresAt === null) throw new Refusal('conflict', 'order.needless');
    if (expiresAt === undefined) throw new Refusal('conflict', 'renewal.needs-access');
    return expiresAt;
  }

  async function demandLatest(userId: number, at: Database | Transaction = db): Promise<Renewal> {
    const renewal = await findLatest(at, userId);
    if (renewal === undefined) throw new Refusal('missing', 'renewal.none');
    return renewal;
  }

  async function stop(cause: Cause): Promise<void> {
    await once.apply(cause, 'stop renewal', async (tx) => {
      await endOf(tx, cause.actorId, 'person');
      return true;
    });
  }

  async function stopFor(cause: Cause, wish: { userId: number; reason: string }): Promise<void> {
    await once.apply(cause, 'stop renewal of somebody', async (tx) => {
      await users.demand(cause.actorId, 'manage money', tx);
      const reason = demandReason(wish.reason);
      const before = await endOf(tx, wish.userId, 'staff');
      await audit.record(tx, {
        actorId: cause.actorId,
        action: 'stop renewal',
        subject: `user ${wish.userId}`,
        before: { renewal: before.id, status: before.status },
        after: { reason },
      });
      return true;
    });
  }

  /** Ends what renews for somebody; answers it as it was. */
  async function endOf(tx: Transaction, userId: number, reason: 'person' | 'staff'): Promise<Renewal> {
    const { id } = await demandLatest(userId, tx);
    const renewal = await lockRenewal(tx, id);
    if (!isOn(renewal)) throw new Refusal('missing', 'renewal.none');
    const ended = await periods.end(tx, renewal, reason);
    if (reason === 'staff') await notices.ended(tx, ended);
    return renewal;
  }

  async function resume(cause: Cause): Promise<void> {
    await once.askAndApply(cause, 'resume renewal', {
      ask: () => keep(cause.actorId),
      effect: async (tx, id) => {
        const now = await lockRenewal(tx, id);
        if (isResumable(now)) await periods.activate(tx, now, { nextTryAt: now.nextChargeAt });
        return true;
      },
    });
  }

  /** A tap that comes once more asks nothing: what was stopped since stays stopped. */
  async function keep(userId: number): Promise<number> {
    const renewal = await demandLatest(userId);
    const { id, ref, provider } = renewal;
    // Tapped twice.
    if (isOn(renewal)) return id;
    if (!isResumable(renewal)) throw new Refusal('missing', 'renewal.none');
    if (!(await subscriptions.wouldAdd(userId, { days: renewal.days, trafficBytes: 0 })))
      throw new Refusal('conflict', 'order.needless');
    if (chargedBy(provider) !== 'us' && ref !== null)
      await keepAt(provider, ref, `${renewal.stopReference ?? randomUUID()}:keep`);
    return id;
  }

  /** Its state says whether it goes on, and nothing else: what is over has no end that could be taken back. */
  async function keepAt(provider: string, ref: string, key: string): Promise<void> {
    const over = new Refusal('conflict', 'renewal.over');
    await demandGoing(provider, ref, { isStopping: true, over });
    const keep = () =>
      refusals.watch(provider, 'keeping', async () => await renewing(provider)?.keep?.({ ref }, key));
    await trying(provider, keep, over);
    await demandGoing(provider, ref, { isStopping: false, over });
  }

  async function demandGoing(
    provider: string,
    ref: string,
    { isStopping, over }: { isStopping: boolean; over: Refusal },
  ): Promise<void> {
    const truth = await trying(provider, async () => await renewing(provider)?.find(ref), over);
    if (truth === undefined || truth.state === 'active' || truth.state === 'failing') return;
    if (isStopping && truth.state === 'stopping') return;
    // Told, so that it is not offered again.
    await word.hear(provider, truth);
    throw over;
  }

  async function portal(userId: number, language: 'ru' | 'en'): Promise<string> {
    const { customerRef, provider } = await demandLatest(userId);
    const open = renewing(provider)?.portal;
    if (open === undefined || customerRef === null) throw new Refusal('missing', 'renewal.none');
    const ask = () => refusals.watch(provider, 'portal', () => open(customerRef, language));
    return await trying(provider, ask, new Refusal('conflict', 'renewal.no-portal'));
  }

  /** Somebody waits for it: that a provider is away, or says no, is said at once. */
  async function trying<Result>(
    provider: string,
    call: () => Promise<Result>,
    refused: Refusal,
  ): Promise<Result> {
    try {
      const waited = await parts.patience.wait(provider, call);
      if (typeof waited === 'object') return waited.value;
    } catch (error) {
      if (error instanceof ProviderAway) throw new Refusal('busy', 'try-later');
      if (error instanceof ProviderRefusal) throw refused;
      throw error;
    }
    throw new Refusal('busy', 'try-later');
  }

  return {
    view,
    beginFromBalance,
    stop,
    stopFor,
    resume,
    portal,
    ...word,
  };
}

/** The terms of what is renewed, frozen as it was shown. Refuses `renewal.not-for-this`. */
function termsOf(
  plan: Plan,
  { userId, currency, provider }: Pick<Renewal, 'userId' | 'currency' | 'provider'>,
): Parameters<Periods['draft']>[1] {
  const amountMinor = plan.prices[currency];
  if (plan.days === null || amountMinor === undefined) throw new Refusal('conflict', 'renewal.not-for-this');
  return { ...soldOf(plan), days: plan.days, userId, currency, provider, amountMinor };
}
