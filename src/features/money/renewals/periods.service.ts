import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../platform/clock.ts';
import type { Transaction } from '../../../platform/db.ts';
import type { Events } from '../../../platform/events.ts';
import type { Queue } from '../../../platform/queue.ts';
import type { SubscriptionService } from '../../subscriptions/service.ts';
import type { PaidPeriod } from '../providers/truth.ts';
import { chargedBy } from '../providers/registry.ts';
import { lookRenewalJob, stopRenewalJob } from './jobs.ts';
import type { RenewalNotices } from './standing.rules.ts';
import {
  findCustomer,
  findTold,
  firstOrder,
  hasLive,
  insertRenewal,
  lastPeriod,
  listOthers,
  lockRenewal,
  type Renewal,
  writeRenewal,
} from './queries.ts';
import { chargeAt, graceReason, isOn } from './standing.rules.ts';
import { insertOrder, type Order } from '../orders/queries.ts';

export type { Order, Renewal };

const dayMs = 24 * 60 * 60 * 1_000;

/** The terms of what is bought again and again. */
export type RenewalTerms = Pick<
  Renewal,
  | 'userId'
  | 'planId'
  | 'planCode'
  | 'planVersion'
  | 'planNames'
  | 'days'
  | 'trafficBytes'
  | 'trafficMode'
  | 'amountMinor'
  | 'currency'
  | 'provider'
>;

/** The periods of renewals as orders. Everything is part of the caller's transaction. */
export interface Periods {
  /** Notes, with the order that begins it, what is to renew itself. */
  draft(tx: Transaction, terms: RenewalTerms): Promise<Renewal>;
  /**
   * Takes the locks that following a period's money needs: after its order, before the subscription. Answers the
   * provider's name for whoever pays it, where one is known.
   */
  hold(tx: Transaction, order: Order): Promise<string | undefined>;
  /** The order that began the arrangement of this name at the provider. */
  begunBy(tx: Transaction, told: { provider: string; ref: string }): Promise<number | undefined>;
  /** The order of the next period, under the renewal's lock: a period is ordered once. */
  next(tx: Transaction, renewalId: number): Promise<Order>;
  /** A period was paid and its access given: from here on the next one is waited for. */
  paid(tx: Transaction, paid: { order: Order; said: PaidPeriod | undefined }): Promise<void>;
  /** A period's money went back: nothing more is charged. */
  takenBack(tx: Transaction, order: Order): Promise<void>;
  /** Money of it was put aside and delivers nothing: nothing more is charged. */
  putAside(tx: Transaction, paid: { order: Order; said: PaidPeriod | undefined }): Promise<void>;
  /** Has it renew no more, at the provider too, and takes back what was kept up. */
  end(tx: Transaction, renewal: Renewal, reason: NonNullable<Renewal['endReason']>): Promise<Renewal>;
  /** A charge was refused, and is tried again. */
  refused(
    tx: Transaction,
    renewal: Renewal,
    next: Pick<Partial<Renewal>, 'nextTryAt' | 'payUrl'>,
  ): Promise<Renewal>;
  /** It is over at the provider. */
  ended(tx: Transaction, renewal: Renewal, reason: Renewal['endReason']): Promise<Renewal>;
  /** Has it renew, again. */
  activate(tx: Transaction, renewal: Renewal, changes: Partial<Renewal>): Promise<void>;
  /** When the balance is charged for what follows access that ends then. */
  chargeAt(expiresAt: Date): Date;
  /** Notes with the subscription whether anything renews it now. */
  note(tx: Transaction, userId: number): Promise<void>;
}

