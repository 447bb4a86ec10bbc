import { isActive, shouldReset } from './users/entitlement.ts';
import type { UserRecord } from './users/records.ts';
import { today, type World, wallClock } from './world.ts';

/** Counts traffic as the panel's worker does every minute: the first byte starts the package, the last one ends it. */
export function addTraffic(world: World, user: UserRecord, bytes: number): void {
  user.startDate ??= today(world);
  user.lastOnline = wallClock(world);
  user.currentUsageBytes += bytes;
  world.dailyUsage.set(today(world), (world.dailyUsage.get(today(world)) ?? 0) + bytes);
  world.uncounted.set(user.uuid, (world.uncounted.get(user.uuid) ?? 0) + bytes);
  if (isActive(user, today(world))) return;
  world.cores.remove(user.uuid);
  world.cores.requestApply();
}

/** The pass over everybody: periodic counters are emptied, and whoever is no longer active leaves Xray. */
export function runUsagePass(world: World): void {
  let changed = false;
  world.uncounted.clear();
  for (const user of world.users) {
    if (shouldReset(user, today(world))) emptyCounter(world, user);
    changed = followInCores(world, user) || changed;
  }
  if (changed) world.cores.requestApply();
}

function emptyCounter(world: World, user: UserRecord): void {
  user.currentUsageBytes = 0;
  user.lastResetTime = `${today(world)} 00:00:00`;
}

function followInCores(world: World, user: UserRecord): boolean {
  const active = isActive(user, today(world));
  const known = world.cores.view().xray.includes(user.uuid);
  if (active === known) return false;
  if (active) world.cores.add(user.uuid);
  else world.cores.remove(user.uuid);
  return true;
}
