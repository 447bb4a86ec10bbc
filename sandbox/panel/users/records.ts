import { randomBytes, randomUUID } from 'node:crypto';

/** Bytes in the panel's "GB". */
export const gibibyte = 1024 ** 3;

/** The panel refuses to store more than this many GiB. */
const mostGigabytes = 1_000_000;

export const userModes = ['no_reset', 'monthly', 'weekly', 'daily'] as const;
export type UserMode = (typeof userModes)[number];

/** A row of the panel's user table; usage and limit are whole bytes. */
export interface UserRecord {
  id: number;
  uuid: string;
  name: string;
  usageLimitBytes: number;
  currentUsageBytes: number;
  packageDays: number;
  mode: UserMode;
  startDate: string | null;
  lastResetTime: string;
  lastOnline: string;
  enable: boolean;
  deleted: boolean;
  comment: string | null;
  telegramId: number | null;
  lang: string | null;
  addedBy: number;
  lastModifiedTime: string;
  ed25519PrivateKey: string;
  ed25519PublicKey: string;
  wgPrivateKey: string;
  wgPresharedKey: string;
  wgPublicKey: string;
}

export type AdminMode = 'super_admin' | 'admin' | 'agent';

/** A row of the panel's admin table; the owner has id 1 and its own parent. */
export interface AdminRecord {
  id: number;
  uuid: string;
  name: string;
  mode: AdminMode;
  canAddAdmin: boolean;
  comment: string;
  lang: string | null;
  telegramId: number | null;
  parentId: number;
  maxUsers: number;
  maxActiveUsers: number;
}

/** GiB as the panel stores them: capped, then rounded to whole bytes. */
export function toStoredBytes(gigabytes: number): number {
  return Math.round(Math.min(mostGigabytes, gigabytes) * gibibyte);
}

/** True for a canonical lowercase version 4 uuid, the only kind the panel accepts as given. */
export function isCanonicalUuid(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(value)
  );
}

/** True for a canonical lowercase uuid of any version, which is what v14 takes. */
export function isLowercaseUuid(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
}

/** The row the first commit of a create writes: active, unlimited enough, and called "unknown". */
export function createGhost(given: { id: number; uuid?: string; addedBy: number; now: string }): UserRecord {
  return {
    id: given.id,
    uuid: given.uuid ?? randomUUID(),
    name: 'unknown',
    usageLimitBytes: 1000 * gibibyte,
    currentUsageBytes: 0,
    packageDays: 90,
    mode: 'no_reset',
    startDate: null,
    lastResetTime: `${given.now.slice(0, 10)} 00:00:00`,
    lastOnline: '0001-01-01 00:00:00',
    enable: true,
    deleted: false,
    comment: '',
    telegramId: null,
    lang: null,
    addedBy: given.addedBy,
    lastModifiedTime: given.now,
    ...generateKeys(),
  };
}

function generateKeys() {
  const key = (bytes: number) => randomBytes(bytes).toString('base64');
  const begin = `-----BEGIN ${'OPENSSH PRIVATE KEY'}-----`;
  return {
    ed25519PrivateKey: `${begin}\n${key(48)}\n-----END OPENSSH PRIVATE KEY-----\n`,
    ed25519PublicKey: `ssh-ed25519 ${key(51)}`,
    wgPrivateKey: key(32),
    wgPresharedKey: key(32),
    wgPublicKey: key(32),
  };
}
