import type { Clock } from '../../platform/clock.ts';
import type { Transaction } from '../../platform/db.ts';
import type { Cause, Once } from '../../platform/once.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Audit } from '../audit/service.ts';
import type { UserService } from '../users/service.ts';
import { countOwnReplacements, lockSubscription } from './queries.ts';
import type { SubscriptionService } from './service.ts';

export interface LinkService {
  /**
   * Replaces the actor's own link: the old one stops working on every device. Refuses `link.nothing` without access
   * that works, and `link.too-often` after three in a day. While a replacement is under way it counts as this one.
   */
  replaceOwn(cause: Cause): Promise<void>;
  /** The same for somebody else, as often as needed. Refuses `not-allowed`, `user.unknown`, `link.nothing`. */
  replaceFor(cause: Cause, userId: number): Promise<void>;
}

const mostADay = 3;
const dayMs = 24 * 60 * 60 * 1000;

export function createLinkService(parts: {
  clock: Clock;
  once: Once;
  audit: Audit;
  users: Pick<UserService, 'demand' | 'get'>;
  subscriptions: Pick<SubscriptionService, 'find' | 'runs' | 'rotateLink'>;
}): LinkService {
  const { clock, once, audit, users, subscriptions } = parts;

  async function replaceOwn(cause: Cause): Promise<void> {
    await once.apply(cause, 'replace link', async (tx) => {
      await users.demand(cause.actorId, 'own account', tx);
      await replace(tx, cause, cause.actorId);
      return true;
    });
  }

  async function replaceFor(cause: Cause, userId: number): Promise<void> {
    await once.apply(cause, 'replace link', async (tx) => {
      await users.demand(cause.actorId, 'replace links', tx);
      await users.get(userId, tx);
      await replace(tx, cause, userId);
      return true;
    });
  }

  async function replace(tx: Transaction, { actorId }: Cause, userId: number): Promise<void> {
    const now = clock.now();
    const found = await subscriptions.find(userId, tx);
    if (found === undefined) throw new Refusal('conflict', 'link.nothing');
    // Locked before it is counted: two taps at once are one replacement.
    const { panelUuid } = found;
    const locked = await lockSubscription(tx, { userId, panelUuid, now });
    const { status, verifiedAt, previousUuid } = locked;
    // Its end counts before it is written down.
    if (status !== 'active' || verifiedAt === null || !subscriptions.runs(locked))
      throw new Refusal('conflict', 'link.nothing');
    if (previousUuid !== null) return;
    const since = new Date(now.getTime() - dayMs);
    if (actorId === userId && (await countOwnReplacements(tx, { userId, since })) >= mostADay)
      throw new Refusal('busy', 'link.too-often', { count: mostADay });
    await subscriptions.rotateLink(tx, userId);
    // Neither link is written down: whoever has one has the access.
    await audit.record(tx, { actorId, action: 'replace link', subject: `user ${userId}` });
  }

  return { replaceOwn, replaceFor };
}
