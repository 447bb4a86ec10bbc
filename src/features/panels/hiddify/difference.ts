import type { PanelUser } from './panel-user.ts';
import type { PanelUserPatch, WantedPanelUser } from './wanted-user.ts';

/** The difference in what a person may do: the account must be changed until it does not. */
export function accessDifference(found: PanelUser, wanted: WantedPanelUser): PanelUserPatch {
  const mode = wanted.mode ?? 'no_reset';
  return {
    ...(found.enable !== wanted.enable && { enable: wanted.enable }),
    ...(!isSameAmount(found.usageLimitBytes, wanted.usageLimitBytes) && {
      usageLimitBytes: wanted.usageLimitBytes,
    }),
    ...(!isSamePeriod(found, wanted) && { period: wantedPeriod(found, wanted) }),
    ...(found.mode !== mode && { mode }),
  };
}

/**
 * The difference in whose account the panel says that it is: worth one attempt, never worth an alarm. Name and comment are
 * written by the creation alone: whatever they say later, whoever runs the panel wrote there.
 */
export function labelDifference(found: PanelUser, { telegramId }: WantedPanelUser): PanelUserPatch {
  return telegramId !== undefined && found.telegramId !== telegramId ? { telegramId } : {};
}

/** Everything wanted, for a panel that may have stopped in the middle of a write; name and comment where it made none. */
export function fullPatch(found: PanelUser, wanted: WantedPanelUser): PanelUserPatch {
  const { name, enable, usageLimitBytes, telegramId, comment } = wanted;
  return {
    ...(isGhost(found) && { name, ...(comment !== undefined && { comment }) }),
    enable,
    usageLimitBytes,
    period: wantedPeriod(found, wanted),
    mode: wanted.mode ?? 'no_reset',
    ...(telegramId !== undefined && { telegramId }),
  };
}

/** Whether a creation stopped half-way: an active account of 1000 GB that nobody ordered. */
export function isGhost(found: PanelUser): boolean {
  return found.name.trim().toLowerCase() === 'unknown';
}

/** A start date comes from the panel when the period was to begin with the first traffic. */
function wantedPeriod(found: PanelUser, wanted: WantedPanelUser) {
  return { packageDays: wanted.packageDays, startDate: wanted.startDate ?? found.startDate ?? null };
}

function isSamePeriod(found: PanelUser, wanted: WantedPanelUser): boolean {
  const isSameStart = wanted.startDate === undefined || found.startDate === wanted.startDate;
  return isSameStart && found.packageDays === wanted.packageDays;
}

/** One part in a million: the panel turns GiB into bytes and back in floating point. */
function isSameAmount(left: number, right: number): boolean {
  return Math.abs(left - right) <= 1e-6 * Math.max(Math.abs(left), Math.abs(right));
}
