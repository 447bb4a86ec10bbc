import { and, eq, lt, sql } from 'drizzle-orm';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db.ts';
import { sessions } from './tables.ts';

/** The memory of a dialogue; plain JSON. Telegraf's Stage keeps its scene under `__scenes`, with us `endedBy` outlasts it. */
export type Session = Record<string, unknown>;

interface Owner {
  userId: number;
  chatId: number;
}

export interface SessionStore {
  /** The dialogue as it was last saved, empty when there is none, it ran out or another version wrote it. */
  load(owner: Owner): Promise<LoadedSession>;
  /** Whether a dialogue is under way. */
  isOpen(owner: Owner): Promise<boolean>;
  /** Deletes dialogues that ran out; a job calls it. */
  prune(): Promise<void>;
}

export interface LoadedSession {
  data: Session;
  /** Saves what changed. Throws when another worker saved meanwhile: it, not we, holds the lane now. */
  save(): Promise<void>;
}

const version = 1;
const ttlMs = 30 * 24 * 60 * 60 * 1000;

/** Dialogues in PostgreSQL, saved by the one worker that holds the person's lane. */
export function createSessionStore(db: Database, clock: Clock): SessionStore {
  const sessionOf = db
    .select()
    .from(sessions)
    .where(
      and(eq(sessions.userId, sql.placeholder('userId')), eq(sessions.chatId, sql.placeholder('chatId'))),
    )
    .prepare('session');

  async function load(owner: Owner): Promise<LoadedSession> {
    const [row] = await sessionOf.execute({ ...owner });
    const usable = row !== undefined && row.version === version && row.expiresAt > clock.now();
    const data = usable ? (row.data as Session) : {};
    const before = fingerprint(data);
    return {
      data,
      async save() {
        if (fingerprint(data) !== before) await write(owner, data, row?.revision);
      },
    };
  }

  async function write(owner: Owner, data: Session, revision: number | undefined): Promise<void> {
    const values = { version, data: tidy(data), expiresAt: new Date(clock.now().getTime() + ttlMs) };
    const written =
      revision === undefined
        ? await db
            .insert(sessions)
            .values({ ...owner, revision: 1, ...values })
            .onConflictDoNothing()
            .returning({ revision: sessions.revision })
        : await replace(owner, values, revision);
    if (written.length === 0) throw new Error('The dialogue was changed by another worker');
  }

  function replace(
    owner: Owner,
    values: { version: number; data: Session; expiresAt: Date },
    revision: number,
  ) {
    const current = and(ownedBy(owner), eq(sessions.revision, revision));
    if (Object.keys(values.data).length === 0)
      return db.delete(sessions).where(current).returning({ revision: sessions.revision });
    return db
      .update(sessions)
      .set({ ...values, revision: sql`${sessions.revision} + 1` })
      .where(current)
      .returning({ revision: sessions.revision });
  }

  async function prune(): Promise<void> {
    await db.delete(sessions).where(lt(sessions.expiresAt, clock.now()));
  }

  const isOpen = async (owner: Owner) =>
    Object.keys(tidy({ of: (await load(owner)).data['__scenes'] })).length > 0;

  return { load, isOpen, prune };
}

function ownedBy({ userId, chatId }: Owner) {
  return and(eq(sessions.userId, userId), eq(sessions.chatId, chatId));
}

/** Stage leaves an empty `__scenes` behind for everybody who ever wrote: that is no dialogue. */
function tidy(data: Session): Session {
  return Object.fromEntries(
    Object.entries(data).filter(([, value]) => value !== undefined && JSON.stringify(value) !== '{}'),
  );
}

function fingerprint(data: Session): string {
  return JSON.stringify(tidy(data));
}
