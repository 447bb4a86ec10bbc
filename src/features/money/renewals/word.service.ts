import type { Clock } from '../../../platform/clock.ts';
import type { Database, Transaction } from '../../../platform/db.ts';
import type { RenewalNotices } from './standing.rules.ts';
import type { RemoteProvider, Renewing } from '../providers/provider.ts';
import type { RenewalTruth } from '../providers/truth.ts';
import type { Periods, Renewal } from './periods.service.ts';
import { findRenewal, findTold, hasLive, lockRenewal, paidLast, writeRenewal } from './queries.ts';
import { isOn } from './standing.rules.ts';
import type { RefusalWatch } from '../reconciliation/refusal-watch.service.ts';

/** The word of providers on arrangements, and ours to them. */
export interface ProviderWord {
  /** Takes over what a provider says of one. */
  hear(provider: string, truth: RenewalTruth): Promise<void>;
  /** Has the provider renew no more; safe to repeat. */
  carryOutStop(renewalId: number): Promise<void>;
  /** Asks the provider what became of it, and has what it says was paid followed, whoever did not tell us of it. */
  look(renewalId: number, follow: FollowPaid): Promise<void>;
}

const dayMs = 24 * 60 * 60 * 1_000;
/** So long after a charge was due a provider may be silent about it: one that can be asked, and one that tells by itself. */
const patienceMs = { asked: dayMs, silent: 14 * dayMs } as const;

/** Whether a reason to end one stands whatever the person switches on at the provider. */
const isLasting: Readonly<Record<NonNullable<Renewal['endReason']>, boolean>> = {
  person: false,
  provider: false,
  unpaid: false,
  replaced: false,
  'taken-back': true,
  blocked: true,
  needless: true,
  review: true,
  staff: false,
  lost: false,
};

/** Follows one paid object of a provider. */
type FollowPaid = (provider: string, objectId: string) => Promise<void>;

/** Those who renew by themselves, by name. */
export type RenewingOf = (provider: string) => Renewing | undefined;

export function renewingOf(providers: readonly RemoteProvider[]): RenewingOf {
  return (name) => providers.find((provider) => provider.name === name)?.renewing;
}

