import { randomUUID } from 'node:crypto';
import { PanelCrash, PanelFailure } from '../answers.ts';
import { findAdmin, findUser, today, type World, wallClock } from '../world.ts';
import { isActive } from './entitlement.ts';
import { type AdminRecord, createGhost, toStoredBytes, type UserRecord } from './records.ts';
import type { UserBody } from './user-body.ts';

const longestText = 512;
const largestInteger = 2 ** 31 - 1;

/** Who writes and what goes wrong on the way. */
export interface WriteContext {
  world: World;
  caller: AdminRecord;
  /** Dies after the first commit. */
  diesBetweenCommits: boolean;
}

/** Creates in three commits: a ghost called "unknown", then the account part, then the rest. */
export function createUser(context: WriteContext, body: UserBody): UserRecord {
  const { world, caller } = context;
  const uuid = body.uuid || undefined;
  const existing = uuid === undefined ? undefined : findUser(world, uuid);
  if (existing !== undefined && !existing.deleted) throw new PanelFailure(400, 'The user exists');
  const addedBy = resolveOwner(context, body.added_by_uuid);
  if (existing !== undefined) world.users.splice(world.users.indexOf(existing), 1);

  const ghost = createGhost({
    id: world.nextUserId++,
    uuid: uuid ?? randomUUID(),
    addedBy: caller.id,
    now: wallClock(world),
  });
  if (!world.traits.leavesGhosts) {
    const rehearsal = { ...ghost };
    fillIn(context, rehearsal, { ...body, added_by_uuid: addedBy.uuid });
    Object.assign(ghost, rehearsal);
    world.users.push(ghost);
  } else {
    world.users.push(ghost);
    fillIn(context, ghost, { ...body, added_by_uuid: addedBy.uuid });
  }
  world.cores.add(ghost.uuid);
  world.cores.requestApply();
  return ghost;
}

/** The commits after the first; each of them may fail on its own. */
function fillIn(context: WriteContext, user: UserRecord, body: UserBody): void {
  if (context.diesBetweenCommits) throw databaseGone();
  writeAccountPart(context.world, user, body);
  writePackagePart(context.world, user, body);
}

/** Changes in the panel's order: out of the cores, two commits, back in if active, apply. */
export function changeUser(context: WriteContext, user: UserRecord, body: UserBody): UserRecord {
  const { world } = context;
  world.cores.remove(user.uuid);
  if (context.diesBetweenCommits) throw databaseGone();
  writeAccountPart(world, user, body);
  writePackagePart(world, user, body);
  if (isActive(user, today(world))) world.cores.add(user.uuid);
  world.cores.requestApply();
  return user;
}

/** Deletes for good, or hides the row where the profile does that. */
export function deleteUser(world: World, user: UserRecord): void {
  world.cores.remove(user.uuid);
  if (world.traits.deletes === 'hard') world.users.splice(world.users.indexOf(user), 1);
  else {
    user.deleted = true;
    user.enable = false;
  }
  world.cores.requestApply();
}

/** The account part: identity, name, contact. Legacy takes empty values as "clear", v13 as "leave". */
function writeAccountPart(world: World, user: UserRecord, body: UserBody): void {
  const emptyMeansLeave = world.traits.schema === 'pydantic';
  const keeps = (value: unknown) => value === undefined || value === null || (emptyMeansLeave && !value);
  const clash = body.uuid ? findUser(world, body.uuid) : undefined;
  if (clash !== undefined && clash !== user) throw duplicateEntry(body.uuid ?? '');
  for (const [column, value] of [
    ['name', body.name],
    ['comment', body.comment],
  ] as const) {
    if ((value?.length ?? 0) > longestText) throw dataTooLong(column);
  }
  if (body.uuid) user.uuid = body.uuid;
  if (!keeps(body.name)) user.name = body.name ?? '';
  if (!keeps(body.comment)) user.comment = body.comment ?? '';
  if (!keeps(body.telegram_id)) user.telegramId = body.telegram_id || null;
  if (body.lang) user.lang = body.lang;
}

