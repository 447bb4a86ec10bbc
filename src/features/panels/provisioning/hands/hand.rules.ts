import { dateAfter, daysBetween } from '../../../../platform/dates.ts';
import type { PanelUser } from '../../hiddify/panel-user.ts';
import type { WantedPanelUser } from '../../hiddify/wanted-user.ts';

/** What an account allowed when it was seen. */
export interface AccountTerms {
  enable: boolean;
  usageLimitBytes: number;
  packageDays: number;
  /** Null: it begins with the first traffic. */
  startDate: string | null;
}

/** So much on top; null: without end. */
export interface Added {
  days: number | null;
  trafficBytes: number | null;
}

/** What somebody else than us has changed: the switch, or so much added. */
export type HandChange = { kind: 'off' } | { kind: 'on' } | ({ kind: 'added' } & Added);

/** The panel's way to say for ever, and without limit. */
const forEverDays = 10_000;
const unlimitedBytes = 1_000_000 * 1024 ** 3;

export function termsIn(account: PanelUser | WantedPanelUser): AccountTerms {
  const { enable, usageLimitBytes, packageDays, startDate } = account;
  return { enable, usageLimitBytes, packageDays, startDate: startDate ?? null };
}

/**
 * What was changed by hand since the account was seen as `held`; empty when nothing was. An account that allows less than
 * then is an older state put back, or a loss: that is no decision, and is repaired.
 */
export function changesByHand(
  held: AccountTerms,
  found: PanelUser,
  { today, isRunning }: { today: string; isRunning: boolean },
): HandChange[] {
  const moreDays =
    held.startDate === found.startDate ? found.packageDays - held.packageDays : daysMore(held, found);
  const moreBytes = isSame(held.usageLimitBytes, found.usageLimitBytes)
    ? 0
    : found.usageLimitBytes - held.usageLimitBytes;
  if (moreDays === undefined || moreDays < 0 || moreBytes < 0) return [];
  const changes: HandChange[] = [];
  if (held.enable && !found.enable) changes.push({ kind: 'off' });
  if (!held.enable && found.enable) changes.push({ kind: 'on' });
  const isMore = moreDays > 0 || moreBytes > 0;
  if (isMore && isRunning) changes.push(added(found, { days: moreDays, trafficBytes: moreBytes }));
  // What is over begins anew with what is left there.
  const daysLeft =
    found.startDate === undefined ? 0 : daysBetween(today, endOf(found.startDate, found.packageDays));
  if (moreDays > 0 && !isRunning && daysLeft > 0) {
    const trafficBytes = Math.max(0, found.usageLimitBytes - found.currentUsageBytes);
    changes.push(added(found, { days: daysLeft, trafficBytes }));
  }
  return changes;
}

/** Whoever adds the same on each of somebody's panels has added it once: what of it is not known from elsewhere yet. */
export function beyond(more: Added, known: readonly Added[]): Added {
  return {
    days: left(
      more.days,
      known.map(({ days }) => days),
    ),
    trafficBytes: left(
      more.trafficBytes,
      known.map(({ trafficBytes }) => trafficBytes),
    ),
  };
}

function left(amount: number | null, known: readonly (number | null)[]): number | null {
  if (known.includes(null)) return 0;
  if (amount === null) return null;
  return known.reduce<number>((rest, one) => Math.max(0, rest - (one ?? 0)), amount);
}

function added(found: PanelUser, more: { days: number; trafficBytes: number }): HandChange {
  return {
    kind: 'added',
    days: more.days > 0 && found.packageDays >= forEverDays ? null : more.days,
    trafficBytes: more.trafficBytes > 0 && found.usageLimitBytes >= unlimitedBytes ? null : more.trafficBytes,
  };
}

/** How much later the last date is; undefined where one of them has none yet. */
function daysMore(held: AccountTerms, found: PanelUser): number | undefined {
  if (held.startDate === null || found.startDate === undefined) return undefined;
  return daysBetween(endOf(held.startDate, held.packageDays), endOf(found.startDate, found.packageDays));
}

function endOf(startDate: string, packageDays: number): string {
  return dateAfter(startDate, Math.min(packageDays, forEverDays));
}

/** One part in a million: the panel turns GiB into bytes and back in floating point. */
function isSame(left: number, right: number): boolean {
  return Math.abs(left - right) <= 1e-6 * Math.max(Math.abs(left), Math.abs(right));
}
