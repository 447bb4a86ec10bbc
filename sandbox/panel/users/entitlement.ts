import { daysBetween, unixMidnightUtc } from '../calendar.ts';
import type { UserMode, UserRecord } from './records.ts';

const periodDays: Record<UserMode, number> = { no_reset: 10_000, monthly: 30, weekly: 7, daily: 1 };

/** Days left on the panel's calendar; 0 is the last active day, negative is expired. */
export function remainingDays(user: UserRecord, today: string): number {
  const used = user.startDate === null ? 0 : daysBetween(user.startDate, today);
  return Math.min(user.packageDays - used, 10_000);
}

/** Whether the cores should let the user in; usage equal to the limit still counts as inside it. */
export function isActive(user: UserRecord, today: string): boolean {
  if (user.deleted || !user.enable) return false;
  return user.usageLimitBytes >= user.currentUsageBytes && remainingDays(user, today) >= 0;
}

/** Days until a periodic mode empties the counter; periods are 1, 7 and 30 days, never calendar months. */
export function daysToReset(user: UserRecord, today: string): number {
  const period = periodDays[user.mode];
  if (user.startDate === null) return period;
  const into = ((daysBetween(user.startDate, today) % period) + period) % period;
  return period - into;
}

/** Whether the panel's pass empties the counter today. */
export function shouldReset(user: UserRecord, today: string): boolean {
  if (user.startDate === null || user.lastResetTime.startsWith(today)) return false;
  return daysBetween(user.startDate, today) % periodDays[user.mode] === 0;
}

/** The `expire` of `Subscription-Userinfo`: midnight UTC of the last active day; moves daily until started. */
export function expireUnix(user: UserRecord, today: string): number {
  return unixMidnightUtc(today, remainingDays(user, today));
}
