import { jsonAnswer, type PanelAnswer, PanelFailure } from '../answers.ts';
import { type Call, getAdmin, readJson } from '../call.ts';
import type { Route } from '../router.ts';
import { isActive } from '../users/entitlement.ts';
import type { UserRecord } from '../users/records.ts';
import { adminScope, today, type World } from '../world.ts';

interface BulkBody {
  action?: string;
  uuids?: string[];
  days?: number;
}

/** `users/bulk/`, which came with the dashboard of v14: one action on many users, one apply for all of them. */
export const bulkRoutes: readonly Route[] = [
  { method: 'POST', path: '/api/v2/admin/users/bulk/', handle: bulk },
];

type Action = (world: World, user: UserRecord, days: number) => void;

const actions: Record<string, Action> = {
  enable: (_world, user) => void (user.enable = true),
  disable: (_world, user) => void (user.enable = false),
  delete: (_world, user) => void Object.assign(user, { deleted: true, enable: false }),
  reset_usage: (world, user) => {
    user.currentUsageBytes = 0;
    user.lastResetTime = `${today(world)} 00:00:00`;
  },
  reset_days: (_world, user) => void (user.startDate = null),
  add_days: (_world, user, days) => void (user.packageDays = Math.min(10_000, user.packageDays + days)),
};

function bulk(call: Call): PanelAnswer {
  const { world } = call;
  const scope = adminScope(world, getAdmin(call, ['super_admin', 'admin', 'agent']).id);
  const body = (readJson(call) ?? {}) as BulkBody;
  const act = actions[body.action ?? ''];
  if (act === undefined) throw new PanelFailure(400, 'Unknown action');
  const chosen = world.users.filter(
    (user) => !user.deleted && scope.has(user.addedBy) && body.uuids?.includes(user.uuid),
  );
  if (chosen.length === 0) throw new PanelFailure(400, 'No users selected');
  checkSomebodyStays(world, body, chosen.length);
  const days = body.action === 'add_days' ? readDays(body.days) : 0;
  for (const user of chosen) {
    act(world, user, days);
    if (isActive(user, today(world))) world.cores.add(user.uuid);
    else world.cores.remove(user.uuid);
  }
  world.cores.requestApply();
  return jsonAnswer({ count: chosen.length });
}

function checkSomebodyStays(world: World, body: BulkBody, leaving: number): void {
  const living = world.users.filter((user) => !user.deleted).length;
  if (body.action === 'delete' && living - leaving < 1)
    throw new PanelFailure(400, 'At least one user must exist');
}

function readDays(days: number | undefined): number {
  if (days === undefined || !Number.isInteger(days) || days < 1 || days > 3650) {
    throw new PanelFailure(400, 'days must be a number between 1 and 3650');
  }
  return days;
}