export function createPeriods(parts: {
  clock: Clock;
  queue: Pick<Queue, 'enqueue'>;
  subscriptions: Pick<SubscriptionService, 'find' | 'takeBack' | 'setAutoRenew'>;
  notices: Pick<RenewalNotices, 'ended'>;
  events: Pick<Events, 'renewalChanged'>;
}): Periods {
  const { clock, queue, subscriptions, notices, events } = parts;

  async function draft(tx: Transaction, terms: RenewalTerms): Promise<Renewal> {
    const now = clock.now();
    // The provider knows the person from an earlier one: their card is kept with it.
    const customerRef = await findCustomer(tx, terms);
    const begun = { status: 'starting', customerRef, createdAt: now, updatedAt: now } as const;
    return await insertRenewal(tx, { ...terms, ...begun });
  }

  async function hold(tx: Transaction, { renewalId }: Order): Promise<string | undefined> {
    if (renewalId === null) return undefined;
    return (await lockRenewal(tx, renewalId)).customerRef ?? undefined;
  }

  async function begunBy(
    tx: Transaction,
    told: { provider: string; ref: string },
  ): Promise<number | undefined> {
    const renewal = await findTold(tx, { ...told, reference: undefined });
    return renewal && (await firstOrder(tx, renewal.id));
  }

  async function next(tx: Transaction, renewalId: number): Promise<Order> {
    const renewal = await lockRenewal(tx, renewalId);
    const { userId, planId, planCode, planVersion, planNames, days, trafficBytes, trafficMode, amountMinor } =
      renewal;
    const now = clock.now();
    // The same period is asked for once: its number is unique.
    return await insertOrder(tx, {
      userId,
      planId,
      planCode,
      planVersion,
      planNames,
      days,
      trafficBytes,
      trafficMode,
      listMinor: amountMinor,
      discountMinor: 0,
      totalMinor: amountMinor,
      currency: renewal.currency,
      provider: renewal.provider,
      renewalId,
      period: (await lastPeriod(tx, renewalId)) + 1,
      // Not pending: the one order that waits for the person is another.
      status: 'processing',
      expiresAt: now,
      createdAt: now,
      updatedAt: now,
    });
  }

  async function paid(
    tx: Transaction,
    { order, said }: { order: Order; said: PaidPeriod | undefined },
  ): Promise<void> {
    if (order.renewalId === null) return;
    const renewal = await lockRenewal(tx, order.renewalId);
    const isOver = renewal.status === 'stopping' || renewal.status === 'stopped';
    if (renewal.status === 'starting') await endOthers(tx, renewal);
    events.renewalChanged(renewal.provider, renewal.periods === 0 ? 'begun' : 'charged');
    const nextChargeAt = await nextChargeOf(tx, renewal, { order, said });
    const written = await writeRenewal(tx, renewal.id, {
      status: isOver ? renewal.status : 'active',
      ref: renewal.ref ?? said?.ref ?? null,
      customerRef: said?.customerRef ?? renewal.customerRef,
      periods: Math.max(renewal.periods, order.period ?? 1),
      nextChargeAt,
      nextTryAt: isOver ? null : nextChargeAt,
      tries: 0,
      payUrl: null,
      updatedAt: clock.now(),
    });
    await endGrace(tx, renewal);
    if (!isOver) return await note(tx, renewal.userId);
    // Paid though it was over: the person may have taken it up again on the provider's side.
    if (chargedBy(written.provider) !== 'us')
      await queue.enqueue(tx, lookRenewalJob({ renewalId: renewal.id }));
  }

  /** A provider says when it charges next; from the balance it is a day before what is paid for ends. */
  async function nextChargeOf(
    tx: Transaction,
    renewal: Renewal,
    { order, said }: { order: Order; said: PaidPeriod | undefined },
  ): Promise<Date> {
    const periodMs = renewal.days * dayMs;
    const afterPeriod = new Date((order.paidAt ?? clock.now()).getTime() + periodMs);
    if (chargedBy(renewal.provider) !== 'us') return said?.renewsAt ?? afterPeriod;
    const expiresAt = (await subscriptions.find(renewal.userId, tx))?.expiresAt;
    return chargeAt(expiresAt ?? afterPeriod);
  }

  /** Nobody pays for two at once: the newest takes the place of whatever renewed before. */
  async function endOthers(tx: Transaction, renewal: Renewal): Promise<void> {
    for (const other of await listOthers(tx, renewal)) await end(tx, other, 'replaced');
  }

  async function end(
    tx: Transaction,
    renewal: Renewal,
    reason: NonNullable<Renewal['endReason']>,
  ): Promise<Renewal> {
    const { id, userId, provider, changes } = renewal;
    await endGrace(tx, renewal);
    if (isOn(renewal)) events.renewalChanged(provider, 'ended');
    const isRemote = chargedBy(provider) !== 'us';
    const ended = await writeRenewal(tx, id, {
      status: isRemote ? 'stopping' : 'stopped',
      endReason: reason,
      nextTryAt: null,
      payUrl: null,
      changes: changes + 1,
      stopReference: randomUUID(),
      updatedAt: clock.now(),
    });
    await note(tx, userId);
    if (isRemote) await queue.enqueue(tx, stopRenewalJob({ renewalId: id }));
    return ended;
  }

  async function takenBack(tx: Transaction, order: Order): Promise<void> {
    if (order.renewalId === null) return;
    const renewal = await lockRenewal(tx, order.renewalId);
    if (!isOn(renewal)) return;
    await notices.ended(tx, await end(tx, renewal, 'taken-back'));
  }

  async function refused(
    tx: Transaction,
    renewal: Renewal,
    next: Pick<Partial<Renewal>, 'nextTryAt' | 'payUrl'>,
  ): Promise<Renewal> {
    if (renewal.status === 'active') events.renewalChanged(renewal.provider, 'refused');
    return await writeRenewal(tx, renewal.id, { ...next, status: 'failing', tries: renewal.tries + 1 });
  }

  async function ended(tx: Transaction, renewal: Renewal, endReason: Renewal['endReason']): Promise<Renewal> {
    const over = { status: 'stopped', nextTryAt: null, payUrl: null } as const;
    if (isOn(renewal)) events.renewalChanged(renewal.provider, 'ended');
    const written = await writeRenewal(tx, renewal.id, { ...over, endReason, updatedAt: clock.now() });
    await endGrace(tx, renewal);
    await note(tx, renewal.userId);
    return written;
  }

  async function activate(tx: Transaction, renewal: Renewal, changes: Partial<Renewal>): Promise<void> {
    const going = { status: 'active', endReason: null, tries: 0, payUrl: null } as const;
    await writeRenewal(tx, renewal.id, {
      ...going,
      ...changes,
      changes: renewal.changes + 1,
      updatedAt: clock.now(),
    });
    await note(tx, renewal.userId);
  }

  async function putAside(
    tx: Transaction,
    { order, said }: { order: Order; said: PaidPeriod | undefined },
  ): Promise<void> {
    if (order.renewalId === null) return;
    const renewal = await lockRenewal(tx, order.renewalId);
    if (renewal.status === 'stopping' || renewal.status === 'stopped') return;
    const known = {
      ref: renewal.ref ?? said?.ref ?? null,
      // What is put aside may be somebody else's.
      customerRef: renewal.customerRef ?? said?.customerRef ?? null,
    };
    const ended = await end(tx, await writeRenewal(tx, renewal.id, known), 'review');
    // What never began is not missed: that its money is put aside is said.
    if (isOn(renewal)) await notices.ended(tx, ended);
  }

  async function note(tx: Transaction, userId: number): Promise<void> {
    await subscriptions.setAutoRenew(tx, userId, await hasLive(tx, userId));
  }

  /** Takes back the access that was kept up while money was awaited. */
  async function endGrace(tx: Transaction, { id, userId, gracePeriod }: Renewal): Promise<void> {
    if (gracePeriod !== null)
      await subscriptions.takeBack(tx, { userId, reason: graceReason(id, gracePeriod) });
  }

  return {
    draft,
    hold,
    begunBy,
    next,
    paid,
    takenBack,
    putAside,
    end,
    refused,
    ended,
    activate,
    chargeAt,
    note,
  };
}
