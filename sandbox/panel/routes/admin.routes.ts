import { randomUUID } from 'node:crypto';
import { jsonAnswer, type PanelAnswer, PanelCrash, PanelFailure } from '../answers.ts';
import { type Call, getAdmin, readJson } from '../call.ts';
import type { Route } from '../router.ts';
import { type AdminBody, readAdminBody } from '../users/admin-body.ts';
import type { AdminRecord } from '../users/records.ts';
import { adminScope, findAdmin } from '../world.ts';

const upperRoles = ['super_admin', 'admin'] as const;

/** `admin_user/`: the panel's own staff, with the two legacy crashes that come after the work is done. */
export const adminRoutes: readonly Route[] = [
  { method: 'GET', path: '/api/v2/admin/admin_user/', handle: list },
  { method: 'POST', path: '/api/v2/admin/admin_user/', handle: create },
  {
    method: 'GET',
    path: '/api/v2/admin/admin_user/<uuid>/',
    handle: (call) => answer(call, getSubordinate(call)),
  },
  { method: 'PATCH', path: '/api/v2/admin/admin_user/<uuid>/', handle: change },
  { method: 'DELETE', path: '/api/v2/admin/admin_user/<uuid>/', handle: remove },
];

function list(call: Call): PanelAnswer {
  const scope = adminScope(call.world, getAdmin(call, upperRoles).id);
  const admins = call.world.admins.filter((admin) => scope.has(admin.id));
  return jsonAnswer(admins.map((admin) => describe(call, admin)));
}

function create(call: Call): PanelAnswer {
  const caller = getAdmin(call, upperRoles);
  const { world } = call;
  const body = readAdminBody(readJson(call), world.traits, 'create');
  if (body.uuid && findAdmin(world, body.uuid)) throw new PanelFailure(400, 'The admin exists');
  const admin: AdminRecord = {
    id: Math.max(...world.admins.map((one) => one.id)) + 1,
    uuid: body.uuid || randomUUID(),
    name: body.name ?? '',
    mode: body.mode ?? 'agent',
    canAddAdmin: body.can_add_admin ?? false,
    comment: body.comment ?? '',
    lang: body.lang ?? null,
    telegramId: body.telegram_id ?? null,
    parentId: caller.id,
    maxUsers: body.max_users ?? 100,
    maxActiveUsers: body.max_active_users ?? 100,
  };
  world.admins.push(admin);
  if (isLegacy(call) && !body.uuid) throw new PanelCrash("'uuid'");
  return answer(call, admin, isLegacy(call));
}

function change(call: Call): PanelAnswer {
  const admin = getSubordinate(call);
  apply(admin, readAdminBody(readJson(call), call.world.traits, 'change'));
  if (isLegacy(call)) throw new PanelCrash("name 'admins' is not defined");
  return answer(call, admin);
}

function remove(call: Call): PanelAnswer {
  const caller = getAdmin(call, upperRoles);
  const admin = getSubordinate(call);
  if (admin.id === 1 || admin.id === caller.id) throw new PanelFailure(422, 'Owner can not be deleted!');
  const scope = adminScope(call.world, admin.id);
  for (const user of call.world.users) if (scope.has(user.addedBy)) user.addedBy = caller.id;
  const staying = call.world.admins.filter((one) => !scope.has(one.id));
  call.world.admins.splice(0, call.world.admins.length, ...staying);
  return jsonAnswer({ msg: 'ok', status: 200 });
}

function apply(admin: AdminRecord, body: AdminBody): void {
  if (body.uuid) admin.uuid = body.uuid;
  admin.name = body.name ?? admin.name;
  admin.mode = body.mode ?? admin.mode;
  admin.canAddAdmin = body.can_add_admin ?? admin.canAddAdmin;
  admin.comment = body.comment ?? admin.comment;
  admin.lang = body.lang ?? admin.lang;
  admin.telegramId = body.telegram_id ?? admin.telegramId;
  admin.maxUsers = body.max_users ?? admin.maxUsers;
  admin.maxActiveUsers = body.max_active_users ?? admin.maxActiveUsers;
}

function getSubordinate(call: Call): AdminRecord {
  const caller = getAdmin(call, upperRoles);
  const admin = findAdmin(call.world, call.params.uuid ?? '');
  if (admin === undefined) throw new PanelFailure(404, 'Admin not found');
  if (caller.id !== 1 && admin.parentId !== caller.id) {
    throw new PanelFailure(403, "You don't have permission to access this admin");
  }
  return admin;
}

function answer(call: Call, admin: AdminRecord, withoutParent = false): PanelAnswer {
  const { parent_admin_uuid: parent, ...rest } = describe(call, admin);
  return jsonAnswer(withoutParent ? rest : { ...rest, parent_admin_uuid: parent });
}

function describe(call: Call, admin: AdminRecord) {
  const parent = call.world.admins.find((one) => one.id === admin.parentId);
  return {
    can_add_admin: admin.canAddAdmin,
    comment: admin.comment,
    lang: admin.lang ?? 'en',
    max_active_users: admin.maxActiveUsers,
    max_users: admin.maxUsers,
    mode: admin.mode,
    name: admin.name,
    parent_admin_uuid: parent?.uuid ?? null,
    telegram_id: admin.telegramId,
    uuid: admin.uuid,
  };
}

function isLegacy(call: Call): boolean {
  return call.world.traits.schema === 'marshmallow';
}
