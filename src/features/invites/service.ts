import type { Clock } from '../../platform/clock.ts';
import type { Database, Db, Transaction } from '../../platform/db.ts';
import type { Events } from '../../platform/events.ts';
import type { Cause, Once } from '../../platform/once.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Audit } from '../audit/service.ts';
import type { SubscriptionService } from '../subscriptions/service.ts';
import type { AccessMode, UserService } from '../users/service.ts';
import { inviteCodesIn, newInviteCode } from './code.rules.ts';
import { gainOf } from './gain.rules.ts';
import { demandDays, demandTraffic, demandUses, type InviteCaps } from './caps.rules.ts';
import {
  findInvite,
  findInviteByCodes,
  findPause,
  forgetMisses,
  hasUsed,
  insertInvite,
  insertUse,
  listGuests,
  listInvites,
  recordMiss,
  revokeInvite,
  takeUse,
} from './queries.ts';
import type { invites } from './tables.ts';

export type Invite = typeof invites.$inferSelect;

/** The gift of a code to those who come by it. Traffic null: unlimited. */
export type InviteGrant =
  | { kind: 'admission' }
  | { kind: 'days'; days: number; trafficBytes: number | null }
  | { kind: 'permanent'; trafficBytes: number | null };

export interface NewInvite {
  maxUses: number;
  expiresAt: Date | null;
  grant: InviteGrant;
}

/** The maker of a code; `mayInvite` is false while they are blocked or have no such right: the code admits nobody then. */
export interface InviteCreator {
  userId: number;
  firstName: string;
  username: string | null;
  mayInvite: boolean;
}

export interface InvitePage {
  invites: Invite[];
  total: number;
  /** Of every code on the page, where everybody's are listed. */
  creators: InviteCreator[];
}

export interface InviteCard {
  invite: Invite;
  /** For those who see everybody's codes. */
  creator: InviteCreator | undefined;
  guests: { userId: number; firstName: string; username: string | null; usedAt: Date }[];
}

export interface InviteService {
  /**
   * Makes a code. Refuses `not-allowed`, `invite.bad-uses`, `invite.bad-expiry`, `invite.bad-days`, `invite.bad-traffic`,
   * and what is wider than a manager's caps.
   */
  create(cause: Cause, wanted: NewInvite): Promise<Invite>;
  /** The most that a code of this person may give; undefined for whoever has no such caps. */
  capsOf(actorId: number): Promise<InviteCaps | undefined>;
  /**
   * Lets the actor in by the code in what they typed or pasted, and gives what it grants. Refuses with the reason why the code does not work, such as
   * `invite.unbacked` when its creator may not invite now, and with `invite.closed` when nobody new is let in.
   */
  redeem(cause: Cause, typed: string): Promise<{ admitted: boolean; granted: boolean }>;
  /** Closes a code: one's own, or any for an admin. Closing a closed one is refused with `invite.already-revoked`. */
  revoke(cause: Cause, inviteId: number): Promise<Invite>;
  /** A page of the actor's own codes, or of everybody's for an admin who asks for `all`. */
  list(actorId: number, page: { all: boolean; offset: number; limit: number }): Promise<InvitePage>;
  /** A code with those who came by it. */
  show(actorId: number, inviteId: number): Promise<InviteCard>;
}

