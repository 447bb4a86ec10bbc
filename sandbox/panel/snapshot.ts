import { z } from 'zod';
import { userModes, type AdminRecord, type UserRecord } from './users/records.ts';
import type { PanelProfile } from './profiles.ts';
import type { World } from './world.ts';

/** Another number for every change of the shape below: a snapshot of another version is not read. */
const snapshotVersion = 1;

/**
 * Everything a panel remembers, as plain JSON: its address, secrets and tables. Not in it: cookies, faults and the log.
 * A panel that comes back has applied its configuration, as a server that was started again has.
 */
export interface PanelSnapshot {
  version: typeof snapshotVersion;
  port: number;
  profile: PanelProfile;
  adminPath: string;
  clientPath: string;
  users: UserRecord[];
  admins: AdminRecord[];
  dailyUsage: [string, number][];
  uncounted: [string, number][];
  nextUserId: number;
  outside: boolean;
}

/** Writes down a panel that listens on this port. */
export function snapshotOf(world: World, port: number): PanelSnapshot {
  const { users, admins, adminPath, clientPath, nextUserId, outside } = world;
  return structuredClone({
    version: snapshotVersion,
    port,
    profile: world.traits.name,
    adminPath,
    clientPath,
    users,
    admins,
    dailyUsage: [...world.dailyUsage],
    uncounted: [...world.uncounted],
    nextUserId,
    outside,
  });
}

/** Puts the tables of a snapshot in place of the world's own. */
export function restoreTables(world: World, snapshot: PanelSnapshot): void {
  const saved = structuredClone(snapshot);
  world.users.splice(0, Infinity, ...saved.users);
  world.admins.splice(0, Infinity, ...saved.admins);
  for (const [day, bytes] of saved.dailyUsage) world.dailyUsage.set(day, bytes);
  for (const [uuid, bytes] of saved.uncounted) world.uncounted.set(uuid, bytes);
  world.nextUserId = saved.nextUserId;
  world.outside = saved.outside;
  world.cores.reset();
}

const integer = z.int();
const text = z.string();
const secretPath = z.string().regex(/^[A-Za-z0-9]{8,64}$/);

const user = z.strictObject({
  id: integer,
  uuid: text,
  name: text,
  usageLimitBytes: z.number(),
  currentUsageBytes: z.number(),
  packageDays: z.number(),
  mode: z.enum(userModes),
  startDate: text.nullable(),
  lastResetTime: text,
  lastOnline: text,
  enable: z.boolean(),
  deleted: z.boolean(),
  comment: text.nullable(),
  telegramId: z.number().nullable(),
  lang: text.nullable(),
  addedBy: integer,
  lastModifiedTime: text,
  ed25519PrivateKey: text,
  ed25519PublicKey: text,
  wgPrivateKey: text,
  wgPresharedKey: text,
  wgPublicKey: text,
});

const admin = z.strictObject({
  id: integer,
  uuid: text,
  name: text,
  mode: z.enum(['super_admin', 'admin', 'agent']),
  canAddAdmin: z.boolean(),
  comment: text,
  lang: text.nullable(),
  telegramId: z.number().nullable(),
  parentId: integer,
  maxUsers: z.number(),
  maxActiveUsers: z.number(),
});

const snapshot = z.strictObject({
  version: z.literal(snapshotVersion),
  port: z.int().min(1).max(65_535),
  profile: z.enum(['v10-12', 'v12.3.0', 'v13', 'v14']),
  adminPath: secretPath,
  clientPath: secretPath,
  users: z.array(user),
  admins: z.array(admin).refine((admins) => admins.some(({ id }) => id === 1), 'there is no owner'),
  dailyUsage: z.array(z.tuple([text, z.number()])),
  uncounted: z.array(z.tuple([text, z.number()])),
  nextUserId: integer,
  outside: z.boolean(),
});

/** Reads what `panel.snapshot()` gave; throws a short reason when it is of another version or not whole. */
export function readPanelSnapshot(value: unknown): PanelSnapshot {
  const version = (value as { version?: unknown } | null)?.version;
  if (version !== snapshotVersion)
    throw new Error(`it is of version ${String(version)}, not ${snapshotVersion}`);
  const { success, data, error } = snapshot.safeParse(value);
  if (success) return data;
  const [issue] = error.issues;
  throw new Error(`${issue?.path.join('.') ?? 'it'}: ${issue?.message ?? 'not as it should be'}`);
}
