import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../kit/clock.ts';
import { panelDate, panelTime } from './calendar.ts';
import { type Cores, createCores } from './cores.ts';
import { getTraits, type PanelProfile, type ProfileTraits } from './profiles.ts';
import { isActive } from './users/entitlement.ts';
import type { AdminRecord, UserRecord } from './users/records.ts';

/** One panel: its secrets, its tables and what its cores know. */
export interface World {
  readonly traits: ProfileTraits;
  readonly clock: Clock;
  readonly timeZone: string;
  readonly adminPath: string;
  readonly clientPath: string;
  readonly cores: Cores;
  readonly users: UserRecord[];
  readonly admins: AdminRecord[];
  /** Cookie values and the account each of them opens. */
  readonly sessions: Map<string, { adminId?: number; userId?: number }>;
  /** Bytes counted per `YYYY-MM-DD`. */
  readonly dailyUsage: Map<string, number>;
  /** Bytes per uuid since the last pass over everybody. */
  readonly uncounted: Map<string, number>;
  nextUserId: number;
  /** Answers wrong secret paths with a website, as the proxy in front does. */
  outside: boolean;
}

export interface WorldOptions {
  profile: PanelProfile;
  clock: Clock;
  timeZone: string;
  adminKey?: string;
  adminPath?: string;
  clientPath?: string;
}

/** An empty panel with its owner. */
export function createWorld(options: WorldOptions): World {
  const traits = getTraits(options.profile);
  const users: UserRecord[] = [];
  const today = () => panelDate(options.clock.now(), options.timeZone);
  const activeUuids = () => {
    const date = today();
    return users.filter((user) => isActive(user, date)).map((user) => user.uuid);
  };
  return {
    traits,
    clock: options.clock,
    timeZone: options.timeZone,
    adminPath: options.adminPath ?? secretPath(),
    clientPath: options.clientPath ?? secretPath(),
    cores: createCores({ traits, clock: options.clock, activeUuids }),
    users,
    admins: [createOwner(options.adminKey ?? randomUUID())],
    sessions: new Map(),
    dailyUsage: new Map(),
    uncounted: new Map(),
    nextUserId: 1,
    outside: false,
  };
}

/** Today on the panel's calendar. */
export function today(world: World): string {
  return panelDate(world.clock.now(), world.timeZone);
}

/** The panel's wall clock, `YYYY-MM-DD HH:MM:SS`. */
export function wallClock(world: World): string {
  return panelTime(world.clock.now(), world.timeZone);
}

/** The owner of the panel. */
export function getOwner(world: World): AdminRecord {
  const owner = world.admins.find((admin) => admin.id === 1);
  if (owner === undefined) throw new Error('the panel has lost its owner');
  return owner;
}

/** The row with this uuid, compared as MariaDB does: without regard to case. */
export function findUser(world: World, uuid: string): UserRecord | undefined {
  return world.users.find((user) => user.uuid.toLowerCase() === uuid.toLowerCase());
}

export function findAdmin(world: World, uuid: string): AdminRecord | undefined {
  return world.admins.find((admin) => admin.uuid.toLowerCase() === uuid.toLowerCase());
}

/** The ids of an admin and of everybody below it. */
export function adminScope(world: World, adminId: number): Set<number> {
  const scope = new Set([adminId]);
  for (let grown = true; grown; ) {
    const below = world.admins.filter((admin) => scope.has(admin.parentId) && !scope.has(admin.id));
    for (const admin of below) scope.add(admin.id);
    grown = below.length > 0;
  }
  return scope;
}

function createOwner(uuid: string): AdminRecord {
  return {
    id: 1,
    uuid,
    name: 'Owner',
    mode: 'super_admin',
    canAddAdmin: false,
    comment: '',
    lang: null,
    telegramId: null,
    parentId: 1,
    maxUsers: 100,
    maxActiveUsers: 100,
  };
}

function secretPath(): string {
  return randomBytes(24).toString('base64url').replace(/[-_]/g, 'x').slice(0, 22);
}
