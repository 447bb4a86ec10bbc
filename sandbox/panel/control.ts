import type { FaultTarget, PanelFaultBoard, PanelFaults } from './faults.ts';
import type { CoreView } from './cores.ts';
import type { LoggedRequest, RequestLog } from './request-log.ts';
import type { PanelServer } from './server.ts';
import { addTraffic, runUsagePass } from './usage.ts';
import { isActive } from './users/entitlement.ts';
import { createGhost, gibibyte, toStoredBytes, type UserRecord } from './users/records.ts';
import { findUser, today, type World, wallClock } from './world.ts';

/** A user as the control side shows it. */
export interface PanelUserState {
  uuid: string;
  name: string;
  enable: boolean;
  usage_limit_GB: number;
  current_usage_GB: number;
  package_days: number;
  start_date: string | null;
  is_active: boolean;
  telegram_id: number | null;
  comment: string | null;
  deleted: boolean;
}

/** What a seeded user may state; the rest is the panel's default. */
export interface SeedUser {
  uuid?: string;
  name: string;
  usageLimitGb?: number;
  currentUsageGb?: number;
  packageDays?: number;
  startDate?: string;
  enable?: boolean;
  comment?: string;
  telegramId?: number;
}

export interface PanelControl {
  /** The lasting faults. */
  faults: () => PanelFaults;
  /** Changes lasting faults; resolves when the listener has followed. */
  setFaults: (change: Partial<PanelFaults>) => Promise<PanelFaults>;
  /** Faults for the next `count` requests that fit the target. */
  faultNext: (count: number, faults: Partial<PanelFaults>, target?: FaultTarget) => void;
  clearFaults: () => Promise<void>;
  /** Wrong secret paths answer a decoy website instead of the panel's own 400. */
  setOutside: (outside: boolean) => void;
  users: () => PanelUserState[];
  admins: () => { uuid: string; name: string; mode: string }[];
  /** Puts a row into the table without going through the interface. */
  seed: (user: SeedUser) => string;
  /** Puts a row whose uuid is not canonical, as very old panels left them. */
  seedOldRow: (uuid: string, name: string) => void;
  /** Rewrites a row's uuid in the table, for instance into one that is not canonical, as old panels left them. */
  setUuid: (uuid: string, replacement: string) => void;
  /** Takes a row out of the table without going through the interface. */
  removeRow: (uuid: string) => void;
  /** Adds an admin below the owner and returns its key. */
  seedAdmin: (name: string, mode: 'admin' | 'agent') => string;
  /** Traffic in GiB, counted as the usage worker would. */
  addUsage: (uuid: string, gigabytes: number) => void;
  /** The first byte: sets `start_date` and `last_online`. */
  connect: (uuid: string) => void;
  /** The panel's periodic pass: periodic resets, and expired users leave Xray. */
  runUsagePass: () => void;
  cores: () => CoreView;
  setApplySeconds: (seconds: number) => void;
  requests: () => LoggedRequest[];
  clearRequests: () => void;
  /** Empties the user table and the log; the owner and the secret paths stay. */
  wipe: () => void;
}

/** The hand that makes the stand-in do what a test needs. */
export function createControl(given: {
  world: World;
  board: PanelFaultBoard;
  log: RequestLog;
  server: () => PanelServer;
}): PanelControl {
  const { world, board, log } = given;

  async function followListener(faults: PanelFaults): Promise<PanelFaults> {
    const refuses = faults.down && faults.downAs === 'refused';
    await (refuses ? given.server().close() : given.server().open());
    return faults;
  }

  return {
    faults: board.lasting,
    setFaults: (change) => followListener(board.set(change)),
    faultNext: board.next,
    clearFaults: async () => {
      board.clear();
      await followListener(board.lasting());
    },
    setOutside: (outside) => {
      world.outside = outside;
    },
    users: () => world.users.map((user) => describe(world, user)),
    admins: () => world.admins.map(({ uuid, name, mode }) => ({ uuid, name, mode })),
    seed: (user) => seedUser(world, user),
    seedOldRow: (uuid, name) => void Object.assign(insertGhost(world, uuid), { name }),
    setUuid: (uuid, replacement) => {
      getUser(world, uuid).uuid = replacement;
    },
    removeRow: (uuid) => void world.users.splice(world.users.indexOf(getUser(world, uuid)), 1),
    seedAdmin: (name, mode) => seedAdmin(world, name, mode),
    addUsage: (uuid, gigabytes) => addTraffic(world, getUser(world, uuid), Math.round(gigabytes * gibibyte)),
    connect: (uuid) => addTraffic(world, getUser(world, uuid), 1),
    runUsagePass: () => runUsagePass(world),
    cores: world.cores.view,
    setApplySeconds: world.cores.setApplySeconds,
    requests: log.entries,
    clearRequests: log.clear,
    wipe: () => {
      world.users.length = 0;
      world.dailyUsage.clear();
      world.cores.reset();
      log.clear();
    },
  };
}

/** The row a fresh panel comes with. */
export const defaultUser: SeedUser = { name: 'default', usageLimitGb: 3000, packageDays: 3650 };

function seedUser(world: World, seed: SeedUser): string {
  const user = insertGhost(world, seed.uuid);
  user.name = seed.name;
  if (seed.usageLimitGb !== undefined) user.usageLimitBytes = toStoredBytes(seed.usageLimitGb);
  if (seed.currentUsageGb !== undefined) user.currentUsageBytes = toStoredBytes(seed.currentUsageGb);
  user.packageDays = seed.packageDays ?? user.packageDays;
  user.startDate = seed.startDate ?? null;
  user.enable = seed.enable ?? true;
  user.comment = seed.comment ?? '';
  user.telegramId = seed.telegramId ?? null;
  world.cores.reset();
  return user.uuid;
}

function insertGhost(world: World, uuid?: string): UserRecord {
  const identity = uuid === undefined ? {} : { uuid };
  const user = createGhost({ id: world.nextUserId++, addedBy: 1, now: wallClock(world), ...identity });
  world.users.push(user);
  return user;
}

function seedAdmin(world: World, name: string, mode: 'admin' | 'agent'): string {
  const uuid = crypto.randomUUID();
  const id = Math.max(...world.admins.map((admin) => admin.id)) + 1;
  const rest = { canAddAdmin: false, comment: '', lang: null, telegramId: null };
  world.admins.push({ id, uuid, name, mode, parentId: 1, maxUsers: 100, maxActiveUsers: 100, ...rest });
  return uuid;
}

function getUser(world: World, uuid: string): UserRecord {
  const user = findUser(world, uuid);
  if (user === undefined) throw new Error('the panel has no such user');
  return user;
}

function describe(world: World, user: UserRecord): PanelUserState {
  return {
    uuid: user.uuid,
    name: user.name,
    enable: user.enable,
    usage_limit_GB: user.usageLimitBytes / gibibyte,
    current_usage_GB: user.currentUsageBytes / gibibyte,
    package_days: user.packageDays,
    start_date: user.startDate,
    is_active: isActive(user, today(world)),
    telegram_id: user.telegramId,
    comment: user.comment,
    deleted: user.deleted,
  };
}