export function createProviderWord(parts: {
  db: Database;
  clock: Clock;
  periods: Pick<Periods, 'activate' | 'refused' | 'end' | 'ended'>;
  notices: RenewalNotices;
  renewing: RenewingOf;
  refusals: Pick<RefusalWatch, 'watch'>;
}): ProviderWord {
  const { db, clock, periods, notices, renewing, refusals } = parts;

  async function hear(provider: string, truth: RenewalTruth): Promise<void> {
    await db.transaction(async (tx) => {
      const found = await findTold(tx, { provider, ref: truth.ref, reference: truth.reference });
      if (found !== undefined) await follow(tx, await lockRenewal(tx, found.id), truth);
    });
  }

  async function follow(tx: Transaction, before: Renewal, truth: RenewalTruth): Promise<void> {
    const said = truth.customerRef ?? null;
    const known = {
      ref: before.ref ?? truth.ref ?? null,
      // Whoever has paid a period stays the one who pays.
      customerRef: before.periods > 0 ? (before.customerRef ?? said) : (said ?? before.customerRef),
    };
    const renewal = await writeRenewal(tx, before.id, known);
    if (renewal.status === 'starting' || truth.state === 'unknown') return;
    if (truth.state === 'active') return await followActive(tx, renewal, truth);
    if (truth.state === 'failing') return isOn(renewal) ? await followFailing(tx, renewal, truth) : undefined;
    await followEnd(tx, renewal, truth);
  }

  /** Until a provider knows of a stop of ours, its word that it goes on does not count. */
  async function followActive(tx: Transaction, renewal: Renewal, { renewsAt }: RenewalTruth): Promise<void> {
    const { id, status, nextChargeAt: awaited } = renewal;
    const nextChargeAt = renewsAt ?? awaited;
    const next = { nextChargeAt, nextTryAt: nextChargeAt };
    if (status === 'active' && !isNextPeriod(renewal, nextChargeAt)) await writeRenewal(tx, id, next);
    if (status === 'failing') await periods.activate(tx, renewal, next);
    if (status === 'stopped') await followReturn(tx, renewal, next);
  }

  /** A provider counts on at once, and takes the money later: until it is paid, this period is what is waited for. */
  function isNextPeriod({ nextChargeAt, days }: Renewal, renewsAt: Date | null): boolean {
    if (nextChargeAt === null || renewsAt === null) return false;
    return renewsAt.getTime() - nextChargeAt.getTime() > (days * dayMs) / 2;
  }

  /** Switched on again on the provider's side. What we ended for a reason that still stands is ended there again. */
  async function followReturn(tx: Transaction, renewal: Renewal, next: Partial<Renewal>): Promise<void> {
    const { userId, endReason } = renewal;
    const isOurs = endReason !== null && isLasting[endReason];
    if (isOurs || (await hasLive(tx, userId))) await periods.end(tx, renewal, endReason ?? 'replaced');
    else await periods.activate(tx, renewal, next);
  }

  async function followFailing(
    tx: Transaction,
    renewal: Renewal,
    { nextTryAt, payUrl }: RenewalTruth,
  ): Promise<void> {
    const changes = { nextTryAt: nextTryAt ?? null, payUrl: payUrl ?? null };
    const failing = await periods.refused(tx, renewal, changes);
    // Said once: every further try of the bank would only repeat it.
    if (renewal.status === 'active') await notices.failing(tx, failing);
  }

  async function followEnd(
    tx: Transaction,
    renewal: Renewal,
    { state, isUnpaid }: RenewalTruth,
  ): Promise<void> {
    const { id, status, endReason } = renewal;
    const isOver = state === 'ended';
    // What is over is never charged again, and cannot be switched on again.
    if (isOver) await writeRenewal(tx, id, { nextChargeAt: null });
    if (status === 'stopped') return;
    const reason = status === 'stopping' ? endReason : isOver && isUnpaid === true ? 'unpaid' : 'provider';
    const stopped = await periods.ended(tx, renewal, reason);
    // Who said it themselves has seen it on the screen.
    if (status !== 'stopping') await notices.ended(tx, stopped);
  }

  async function carryOutStop(renewalId: number): Promise<void> {
    const renewal = await findRenewal(db, renewalId);
    if (renewal?.status !== 'stopping') return;
    const { ref, userId, provider } = renewal;
    const remote = renewing(provider);
    // Not set up any more: it still charges there, so this must not count as done.
    if (ref !== null && remote === undefined) throw new Error(`${provider} cannot be told to stop`);
    const key = keyOfStop(renewal);
    if (ref !== null)
      await refusals.watch(provider, 'stopping', async () => remote?.stop({ ref, userId }, key));
    await db.transaction(async (tx) => {
      const now = await lockRenewal(tx, renewalId);
      if (now.status === 'stopping') await writeRenewal(tx, renewalId, { status: 'stopped' });
    });
  }

  async function look(renewalId: number, followPaid: FollowPaid): Promise<void> {
    const renewal = await findRenewal(db, renewalId);
    if (renewal === undefined || renewal.ref === null) return;
    const { provider, ref, nextChargeAt } = renewal;
    const truth = await renewing(provider)?.find(ref);
    // Its money first: an arrangement that ended was perhaps paid before.
    for (const objectId of truth?.paidObjects ?? []) await followPaid(provider, objectId);
    if (truth !== undefined) return await hear(provider, truth);
    const waitedMs = clock.now().getTime() - (nextChargeAt?.getTime() ?? Number.POSITIVE_INFINITY);
    const patience = renewing(provider)?.isAskable === true ? patienceMs.asked : patienceMs.silent;
    if (waitedMs > patience) await lose(renewalId);
  }

  /** Nobody says that it ended, and it may be charged: it is ended there by us, and somebody looks. */
  async function lose(renewalId: number): Promise<void> {
    await db.transaction(async (tx) => {
      const renewal = await lockRenewal(tx, renewalId);
      if (!isOn(renewal)) return;
      await notices.ended(tx, await periods.end(tx, renewal, 'lost'));
      await notices.lost(tx, { ...renewal, ...(await paidLast(tx, renewalId)) });
    });
  }

  return { hear, carryOutStop, look };
}

/** One that an older version began has to stay the same call. */
function keyOfStop({ id, changes, stopReference }: Renewal): string {
  return stopReference === null ? `renewal:${id}:stop:${changes}` : `${stopReference}:stop`;
}