function writePackagePart(world: World, user: UserRecord, body: UserBody): void {
  const lastOnline = body.last_online ? readMoment(body.last_online) : undefined;
  if (body.added_by_uuid) user.addedBy = findOrInventAdmin(world, body.added_by_uuid).id;
  writeDates(world, user, body);
  if (isNumber(body.current_usage_GB)) user.currentUsageBytes = toStoredBytes(body.current_usage_GB);
  if (isNumber(body.usage_limit_GB)) user.usageLimitBytes = toStoredBytes(body.usage_limit_GB);
  if (typeof body.enable === 'boolean') user.enable = body.enable;
  if (typeof body.deleted === 'boolean') user.deleted = body.deleted;
  if (body.mode) user.mode = body.mode;
  if (lastOnline !== undefined) user.lastOnline = lastOnline;
  writeKeys(user, body);
  user.lastModifiedTime = wallClock(world);
}

/** Legacy panels look at `start_date` only when `package_days` came along. */
function writeDates(world: World, user: UserRecord, body: UserBody): void {
  const daysGiven = isNumber(body.package_days);
  if (Math.abs(body.package_days ?? 0) > largestInteger) throw outOfRange();
  if (daysGiven) user.packageDays = body.package_days ?? user.packageDays;
  const heeded = daysGiven || world.traits.schema === 'pydantic';
  if (heeded && body.start_date !== undefined) user.startDate = body.start_date;
}

function writeKeys(user: UserRecord, body: UserBody): void {
  if (body.ed25519_private_key && body.ed25519_public_key) {
    user.ed25519PrivateKey = body.ed25519_private_key;
    user.ed25519PublicKey = body.ed25519_public_key;
  }
  user.wgPrivateKey = body.wg_pk ?? user.wgPrivateKey;
  user.wgPublicKey = body.wg_pub ?? user.wgPublicKey;
  user.wgPresharedKey = body.wg_psk ?? user.wgPresharedKey;
}

/** v13 checks the named admin first; legacy invents one called "unknown" when nobody has that uuid. */
function resolveOwner(context: WriteContext, uuid: string | null | undefined): AdminRecord {
  const { world, caller } = context;
  if (!uuid) return caller;
  const found = findAdmin(world, uuid);
  if (found !== undefined) return found;
  if (world.traits.schema === 'pydantic') throw new PanelFailure(400, 'Invalid added_by_uuid');
  return findOrInventAdmin(world, uuid, caller.id);
}

function findOrInventAdmin(world: World, uuid: string, parentId = 1): AdminRecord {
  const found = findAdmin(world, uuid);
  if (found !== undefined) return found;
  const ghost: AdminRecord = {
    id: Math.max(...world.admins.map((admin) => admin.id)) + 1,
    uuid,
    name: 'unknown',
    mode: 'agent',
    canAddAdmin: false,
    comment: '',
    lang: null,
    telegramId: null,
    parentId,
    maxUsers: 100,
    maxActiveUsers: 100,
  };
  world.admins.push(ghost);
  return ghost;
}

function readMoment(value: string): string {
  if (/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(value)) return value;
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return `${value} 00:00:00`;
  throw new PanelCrash(
    `(pymysql.err.OperationalError) (1292, "Incorrect datetime value: '${value}' for column 'last_online'")`,
  );
}

function isNumber(value: number | null | undefined): value is number {
  return typeof value === 'number';
}

function duplicateEntry(uuid: string): PanelCrash {
  return new PanelCrash(
    `(pymysql.err.IntegrityError) (1062, "Duplicate entry '${uuid}' for key 'ix_user_uuid'")\n[SQL: UPDATE user SET uuid=%(uuid)s WHERE user.id = %(user_id)s]`,
  );
}

function dataTooLong(column: string): PanelCrash {
  return new PanelCrash(
    `(pymysql.err.DataError) (1406, "Data too long for column '${column}' at row 1")\n[SQL: UPDATE user SET ${column}=%(${column})s WHERE user.id = %(user_id)s]`,
  );
}

function outOfRange(): PanelCrash {
  return new PanelCrash(
    '(pymysql.err.DataError) (1264, "Out of range value for column \'package_days\' at row 1")\n[SQL: UPDATE user SET package_days=%(package_days)s WHERE user.id = %(user_id)s]',
  );
}

function databaseGone(): PanelCrash {
  return new PanelCrash(
    "(pymysql.err.OperationalError) (2013, 'Lost connection to MySQL server during query')",
  );
}
