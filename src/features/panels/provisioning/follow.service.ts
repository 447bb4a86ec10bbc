import type { PanelClient } from '../hiddify/client.ts';
import { PanelError } from '../hiddify/panel-error.ts';
import type { PanelUser } from '../hiddify/panel-user.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Database, Transaction } from '../../../platform/db.ts';
import type { Events } from '../../../platform/events.ts';
import type { Queue } from '../../../platform/queue.ts';
import type { Fleet, Panel } from '../fleet/service.ts';
import type { BeginPeriod } from './begun.service.ts';
import { desiredPanelUser } from './desired.rules.ts';
import { termsIn } from './hands/hand.rules.ts';
import type { JoinedHands } from './hands/joined.service.ts';
import type { Hands } from './hands/seen.service.ts';
import type { Placing } from './placing.service.ts';
import { provisionJob, type ProvisionWork } from './jobs.ts';
import { activate, findForProvisioning, markApplied, markFailed } from './queries.ts';
import type { Subscription } from '../../subscriptions/service.ts';
import { waitedMs } from './waiting.rules.ts';
import { askToReapply } from './reapply.service.ts';

/**
 * The result of one try to provision. `parked` waits for the panel without being tried: it is asked for again when the panel is
 * back. `given-up` helps nobody until something changes.
 */
export type Provisioned = 'done' | 'needless' | 'parked' | 'given-up';

/**
 * Makes the panel where somebody lives hold what they are entitled to, and records that it was seen to. `repeated` says
 * that a try failed before. Throws when the panel could not be brought there, to be tried again.
 */
export type Follow = (work: ProvisionWork, repeated: boolean) => Promise<Provisioned>;

type Found = NonNullable<Awaited<ReturnType<typeof findForProvisioning>>>;

export function createFollow(parts: {
  db: Database;
  clock: Clock;
  fleet: Fleet;
  queue: Pick<Queue, 'enqueue'>;
  events: Pick<Events, 'accessReady'>;
  placing: Pick<Placing, 'place'>;
  beginPeriod: BeginPeriod;
  hands: Pick<Hands, 'take' | 'forget'>;
  joinedHands: Pick<JoinedHands, 'takeOverBy'>;
  /** The panel holds the account for the first time, or again after it could not be used; what that took is not lost. */
  onReady: (tx: Transaction, userId: number, waitedMs: number) => Promise<void>;
  /** The panel was seen with the new link in place of the old one. */
  onRelinked: (tx: Transaction, userId: number) => Promise<void>;
}): Follow {
  const { db, clock, fleet, queue, events, placing, beginPeriod, hands, joinedHands, onReady, onRelinked } =
    parts;

  async function follow(work: ProvisionWork, repeated: boolean): Promise<Provisioned> {
    const found = await findForProvisioning(db, work.userId);
    if (found === undefined || (!isLagging(found.subscription) && work.recheck === undefined))
      return 'needless';
    const panel = found.panel ?? (await findHome(found.subscription));
    if (panel === undefined || !fleet.admits(panel)) return 'parked';
    const client = fleet.client(panel);
    if (client === undefined) return 'parked';
    const now = { ...(await beginPeriod(found)), panel };
    try {
      const account = await bring(client, now, repeated || work.recheck === 'write');
      fleet.succeeded(panel.id);
      if (account === undefined) return 'done';
      await db.transaction((tx) => confirm(tx, now, account));
      return 'done';
    } catch (error) {
      if (!(error instanceof PanelError)) throw error;
      return await fail(error, now.subscription, panel);
    }
  }

  async function findHome(subscription: Subscription): Promise<Panel | undefined> {
    const { id, userId, planCode } = subscription;
    if ((await placing.place(db, { id, userId, planCode })) === null) return undefined;
    return (await findForProvisioning(db, userId))?.panel ?? undefined;
  }

  /** What the panel was seen to hold in the end; undefined when something was done by hand that has to be followed first. */
  async function bring(
    client: PanelClient,
    { subscription, blockedAt, panel }: Found & { panel: Panel },
    rewrite: boolean,
  ): Promise<PanelUser | undefined> {
    const { previousUuid, panelUuid } = subscription;
    if (previousUuid !== null) await client.replace({ from: previousUuid, to: panelUuid });
    const wanted = desiredPanelUser(subscription, { blocked: blockedAt !== null }, panel.timeZone);
    const isNoted = subscription.held !== null;
    const found = isNoted ? await client.find(panelUuid) : undefined;
    // What was done there by hand holds: it is taken over, and followed by a run of its own.
    if (!isNoted && (await joinedHands.takeOverBy(client, subscription, panel))) return undefined;
    if (found !== undefined && (await hands.take(subscription, panel, found))) return undefined;
    if (found === undefined || client.wrongValues(found, wanted).length > 0) await hands.forget(subscription);
    const isNewPeriod = subscription.period > subscription.appliedPeriod;
    // An account that has to be made anew goes on from what was used.
    const usedBytes = isNewPeriod ? 0 : subscription.usedBytes;
    return await client.hold(
      { ...wanted, usedBytes },
      {
        rewrite: rewrite || subscription.failure !== null,
        // A new period begins at zero, once.
        resetUsage: isNewPeriod ? { usedBefore: subscription.usedBytes } : undefined,
        ...(found !== undefined && { found }),
      },
    );
  }

  async function confirm(
    tx: Transaction,
    { subscription, panel }: { subscription: Subscription; panel: Panel },
    account: PanelUser,
  ): Promise<void> {
    const now = clock.now();
    const row = await markApplied(tx, {
      id: subscription.id,
      panelId: panel.id,
      version: subscription.desiredVersion,
      period: subscription.period,
      panelUuid: subscription.panelUuid,
      usedBytes: Math.max(0, account.currentUsageBytes),
      held: termsIn(account),
      now,
    });
    if (row === undefined) return;
    // What changed since it was read is followed by a run of its own, whoever else may have asked for one.
    if (isLagging(row)) await ask(tx, row);
    await askToReapply(tx, queue, panel);
    const isOff = row.switchedOffAt !== null;
    if (subscription.previousUuid !== null && subscription.status === 'active' && !isOff)
      await onRelinked(tx, subscription.userId);
    if (subscription.status !== 'pending') return;
    if (!(await activate(tx, subscription.id, now))) return;
    if (isOff) return;
    await onReady(tx, subscription.userId, waitedMs(subscription, now));
    events.accessReady((now.getTime() - subscription.updatedAt.getTime()) / 1000);
  }

  /** What can be mended by trying is thrown; the rest waits for the panel, the operator or another version. */
  async function fail(error: PanelError, subscription: Subscription, panel: Panel): Promise<Provisioned> {
    const { id, desiredVersion } = subscription;
    const isFinal = error.advice === 'give-up';
    const givenUpVersion = isFinal ? desiredVersion : undefined;
    const now = clock.now();
    await markFailed(db, { id, panelId: panel.id, failure: error.class, now, givenUpVersion });
    if (isFinal) {
      await fleet.alarm(panel, 'stuck');
      return 'given-up';
    }
    await fleet.failed(panel, error, subscription.panelUuid);
    if (!fleet.admits(panel)) return 'parked';
    throw error;
  }

  async function ask(tx: Transaction, { userId, panelId }: Pick<Subscription, 'userId' | 'panelId'>) {
    await queue.enqueue(tx, provisionJob({ userId }, panelId));
  }

  return follow;
}

function isLagging({ desiredVersion, appliedVersion }: Subscription): boolean {
  return desiredVersion > appliedVersion;
}
