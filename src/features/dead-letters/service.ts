import type { Database, Transaction } from '../../platform/db.ts';
import { countDeadUpdates } from '../../platform/inbox/deliveries.ts';
import type { Cause, Once } from '../../platform/once.ts';
import type { DeadLetter, Queue } from '../../platform/queue.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Audit } from '../audit/service.ts';
import type { UserService } from '../users/service.ts';

export type { DeadLetter };

/** Work that was given up: jobs by their kind, and updates that nobody could handle. */
export interface GivenUp {
  kinds: { name: string; count: number }[];
  letters: DeadLetter[];
  total: number;
  updates: number;
}

/** The admins' desk for work that was given up. Everything refuses `not-allowed` for everybody else. */
export interface DeadLetters {
  list(actorId: number, page: { offset: number; limit: number }): Promise<GivenUp>;
  /** Gives one job another life; refuses `letter.gone` when somebody has done so already. */
  retry(cause: Cause, id: string): Promise<void>;
  /** Gives all of a kind another life; answers how many. Refuses `letter.gone` for a kind there is not. */
  retryAll(cause: Cause, name: string): Promise<number>;
}

export function createDeadLetters(parts: {
  db: Database;
  once: Once;
  audit: Audit;
  users: Pick<UserService, 'demand'>;
  queue: Pick<Queue, 'stats' | 'deadLetters' | 'findDeadLetter' | 'redrive'>;
}): DeadLetters {
  const { db, once, audit, users, queue } = parts;
  return { list, retry, retryAll };

  async function list(actorId: number, page: { offset: number; limit: number }): Promise<GivenUp> {
    await users.demand(actorId, 'retry jobs');
    const stats = (await queue.stats()).filter(({ dead }) => dead > 0);
    const { letters, total } = await queue.deadLetters(page);
    const kinds = stats.map(({ name, dead: count }) => ({ name, count }));
    return { kinds, letters, total, updates: await countDeadUpdates(db) };
  }

  async function retry(cause: Cause, id: string): Promise<void> {
    await once.apply(cause, 'retry dead letter', async (tx) => {
      await users.demand(cause.actorId, 'retry jobs', tx);
      const name = await queue.findDeadLetter(id, tx);
      // Whoever is faster moves it; the other one finds nothing to move.
      const moved = name === undefined ? 0 : await queue.redrive(name, { tx, ids: [id] });
      if (moved === 0) throw new Refusal('conflict', 'letter.gone');
      const after = { name, id };
      await audit.record(tx, {
        actorId: cause.actorId,
        action: 'job retried',
        subject: `job ${name}`,
        after,
      });
      return true;
    });
  }

  async function retryAll(cause: Cause, name: string): Promise<number> {
    return await once.askAndApply(cause, 'retry dead letters', {
      // Before the transaction: it takes a connection of its own, which might never come free for one that holds another.
      ask: async () => (await queue.stats()).some((stats) => stats.name === name && stats.dead > 0),
      effect: (tx, isKnown) => moveAll(tx, cause, isKnown ? name : undefined),
    });
  }

  async function moveAll(tx: Transaction, cause: Cause, name: string | undefined): Promise<number> {
    await users.demand(cause.actorId, 'retry jobs', tx);
    const moved = name === undefined ? 0 : await queue.redrive(name, { tx });
    if (moved === 0) throw new Refusal('conflict', 'letter.gone');
    const after = { name, count: moved };
    await audit.record(tx, {
      actorId: cause.actorId,
      action: 'jobs retried',
      subject: `job ${name}`,
      after,
    });
    return moved;
  }
}
