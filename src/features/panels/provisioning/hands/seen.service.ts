import type { Clock } from '../../../../platform/clock.ts';
import { localDate } from '../../../../platform/dates.ts';
import type { Database, Transaction } from '../../../../platform/db.ts';
import type { Queue } from '../../../../platform/queue.ts';
import type { Subscription, SubscriptionService } from '../../../subscriptions/service.ts';
import type { Fleet, Panel } from '../../fleet/service.ts';
import type { PanelUser } from '../../hiddify/panel-user.ts';
import { desiredPanelUser } from '../desired.rules.ts';
import { provisionJob } from '../jobs.ts';
import { lockById } from '../moves/queries.ts';
import { askAgain } from '../queries.ts';
import type { ListRead } from '../sync/queries.ts';
import { type AccountTerms, changesByHand, type HandChange, termsIn } from './hand.rules.ts';
import {
  askUndecided,
  decideHands,
  insertHand,
  listChanged,
  listOffOf,
  writeHeld,
  writeSwitchedOff,
} from './queries.ts';

/** Sees what whoever runs a panel changed there by hand, and lets it hold until an admin decides. */
export interface Hands {
  /** Takes over what the panel's list shows; more of it than may be believed is left to the drift report. */
  takeOver(panel: Panel, list: ListRead, listed: ReadonlyMap<string, PanelUser>): Promise<void>;
  /** Before an account is written: whether it was changed by hand since it was seen, which then holds first. */
  take(subscription: Subscription, panel: Panel, found: PanelUser): Promise<boolean>;
  /** From now on, until it is seen again, nobody knows what the account allows: it is being written. */
  forget(subscription: Subscription): Promise<void>;
  /** Asks admins again about what has waited a week for them. */
  askAgain(): Promise<void>;
}

const pageSize = 1_000;
const patienceMs = 7 * 24 * 60 * 60 * 1000;

export function createHands(parts: {
  db: Database;
  clock: Clock;
  fleet: Pick<Fleet, 'alarm' | 'find'>;
  queue: Pick<Queue, 'enqueue'>;
  subscriptions: Pick<SubscriptionService, 'grant'>;
}): Hands {
  const { db, clock, fleet, queue, subscriptions } = parts;
  return { takeOver, take, forget, askAgain: remind };

  async function takeOver(
    panel: Panel,
    list: ListRead,
    listed: ReadonlyMap<string, PanelUser>,
  ): Promise<void> {
    const seen = [...listed].map(([uuid, account]) => ({ uuid, terms: termsIn(account) }));
    let isSome = false;
    for (let from = 0; from < seen.length; from += pageSize) {
      const changed = await listChanged(db, list, seen.slice(from, from + pageSize));
      const unknown: { id: number; terms: AccountTerms }[] = [];
      for (const { subscription } of changed) {
        const account = listed.get(subscription.panelUuid);
        if (account === undefined) continue;
        const changes = changesOf(subscription, panel, account);
        if (changes.length > 0) isSome = (await note(subscription, { panel, account, changes })) || isSome;
        else if (subscription.held === null) unknown.push({ id: subscription.id, terms: termsIn(account) });
      }
      await writeHeld(db, unknown);
    }
    if (isSome) await fleet.alarm(panel, 'by-hand');
  }

  async function take(subscription: Subscription, panel: Panel, account: PanelUser): Promise<boolean> {
    if (subscription.held === null) return false;
    const changes = changesOf(subscription, panel, account);
    if (changes.length === 0 || !(await note(subscription, { panel, account, changes }))) return false;
    await fleet.alarm(panel, 'by-hand');
    return true;
  }

  /** What was never noted is compared with what we want there, which is known to hold where the panel is in step. */
  function changesOf(subscription: Subscription, panel: Panel, account: PanelUser): HandChange[] {
    const now = clock.now();
    const { expiresAt, status } = subscription;
    const wanted = () => termsIn(desiredPanelUser(subscription, { blocked: false }, panel.timeZone));
    const isRunning =
      status !== 'expired' && status !== 'cancelled' && (expiresAt === null || expiresAt > now);
    const changes = changesByHand(subscription.held ?? wanted(), account, {
      today: localDate(now, panel.timeZone),
      isRunning,
    });
    return changes.filter(({ kind }) => kind !== 'on' || subscription.switchedOffAt !== null);
  }

  /** In one transaction, and only while the row is as it was looked at. */
  async function note(
    seen: Subscription,
    { panel, account, changes }: { panel: Panel; account: PanelUser; changes: readonly HandChange[] },
  ): Promise<boolean> {
    return await db.transaction(async (tx) => {
      const row = await lockById(tx, seen.id);
      const isSame = row?.panelUuid === seen.panelUuid && row.panelId === panel.id;
      if (row === undefined || !isSame || JSON.stringify(row.held) !== JSON.stringify(seen.held))
        return false;
      await writeHeld(tx, [{ id: row.id, terms: termsIn(account) }]);
      for (const change of changes) await carry(tx, row, { panelId: panel.id, change });
      // Also joined accounts have to follow.
      for (const { userId, panelId } of await askAgain(tx, { ids: [row.id], now: clock.now() }))
        await queue.enqueue(tx, provisionJob({ userId }, panelId));
      return true;
    });
  }

  async function carry(
    tx: Transaction,
    { userId }: Subscription,
    { panelId, change }: { panelId: number; change: HandChange },
  ): Promise<void> {
    const now = clock.now();
    if (change.kind === 'on') return await lift(tx, userId, now);
    const { kind, days, trafficBytes } =
      change.kind === 'off' ? { ...change, days: 0, trafficBytes: 0 } : change;
    const seen = { panelId, userId, kind, days, trafficBytes, seenAt: now, askedAt: now };
    const hand = await insertHand(tx, seen);
    if (kind === 'off') return await writeSwitchedOff(tx, userId, now);
    if (hand === undefined) return;
    await subscriptions.grant(tx, { userId, source: 'admin', reason: `hand ${hand.id}`, days, trafficBytes });
  }

  async function lift(tx: Transaction, userId: number, now: Date): Promise<void> {
    const off = await listOffOf(tx, userId);
    const decided = { decision: 'lifted', decidedAt: now, decidedBy: null } as const;
    await decideHands(
      tx,
      off.map(({ id }) => id),
      decided,
    );
    await writeSwitchedOff(tx, userId, null);
  }

  async function forget({ id, held }: Subscription): Promise<void> {
    if (held !== null) await writeHeld(db, [{ id, terms: null }]);
  }

  async function remind(): Promise<void> {
    const now = clock.now();
    const since = new Date(now.getTime() - patienceMs);
    for (const panelId of await askUndecided(db, { since, now })) {
      const panel = await fleet.find(panelId);
      if (panel !== undefined) await fleet.alarm(panel, 'by-hand');
    }
  }
}