export function createInviteService(parts: {
  db: Database;
  clock: Clock;
  once: Once;
  users: UserService;
  subscriptions: SubscriptionService;
  audit: Audit;
  events: Events;
  accessMode: AccessMode;
  managerCaps: InviteCaps;
}): InviteService {
  const { db, clock, once, users, subscriptions, audit, events, accessMode, managerCaps } = parts;
  return { create, capsOf, redeem, revoke, list, show };

  async function create(cause: Cause, wanted: NewInvite): Promise<Invite> {
    const { id } = await once.apply(cause, 'create invite', async (tx) => {
      check(wanted, clock.now());
      await users.demand(cause.actorId, 'create invites', tx);
      demandWithin(wanted, await capsOf(cause.actorId, tx));
      const invite = await insertInvite(tx, {
        ...toRow(wanted),
        code: newInviteCode(),
        createdBy: cause.actorId,
        createdAt: clock.now(),
      });
      await audit.record(tx, {
        actorId: cause.actorId,
        action: 'invite.create',
        subject: `invite ${invite.id}`,
        after: wanted,
      });
      // In the effect, which a repeat does not run again.
      events.inviteCreated();
      return { id: invite.id };
    });
    return await get(id);
  }

  async function capsOf(actorId: number, at: Db = db): Promise<InviteCaps | undefined> {
    return (await users.may(actorId, 'create wide invites', at)) ? undefined : managerCaps;
  }

  async function redeem(cause: Cause, typed: string): Promise<{ admitted: boolean; granted: boolean }> {
    const taken = await once.apply(cause, 'redeem invite', async (tx) => {
      const pausedUntil = await findPause(tx, cause.actorId, clock.now());
      if (pausedUntil !== undefined) throw paused(pausedUntil, clock.now());
      const gained = await take(tx, cause.actorId, typed);
      if (gained !== null) events.inviteRedeemed();
      return gained;
    });
    if (taken !== null) return taken;
    throw await explain(cause, typed);
  }

  /** Null when the code gives no use: the reason is looked up outside, where it costs the good case nothing. */
  async function take(tx: Transaction, userId: number, typed: string) {
    const found = await findInviteByCodes(tx, inviteCodesIn(typed));
    const person = await users.get(userId, tx);
    if (person.blockedAt !== null) throw new Refusal('forbidden', 'not-allowed');
    if (person.admittedAt === null && accessMode === 'closed')
      throw new Refusal('forbidden', 'invite.closed');
    if (found !== undefined) await demandUsable(tx, userId, found);
    if (found?.grantKind === 'admission' && person.admittedAt !== null)
      throw new Refusal('conflict', 'invite.already-in');
    // Whoever is in comes for what it grants: what would add nothing uses nothing up.
    if (found !== undefined && person.admittedAt !== null)
      if (!(await subscriptions.wouldAdd(userId, gainOf(found), tx)))
        throw new Refusal('conflict', 'invite.needless');
    const now = clock.now();
    const invite = found && (await takeUse(tx, { code: found.code, userId, now }));
    if (invite === undefined) return null;
    if (!(await insertUse(tx, { inviteId: invite.id, userId, now })))
      throw new Refusal('conflict', 'invite.used-by-you');
    const admitted = await users.admit(tx, userId, invite.createdBy);
    await forgetMisses(tx, userId);
    const granted = await give(tx, userId, invite);
    return { admitted, granted };
  }

  /** What speaks against this code for this person whatever is left of it. Its creator's right holds until the use is written. */
  async function demandUsable(tx: Transaction, userId: number, invite: Invite): Promise<void> {
    if (invite.createdBy === userId) throw new Refusal('conflict', 'invite.own');
    if (await hasUsed(tx, invite.id, userId)) throw new Refusal('conflict', 'invite.used-by-you');
    if (!(await users.may(invite.createdBy, 'create invites', tx)))
      throw new Refusal('conflict', 'invite.unbacked');
  }

  async function give(tx: Transaction, userId: number, invite: Invite): Promise<boolean> {
    if (invite.grantKind === 'admission') return false;
    const reason = `invite ${invite.id}`;
    await subscriptions.grant(tx, { userId, source: 'invite', reason, ...gainOf(invite) });
    return true;
  }

  async function explain(cause: Cause, typed: string): Promise<Refusal> {
    const refusal = await reasonAgainst(cause.actorId, typed);
    await once.apply(cause, 'miss invite', async (tx) => {
      if (refusal.kind === 'missing') await recordMiss(tx, cause.actorId, clock.now());
      // In the effect, which a repeat does not run again.
      events.inviteMissed(refusal.code);
      return true;
    });
    return refusal;
  }

  async function reasonAgainst(userId: number, typed: string): Promise<Refusal> {
    const invite = await findInviteByCodes(db, inviteCodesIn(typed));
    if (invite === undefined) return new Refusal('missing', 'invite.unknown');
    if (await hasUsed(db, invite.id, userId)) return new Refusal('conflict', 'invite.used-by-you');
    if (invite.revokedAt !== null) return new Refusal('conflict', 'invite.revoked');
    if (invite.expiresAt !== null && invite.expiresAt <= clock.now())
      return new Refusal('conflict', 'invite.expired');
    return new Refusal('conflict', 'invite.used-up');
  }

  async function revoke(cause: Cause, inviteId: number): Promise<Invite> {
    await once.apply(cause, 'revoke invite', async (tx) => {
      await demandInvite(tx, { actorId: cause.actorId, inviteId }, 'create invites');
      const invite = await revokeInvite(tx, inviteId, clock.now());
      if (invite === undefined) throw new Refusal('conflict', 'invite.already-revoked');
      await audit.record(tx, {
        actorId: cause.actorId,
        action: 'invite.revoke',
        subject: `invite ${inviteId}`,
      });
      return true;
    });
    return await get(inviteId);
  }

  async function get(id: number): Promise<Invite> {
    const invite = await findInvite(db, id);
    if (invite === undefined) throw new Refusal('missing', 'invite.unknown');
    return invite;
  }

  /** Somebody else's code does not exist for a manager: no hint that it does. */
  async function demandInvite(
    at: Db,
    { actorId, inviteId }: { actorId: number; inviteId: number },
    permission: 'create invites' | 'see own invites',
  ): Promise<Invite> {
    await users.demand(actorId, permission, at);
    const invite = await findInvite(at, inviteId);
    const visible =
      invite !== undefined &&
      (invite.createdBy === actorId || (await users.may(actorId, 'see every invite', at)));
    if (!visible) throw new Refusal('missing', 'invite.unknown');
    return invite;
  }

  async function list(
    actorId: number,
    page: { all: boolean; offset: number; limit: number },
  ): Promise<InvitePage> {
    await users.demand(actorId, page.all ? 'see every invite' : 'see own invites');
    const found = await listInvites(db, { ...page, createdBy: page.all ? undefined : actorId });
    const ids = page.all ? new Set(found.invites.map((invite) => invite.createdBy)) : [];
    return { ...found, creators: await Promise.all([...ids].map((id) => creatorOf(id))) };
  }

  async function show(actorId: number, inviteId: number): Promise<InviteCard> {
    const invite = await demandInvite(db, { actorId, inviteId }, 'see own invites');
    const seesCreator = await users.may(actorId, 'see every invite');
    const creator = seesCreator ? await creatorOf(invite.createdBy) : undefined;
    return { invite, creator, guests: await listGuests(db, inviteId, 20) };
  }

  async function creatorOf(userId: number): Promise<InviteCreator> {
    const { firstName, username } = await users.get(userId);
    return { userId, firstName, username, mayInvite: await users.may(userId, 'create invites') };
  }
}

