import type { Telling } from '../../platform/notices.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Copies } from '../../platform/copies.ts';
import type { Database, Db, Transaction } from '../../platform/db.ts';
import type { Events } from '../../platform/events.ts';
import type { Cause, Once } from '../../platform/once.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Audit } from '../audit/service.ts';
import type { SubscriptionService } from '../subscriptions/service.ts';
import { roleNotice } from './notices.ts';
import { createProfiles, type Profile } from './profiles.service.ts';
import {
  admitUser,
  countUsers,
  findUser,
  type Introduction,
  isAsIntroduced,
  lockAdmins,
  lockRole,
  searchUsers,
  updateUser,
  upsertUser,
} from './queries.ts';
import type { Language } from '../../texts/voice.ts';
import type { User } from './tables.ts';
import { demand as demandOf, may as mayOf, type Permission, type Role } from './roles.rules.ts';

/** The mode of the door, by who may come in: anybody, people with a code, nobody new. */
export type AccessMode = 'open' | 'invite' | 'closed';
export type { User };

/** The services that nearly every house is handed of others. */
export interface Neighbours {
  audit: Audit;
  users: UserService;
  subscriptions: SubscriptionService;
}

export interface UserService {
  /** The person behind an update: created at the first meeting, refreshed when Telegram says something new. */
  meet(introduction: Introduction): Promise<User>;
  /** The person; refuses with `user.unknown`. */
  get(userId: number, at?: Db): Promise<User>;
  find(userId: number): Promise<User | undefined>;
  /** Who somebody is, perhaps as of a minute ago: for what is shown, never for what is decided. */
  glance(userId: number): Promise<Profile | undefined>;
  /** Refuses with `not-allowed` unless the person's role, read now, has the permission. */
  demand(userId: number, permission: Permission, at?: Db): Promise<void>;
  may(userId: number, permission: Permission, at?: Db): Promise<boolean>;
  /** Lets the person in; answers whether they were outside before. */
  admit(tx: Transaction, userId: number, invitedBy: number | null): Promise<boolean>;
  /** Lets the actor in where the door is open. Refuses `not-allowed` otherwise. */
  welcome(cause: Cause): Promise<void>;
  chooseLanguage(userId: number, language: Language): Promise<User>;
  /** A zone such as `Europe/Moscow` or `+05:45`. */
  chooseTimeZone(userId: number, timeZone: string): Promise<User>;
  /** Keeps what a deep link carried (`kind_rest`) until it is used: the newest of each kind, five kinds at most. */
  keepStart(userId: number, payload: string): Promise<void>;
  /** What was kept of this kind has been used, or never will be. */
  forgetStart(userId: number, kind: string): Promise<void>;
  /** Gives a role. Refuses `not-allowed`, and `user.last-admin` when nobody would be left. */
  setRole(cause: Cause, userId: number, role: Role): Promise<User>;
  /** Shuts a person out, on the panel too. Refuses `user.self` and `user.last-admin`. */
  block(cause: Cause, userId: number): Promise<User>;
  unblock(cause: Cause, userId: number): Promise<User>;
  /** Up to 10 people by id, @name or part of a name. */
  search(actorId: number, query: string): Promise<User[]>;
  card(actorId: number, userId: number): Promise<User>;
  counts(actorId: number): Promise<{ total: number; admitted: number; blocked: number }>;
  noteReachable(userId: number, reachable: boolean): Promise<void>;
  /** Remembers that a blocked person was told so. */
  noteBlockNotice(userId: number): Promise<void>;
}

