import { eq, lt } from 'drizzle-orm';
import type { Clock } from './clock.ts';
import type { Database, Db, Transaction } from './db.ts';
import { appliedEffects } from './once.tables.ts';

/** Why something is done: the event (update, job, command) that asked for it, and who stands behind it. */
export interface Cause {
  /** The same for every repeat of the same event: `telegram 100001 4711`. */
  key: string;
  actorId: number;
  /** The topic of the chat with the actor where it was asked; what comes of it later is told there. */
  topicId?: number;
}

/** A value that comes back from the database as it went in: no dates, no big integers, nothing undefined. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** The two steps: one asked before the transaction, one done in it. */
interface Steps<Answer, Result> {
  ask: () => Promise<Answer>;
  effect: (tx: Transaction, answer: Answer) => Promise<Result>;
}

export interface Once {
  /**
   * Runs `effect` in a transaction that also records its key, so that a repeat of the same cause changes nothing
   * and answers what the first run answered, of the same type.
   */
  apply<Result extends Json>(
    cause: Cause,
    name: string,
    effect: (tx: Transaction) => Promise<Result>,
  ): Promise<Result>;
  /**
   * The same for what depends on what somebody else's system says: `ask` runs before the transaction and hands over its
   * answer. A repeat does not ask again: what counts is what was answered when the effect was applied.
   */
  askAndApply<Answer, Result extends Json>(
    cause: Cause,
    name: string,
    steps: Steps<Answer, Result>,
  ): Promise<Result>;
  /** Forgets effects older than `days`; no event is repeated after that long. */
  prune(days: number): Promise<void>;
}

export function createOnce(db: Database, clock: Clock): Once {
  async function apply<Result extends Json>(
    cause: Cause,
    name: string,
    effect: (tx: Transaction) => Promise<Result>,
  ): Promise<Result> {
    const key = `${cause.key} ${name}`;
    return await db.transaction(async (tx) => {
      // Whoever repeats waits here for the first one to commit or to roll back.
      const claimed = await tx
        .insert(appliedEffects)
        .values({ key, appliedAt: clock.now() })
        .onConflictDoNothing()
        .returning({ key: appliedEffects.key });
      if (claimed.length === 0) return (await recall<Result>(tx, key))?.result as Result;
      const result = await effect(tx);
      await tx.update(appliedEffects).set({ result }).where(eq(appliedEffects.key, key));
      return result;
    });
  }

  async function askAndApply<Answer, Result extends Json>(
    cause: Cause,
    name: string,
    { ask, effect }: Steps<Answer, Result>,
  ): Promise<Result> {
    const before = await recall<Result>(db, `${cause.key} ${name}`);
    if (before !== undefined) return before.result;
    const answer = await ask();
    return await apply(cause, name, (tx) => effect(tx, answer));
  }

  async function recall<Result extends Json>(at: Db, key: string): Promise<{ result: Result } | undefined> {
    const [row] = await at.select().from(appliedEffects).where(eq(appliedEffects.key, key));
    return row === undefined ? undefined : { result: row.result as Result };
  }

  async function prune(days: number): Promise<void> {
    const before = new Date(clock.now().getTime() - days * 24 * 60 * 60 * 1000);
    await db.delete(appliedEffects).where(lt(appliedEffects.appliedAt, before));
  }

  return { apply, askAndApply, prune };
}
