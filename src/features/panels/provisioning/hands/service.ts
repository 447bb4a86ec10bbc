import type { Clock } from '../../../../platform/clock.ts';
import type { Database, Transaction } from '../../../../platform/db.ts';
import type { Cause, Once } from '../../../../platform/once.ts';
import { Refusal } from '../../../../platform/refusal.ts';
import type { Audit } from '../../../audit/service.ts';
import type { SubscriptionService } from '../../../subscriptions/service.ts';
import type { UserService } from '../../../users/service.ts';
import {
  countUndecided,
  decideHands,
  findAsked,
  type Hand,
  listOffOf,
  listUndecided,
  lockHand,
  writeSwitchedOff,
} from './queries.ts';

/** A change by hand with whose account it is, and where. */
export interface AskedHand {
  hand: Hand;
  person: { firstName: string; lastName: string | null };
  panel: string;
  /** What may be decided about it now. */
  choices: readonly HandDecision[];
}

/** What an admin decides: it stays as it was done there, or is as it was before. */
export type HandDecision = 'taken' | 'put-back';

/** The admins' desk for what was changed on panels by hand. Refuses `not-allowed` for everybody else. */
export interface HandDesk {
  /** What waits for a decision on a panel, the oldest ten, and how many there are. */
  list(actorId: number, panelId: number): Promise<{ hands: AskedHand[]; count: number }>;
  /** Refuses `hand.unknown`. */
  view(actorId: number, id: number): Promise<AskedHand>;
  /** What keeps somebody's account switched off. Refuses `hand.unknown` when nothing does. */
  offOf(actorId: number, userId: number): Promise<AskedHand>;
  /** Refuses `hand.unknown` and `hand.decided`; what was left switched off may be switched on again at any time. */
  decide(cause: Cause, id: number, decision: HandDecision): Promise<void>;
}

export function createHandDesk(parts: {
  db: Database;
  clock: Clock;
  once: Once;
  audit: Audit;
  users: Pick<UserService, 'demand'>;
  subscriptions: Pick<SubscriptionService, 'takeBack' | 'refresh'>;
}): HandDesk {
  const { db, clock, once, audit, users, subscriptions } = parts;
  return { list, view, offOf, decide };

  async function list(actorId: number, panelId: number) {
    await users.demand(actorId, 'manage panels');
    const hands = (await listUndecided(db, panelId, 10)).map(withChoices);
    return { hands, count: await countUndecided(db, panelId) };
  }

  async function view(actorId: number, id: number): Promise<AskedHand> {
    await users.demand(actorId, 'manage panels');
    const found = await findAsked(db, id);
    if (found === undefined) throw new Refusal('missing', 'hand.unknown');
    return withChoices(found);
  }

  async function offOf(actorId: number, userId: number): Promise<AskedHand> {
    const [off] = await listOffOf(db, userId);
    return await view(actorId, off?.id ?? 0);
  }

  async function decide(cause: Cause, id: number, decision: HandDecision): Promise<void> {
    await once.apply(cause, 'decide hand', async (tx) => {
      await users.demand(cause.actorId, 'manage panels', tx);
      const hand = await lockHand(tx, id);
      if (hand === undefined) throw new Refusal('missing', 'hand.unknown');
      if (!choicesOf(hand).includes(decision)) throw new Refusal('conflict', 'hand.decided');
      const decided = { decision, decidedAt: clock.now(), decidedBy: cause.actorId };
      await decideHands(tx, await decidedWith(tx, hand, decision), decided);
      if (decision === 'put-back') await putBack(tx, hand);
      await audit.record(tx, {
        actorId: cause.actorId,
        action: 'decide hand',
        subject: `user ${hand.userId}`,
        before: { kind: hand.kind, days: hand.days, trafficBytes: hand.trafficBytes },
        after: { decision },
      });
      return true;
    });
  }

  /** Whoever was switched off on several panels has one switch: what is decided of one is decided of all. */
  async function decidedWith(tx: Transaction, hand: Hand, decision: HandDecision): Promise<number[]> {
    if (hand.kind !== 'off') return [hand.id];
    const off = await listOffOf(tx, hand.userId);
    return off.filter((one) => choicesOf(one).includes(decision)).map(({ id }) => id);
  }

  async function putBack(tx: Transaction, { id, userId, kind }: Hand): Promise<void> {
    if (kind === 'added') return await subscriptions.takeBack(tx, { userId, reason: `hand ${id}` });
    await writeSwitchedOff(tx, userId, null);
    await subscriptions.refresh(tx, userId);
  }
}

function choicesOf({ kind, decision }: Hand): HandDecision[] {
  if (decision === null) return ['taken', 'put-back'];
  return kind === 'off' && decision === 'taken' ? ['put-back'] : [];
}

function withChoices<T extends { hand: Hand }>(asked: T): T & Pick<AskedHand, 'choices'> {
  return { ...asked, choices: choicesOf(asked.hand) };
}