export function createUserService(parts: {
  db: Database;
  copies: Copies;
  clock: Clock;
  once: Once;
  audit: Audit;
  events: Events;
  adminIds: readonly number[];
  accessMode: AccessMode;
  /** Has the panel follow a block. */
  subscriptions: Pick<SubscriptionService, 'refresh'>;
  /** Has what somebody has begun to buy end. */
  endPurchases: (tx: Transaction, userId: number) => Promise<void>;
  tell: Telling['tell'];
}): UserService {
  const { db, clock, once, audit, events, adminIds, accessMode, subscriptions, tell } = parts;
  const profiles = createProfiles(parts);
  return {
    meet,
    get,
    find: (userId) => findUser(db, userId),
    glance: profiles.glance,
    demand,
    may: async (userId, permission, at = db) => mayOf((await lockRole(at, userId)) ?? 'user', permission),
    welcome,
    admit: (tx, userId, invitedBy) => admitUser(tx, { userId, invitedBy, now: clock.now() }),
    chooseLanguage: (userId, language) => change(userId, { language, updatedAt: clock.now() }),
    chooseTimeZone: (userId, timeZone) => change(userId, { timeZone, updatedAt: clock.now() }),
    keepStart: (userId, payload) =>
      changePending(userId, (kept) => [...without(kept, kindOf(payload)), payload].slice(-5)),
    forgetStart: (userId, kind) => changePending(userId, (kept) => without(kept, kind)),
    setRole,
    block: (cause, userId) => setBlock(cause, userId, true),
    unblock: (cause, userId) => setBlock(cause, userId, false),
    search,
    card,
    counts,
    noteReachable: async (userId, reachable) =>
      void (await updateUser(db, userId, { unreachableAt: reachable ? null : clock.now() })),
    noteBlockNotice: async (userId) => void (await change(userId, { blockNoticeAt: clock.now() })),
  };

  async function meet(introduction: Introduction): Promise<User> {
    const isAdmin = adminIds.includes(introduction.id);
    const now = clock.now();
    const known = await profiles.recognise(introduction.id);
    const met =
      known !== undefined && isAsIntroduced(known, introduction)
        ? known
        : await upsertUser(db, introduction, { role: isAdmin ? 'admin' : 'user', now });
    const user = isAdmin && met.role !== 'admin' ? await fillVacancy(met) : met;
    if (user.createdAt.getTime() === now.getTime()) events.personMet();
    if (!isAdmin || user.admittedAt !== null) return user;
    await admitUser(db, { userId: user.telegramId, invitedBy: null, now });
    return { ...user, admittedAt: now };
  }

  /** Who is named in the settings only after the bot met them becomes admin when there is no other. */
  async function fillVacancy(person: User): Promise<User> {
    return await db.transaction(async (tx) => {
      if (person.blockedAt !== null || (await lockAdmins(tx)).length > 0) return person;
      const cause = { key: 'settings', actorId: person.telegramId };
      return await write(tx, cause, { before: person, changes: { role: 'admin' } });
    });
  }

  async function get(userId: number, at: Db = db): Promise<User> {
    const user = await findUser(at, userId);
    if (user === undefined) throw new Refusal('missing', 'user.unknown');
    return user;
  }

  async function welcome(cause: Cause): Promise<void> {
    if (accessMode !== 'open') throw new Refusal('forbidden', 'not-allowed');
    await admitUser(db, { userId: cause.actorId, invitedBy: null, now: clock.now() });
  }

  async function change(userId: number, changes: Partial<User>): Promise<User> {
    const user = await updateUser(db, userId, changes);
    if (user === undefined) throw new Refusal('missing', 'user.unknown');
    return user;
  }

  async function changePending(userId: number, next: (kept: string[]) => string[]): Promise<void> {
    const { pendingStart } = await get(userId);
    const kept = next(pendingStart?.split(' ') ?? []).join(' ') || null;
    if (kept !== pendingStart) await change(userId, { pendingStart: kept });
  }

  async function demand(userId: number, permission: Permission, at: Db = db): Promise<void> {
    demandOf(await lockRole(at, userId), permission);
  }

  async function setRole(cause: Cause, userId: number, role: Role): Promise<User> {
    await once.apply(cause, 'set role', async (tx) => {
      const admins = await lockAdmins(tx);
      await demand(cause.actorId, 'change roles', tx);
      const before = await get(userId, tx);
      if (role !== 'admin' && isLast(admins, userId)) throw new Refusal('conflict', 'user.last-admin');
      const admission = role === 'user' ? {} : { admittedAt: before.admittedAt ?? clock.now() };
      if (role !== before.role) await tell(tx, roleNotice(userId, {}));
      await write(tx, cause, { before, changes: { role, ...admission } });
      return true;
    });
    return await get(userId);
  }

  async function setBlock(cause: Cause, userId: number, blocked: boolean): Promise<User> {
    await once.apply(cause, 'set block', async (tx) => {
      const admins = await lockAdmins(tx);
      await demand(cause.actorId, 'block people', tx);
      if (userId === cause.actorId) throw new Refusal('conflict', 'user.self');
      const before = await get(userId, tx);
      if (blocked && isLast(admins, userId)) throw new Refusal('conflict', 'user.last-admin');
      await write(tx, cause, {
        before,
        changes: { blockedAt: blocked ? clock.now() : null, blockNoticeAt: null },
      });
      await subscriptions.refresh(tx, userId);
      if (blocked) await parts.endPurchases(tx, userId);
      return true;
    });
    return await get(userId);
  }

  async function write(
    tx: Transaction,
    cause: Cause,
    { before, changes }: { before: User; changes: Partial<User> },
  ): Promise<User> {
    const after = await updateUser(tx, before.telegramId, { ...changes, updatedAt: clock.now() });
    if (after === undefined) throw new Refusal('missing', 'user.unknown');
    const was = Object.fromEntries(Object.keys(changes).map((key) => [key, before[key as keyof User]]));
    const action = 'role' in changes ? 'user.role' : 'user.block';
    await audit.record(tx, {
      actorId: cause.actorId,
      action,
      subject: `user ${before.telegramId}`,
      before: was,
      after: changes,
    });
    return after;
  }

  async function search(actorId: number, query: string): Promise<User[]> {
    await demand(actorId, 'see people');
    const wanted = query.replaceAll('\0', '').toWellFormed().trim().slice(0, 64);
    if (wanted.replaceAll('@', '').trim() === '') throw new Refusal('invalid', 'user.empty-search');
    return await searchUsers(db, wanted, 10);
  }

  async function card(actorId: number, userId: number): Promise<User> {
    await demand(actorId, 'see people');
    return await get(userId);
  }

  async function counts(actorId: number) {
    await demand(actorId, 'see people');
    return await countUsers(db);
  }
}

/** `inv` of `INV_4f9c21ab03`. */
function kindOf(payload: string): string {
  return (payload.split('_')[0] ?? '').toLowerCase();
}

function without(payloads: readonly string[], kind: string): string[] {
  return payloads.filter((payload) => kindOf(payload) !== kindOf(kind));
}

function isLast(admins: readonly number[], userId: number): boolean {
  return admins.length === 1 && admins[0] === userId;
}
