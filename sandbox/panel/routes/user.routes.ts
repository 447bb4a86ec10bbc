import { jsonAnswer, PanelFailure } from '../answers.ts';
import { type Call, getAdmin, readJson } from '../call.ts';
import type { Route } from '../router.ts';
import { readUserBody } from '../users/user-body.ts';
import { userView } from '../users/user-view.ts';
import { changeUser, createUser, deleteUser, type WriteContext } from '../users/user-writes.ts';
import type { AdminRecord, UserRecord } from '../users/records.ts';
import { adminScope, findUser, type World } from '../world.ts';

const everyAdmin = ['super_admin', 'admin', 'agent'] as const;

/** `admin/user/`: the list and the five things that can be done to a user. */
export const userRoutes: readonly Route[] = [
  { method: 'GET', path: '/api/v2/admin/user/', handle: list },
  { method: 'POST', path: '/api/v2/admin/user/', handle: create },
  { method: 'GET', path: '/api/v2/admin/user/<uuid>/', handle: read },
  { method: 'PATCH', path: '/api/v2/admin/user/<uuid>/', handle: change },
  { method: 'DELETE', path: '/api/v2/admin/user/<uuid>/', handle: remove },
];

function list(call: Call) {
  const { world } = call;
  const scope = adminScope(world, getAdmin(call, everyAdmin).id);
  const rows = world.users.filter((user) => scope.has(user.addedBy) && !user.deleted);
  const seen = rows.filter((user) => !looksDeleted(call, user));
  if (seen.length === 0 || call.faults.emptyList) throw new PanelFailure(404, 'You have no user');
  return jsonAnswer(seen.map((user) => userView(world, user)));
}

function create(call: Call) {
  const context = writing(call);
  const body = readUserBody(readJson(call), call.world.traits, 'create');
  return jsonAnswer(userView(call.world, createUser(context, body)));
}

function read(call: Call) {
  return jsonAnswer(userView(call.world, getOwnUser(call, 'User not found')));
}

function change(call: Call) {
  const context = writing(call);
  const body = readUserBody(readJson(call), call.world.traits, 'change');
  const user = getOwnUser(call, missingWords(call));
  return jsonAnswer(userView(call.world, changeUser(context, user, body)));
}

function remove(call: Call) {
  deleteUser(call.world, getOwnUser(call, missingWords(call)));
  return jsonAnswer({ msg: 'ok', status: 200 });
}

/** Before v14 a change and a deletion write the word small. */
function missingWords(call: Call): string {
  return call.world.traits.foreignUser === 'missing' ? 'User not found' : 'user not found';
}

function writing(call: Call): WriteContext {
  const caller = getAdmin(call, everyAdmin);
  return { world: call.world, caller, diesBetweenCommits: call.faults.failBetweenCommits };
}

/** Only the owner of the panel and the admin who added the user may touch it; being above that admin is not enough. */
function getOwnUser(call: Call, missing: string): UserRecord {
  const admin = getAdmin(call, everyAdmin);
  const user = findUser(call.world, call.params.uuid ?? '');
  if (user === undefined || user.deleted || looksDeleted(call, user)) throw new PanelFailure(404, missing);
  if (!mayTouch(call.world, admin, user)) {
    if (call.world.traits.foreignUser === 'missing') throw new PanelFailure(404, missing);
    throw new PanelFailure(403, "You don't have permission to access this user");
  }
  return user;
}

function mayTouch(world: World, admin: AdminRecord, user: UserRecord): boolean {
  return admin.id === 1 || user.addedBy === admin.id;
}

/** A phantom deletion always hides the same users: those whose id falls into the share. */
function looksDeleted(call: Call, user: UserRecord): boolean {
  return ((user.id * 37) % 100) / 100 < call.faults.phantomDeletedShare;
}
