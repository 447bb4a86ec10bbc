import type { Database } from '../../../platform/db.ts';
import type { Cause, Once } from '../../../platform/once.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { Audit } from '../../audit/service.ts';
import type { UserService } from '../../users/service.ts';
import { findFeedChoice, writeFeedChoice } from './queries.ts';

/** Where subscription links lead: to us, in the form that suits each app, or to the panel. */
export interface FeedChoice {
  /** Whether they lead to us; what another process has chosen is known within five seconds. */
  isOwn(): Promise<boolean>;
  /** The same for admins, and whether it is theirs to change: not where the environment says it. */
  view(actorId: number): Promise<{ isOwn: boolean; isFixed: boolean }>;
  /** From now on new links lead there; those of before go on. Refuses `feed.fixed` where the environment says it. */
  choose(cause: Cause, isOwn: boolean): Promise<void>;
}

const freshMs = 5_000;

export function createFeedChoice(parts: {
  db: Database;
  once: Once;
  audit: Audit;
  users: Pick<UserService, 'demand'>;
  /** What the environment says; undefined leaves it to admins. */
  told: boolean | undefined;
}): FeedChoice {
  const { db, once, audit, users, told } = parts;
  let known: { isOwn: boolean; untilMs: number } | undefined;
  return { isOwn, view, choose };

  async function isOwn(): Promise<boolean> {
    if (told !== undefined) return told;
    if (known !== undefined && performance.now() < known.untilMs) return known.isOwn;
    known = { isOwn: await findFeedChoice(db), untilMs: performance.now() + freshMs };
    return known.isOwn;
  }

  async function view(actorId: number) {
    await users.demand(actorId, 'manage keys');
    return { isOwn: told ?? (await findFeedChoice(db)), isFixed: told !== undefined };
  }

  async function choose(cause: Cause, chosen: boolean): Promise<void> {
    await once.apply(cause, 'choose feed', async (tx) => {
      await users.demand(cause.actorId, 'manage keys', tx);
      if (told !== undefined) throw new Refusal('conflict', 'feed.fixed');
      const before = await findFeedChoice(tx);
      await writeFeedChoice(tx, chosen);
      await audit.record(tx, {
        actorId: cause.actorId,
        action: 'choose feed',
        subject: 'subscription links',
        before: { isOwn: before },
        after: { isOwn: chosen },
      });
      return true;
    });
    known = undefined;
  }
}