/** Refuses a code that is wider than its maker may make. */
function demandWithin({ maxUses, grant }: NewInvite, caps: InviteCaps | undefined): void {
  demandUses(maxUses, caps);
  if (grant.kind === 'admission') return;
  demandDays(grant.kind === 'permanent' ? 'permanent' : grant.days, caps);
  demandTraffic(grant.trafficBytes === null ? null : grant.trafficBytes / 1024 ** 3, caps);
}

function check({ maxUses, expiresAt, grant }: NewInvite, now: Date): void {
  if (!isWhole(maxUses, 1000)) throw new Refusal('invalid', 'invite.bad-uses');
  if (expiresAt !== null && !(expiresAt > now)) throw new Refusal('invalid', 'invite.bad-expiry');
  if (grant.kind === 'days' && !isWhole(grant.days, 3650)) throw new Refusal('invalid', 'invite.bad-days');
  if (grant.kind !== 'admission' && grant.trafficBytes !== null && !isWhole(grant.trafficBytes, mostBytes))
    throw new Refusal('invalid', 'invite.bad-traffic');
}

/** 10,000 GB; more than anybody could use is given as unlimited. */
const mostBytes = 10_000 * 1024 ** 3;

function isWhole(value: number, max: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= max;
}

function toRow({ maxUses, expiresAt, grant }: NewInvite) {
  return {
    maxUses,
    expiresAt,
    grantKind: grant.kind,
    grantDays: grant.kind === 'days' ? grant.days : null,
    grantTrafficBytes: grant.kind === 'admission' ? null : grant.trafficBytes,
  };
}

function paused(until: Date, now: Date): Refusal {
  return new Refusal('busy', 'invite.paused', {
    minutes: Math.ceil((until.getTime() - now.getTime()) / 60_000),
  });
}
