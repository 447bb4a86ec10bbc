import type { subscriptions } from './tables.ts';

/** What somebody's access is good for now: the one answer that every screen, address and key goes by. */
export type AccessState = 'none' | 'pending' | 'ready' | 'used-up' | 'switched-off' | 'ended';

type Facts = Pick<
  typeof subscriptions.$inferSelect,
  | 'status'
  | 'expiresAt'
  | 'verifiedAt'
  | 'switchedOffAt'
  | 'dataLimitBytes'
  | 'usedBytes'
  | 'elsewhereBytes'
  | 'period'
  | 'appliedPeriod'
>;

/**
 * `none` nothing was ever given · `pending` the panel was not yet seen with it · `ready` it works · `used-up` its traffic
 * is · `switched-off` by hand on the panel · `ended` by the clock, also in the minute before that is written down.
 */
export function accessStateOf(subscription: Facts | undefined, now: Date): AccessState {
  if (subscription === undefined) return 'none';
  const { status, expiresAt, verifiedAt, switchedOffAt } = subscription;
  // What no panel has held yet has not run.
  const isOver = status !== 'pending' && expiresAt !== null && expiresAt <= now;
  if (status === 'expired' || status === 'cancelled' || isOver) return 'ended';
  if (switchedOffAt !== null) return 'switched-off';
  if (status === 'pending' || verifiedAt === null) return 'pending';
  return isUsedUp(subscription) ? 'used-up' : 'ready';
}

/** Whether access runs, by the clock: what is given now comes on top of it. */
export function isRunning(subscription: Facts | undefined, now: Date): boolean {
  const state = accessStateOf(subscription, now);
  return state !== 'none' && state !== 'ended';
}

/** What was used counts against the period that the panels know: one that has just begun is not used up by the one before. */
function isUsedUp(facts: Facts): boolean {
  const { dataLimitBytes, usedBytes, elsewhereBytes, period, appliedPeriod } = facts;
  const used = period > appliedPeriod ? 0 : usedBytes;
  return dataLimitBytes !== null && used + elsewhereBytes >= dataLimitBytes;
}
