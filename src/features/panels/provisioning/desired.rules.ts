import type { WantedPanelUser } from '../hiddify/wanted-user.ts';
import { daysBetween, localDate } from '../../../platform/dates.ts';
import type { Subscription } from '../../subscriptions/service.ts';

/** The panel counts no further than this many days, which is how "for ever" is said there. */
const forEverDays = 10_000;
/** The panel's own cap, which is how "unlimited" is said there: 0 would end with the first byte. */
const unlimitedBytes = 1_000_000 * 1024 ** 3;

/**
 * The panel account that this subscription asks for, in absolute values. A panel keeps an account active through the
 * whole of its last date on its own calendar, so the days run from the start's date to the date of the last moment
 * that is paid for. The moment itself is kept by switching the account off when it has come.
 */
export function desiredPanelUser(
  subscription: Subscription,
  person: { blocked: boolean },
  timeZone: string,
): WantedPanelUser {
  const { status, switchedOffAt } = subscription;
  const isOff = status === 'expired' || status === 'cancelled' || switchedOffAt !== null;
  const startDate = localDate(subscription.startedAt ?? subscription.createdAt, timeZone);
  return {
    uuid: subscription.panelUuid,
    name: `tg-${subscription.userId}`,
    enable: !isOff && !person.blocked,
    ...termsOf(subscription, startDate, timeZone),
    startDate,
    telegramId: subscription.userId,
    comment: `subscription ${subscription.id}`,
  };
}

/** Nothing is written as nothing: whoever switches the account on, or links it later, opens nothing by that. */
function termsOf(subscription: Subscription, startDate: string, timeZone: string) {
  const { startedAt, expiresAt } = subscription;
  if (startedAt === null) return { usageLimitBytes: 0, packageDays: 0 };
  return {
    usageLimitBytes: Math.min(leftHere(subscription), unlimitedBytes),
    packageDays: expiresAt === null ? forEverDays : daysUntil(expiresAt, startDate, timeZone),
  };
}

/**
 * What may be used on this panel, beside what was used on others: in twentieths of the whole, so that not every list
 * read of the others is a change here. `writeJoinedUsage` makes a change of each of them.
 */
function leftHere({ dataLimitBytes, elsewhereBytes }: Subscription): number {
  if (dataLimitBytes === null) return unlimitedBytes;
  const step = Math.max(1, Math.ceil(dataLimitBytes / 20));
  return Math.max(0, dataLimitBytes - Math.floor(elsewhereBytes / step) * step);
}

/** An end at midnight falls on the date before: that whole day would otherwise be given away. */
function daysUntil(expiresAt: Date, startDate: string, timeZone: string): number {
  const lastDate = localDate(new Date(expiresAt.getTime() - 1), timeZone);
  return Math.min(Math.max(0, daysBetween(startDate, lastDate)), forEverDays);
}
