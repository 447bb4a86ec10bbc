import type { WantedPanelUser } from '../../clients/panel/wanted-user.ts';
import { daysBetween, localDate } from '../../platform/dates.ts';
import type { Subscription } from './queries.ts';

/** The panel counts no further than this many days, which is how "for ever" is said there. */
const forEverDays = 10_000;
/** The panel's own cap, which is how "unlimited" is said there: 0 would end with the first byte. */
const unlimitedBytes = 1_000_000 * 1024 ** 3;

/**
 * The panel account that this subscription asks for, in absolute values. A panel keeps an account active through the
 * whole of its last date, so the days run from the start's date to the end's date in the panel's time zone.
 */
export function desiredPanelUser(
  subscription: Subscription,
  person: { blocked: boolean },
  timeZone: string,
): WantedPanelUser {
  const startDate = localDate(subscription.startedAt ?? subscription.createdAt, timeZone);
  const { expiresAt } = subscription;
  return {
    uuid: subscription.panelUuid,
    name: `tg-${subscription.userId}`,
    enable: subscription.status !== 'expired' && subscription.status !== 'cancelled' && !person.blocked,
    usageLimitBytes: Math.min(subscription.dataLimitBytes ?? unlimitedBytes, unlimitedBytes),
    packageDays: expiresAt === null ? forEverDays : daysBetween(startDate, localDate(expiresAt, timeZone)),
    startDate,
    telegramId: subscription.userId,
    comment: `subscription ${subscription.id}`,
  };
}
