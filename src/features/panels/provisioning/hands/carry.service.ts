import type { Clock } from '../../../../platform/clock.ts';
import type { Transaction } from '../../../../platform/db.ts';
import type { Queue } from '../../../../platform/queue.ts';
import type { Subscription, SubscriptionService } from '../../../subscriptions/service.ts';
import { provisionJob } from '../jobs.ts';
import { askAgain } from '../queries.ts';
import { type Added, beyond, type HandChange } from './hand.rules.ts';
import { decideHands, insertHand, listAddedElsewhere, listOffOf, writeSwitchedOff } from './queries.ts';

/** What was changed on an account, and when we had seen that account last. */
export interface SeenHand {
  panelId: number;
  seenBefore: Date | null;
  changes: readonly HandChange[];
}

/**
 * Lets what was done by hand hold, and has every panel follow: the switch is that of the subscription, what was added a
 * grant of its own. The subscription is locked. Answers whether there is anything that was not known.
 */
export type CarryHand = (tx: Transaction, subscription: Subscription, seen: SeenHand) => Promise<boolean>;

export function createCarryHand(parts: {
  clock: Clock;
  queue: Pick<Queue, 'enqueue'>;
  subscriptions: Pick<SubscriptionService, 'grant'>;
}): CarryHand {
  const { clock, queue, subscriptions } = parts;

  async function carry(tx: Transaction, { id, userId }: Subscription, seen: SeenHand): Promise<boolean> {
    let isNews = false;
    for (const change of seen.changes) isNews = (await carryOne(tx, userId, { ...seen, change })) || isNews;
    for (const asked of await askAgain(tx, { ids: [id], now: clock.now() }))
      await queue.enqueue(tx, provisionJob({ userId }, asked.panelId));
    return isNews;
  }

  async function carryOne(
    tx: Transaction,
    userId: number,
    { panelId, seenBefore, change }: SeenHand & { change: HandChange },
  ): Promise<boolean> {
    if (change.kind === 'on') return await lift(tx, userId);
    if (change.kind === 'off') {
      const hand = await insertHand(tx, handOf({ panelId, userId, kind: 'off', days: 0, trafficBytes: 0 }));
      await writeSwitchedOff(tx, userId, clock.now());
      return hand !== undefined;
    }
    const known = seenBefore && (await listAddedElsewhere(tx, { userId, panelId, since: seenBefore }));
    return await give(tx, { panelId, userId }, beyond(change, known ?? []));
  }

  async function give(
    tx: Transaction,
    { panelId, userId }: { panelId: number; userId: number },
    more: Added,
  ): Promise<boolean> {
    if (more.days === 0 && more.trafficBytes === 0) return false;
    const hand = await insertHand(tx, handOf({ panelId, userId, kind: 'added', ...more }));
    if (hand === undefined) return false;
    await subscriptions.grant(tx, { userId, source: 'admin', reason: `hand ${hand.id}`, ...more });
    return true;
  }

  function handOf(of: { panelId: number; userId: number; kind: 'off' | 'added' } & Added) {
    const now = clock.now();
    return { ...of, seenAt: now, askedAt: now };
  }

  /** Whoever was switched off on several panels is on again everywhere: there is one switch, and the last hand counts. */
  async function lift(tx: Transaction, userId: number): Promise<boolean> {
    const off = await listOffOf(tx, userId);
    const decided = { decision: 'lifted', decidedAt: clock.now(), decidedBy: null } as const;
    await decideHands(
      tx,
      off.map(({ id }) => id),
      decided,
    );
    await writeSwitchedOff(tx, userId, null);
    return true;
  }

  return carry;
}
