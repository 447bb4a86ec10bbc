import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/db.ts';
import type { Once } from '../../../platform/once.ts';
import type { AlarmDetails, MoneyAlarm, MoneyNotices } from '../settlement/case.rules.ts';
import { hasAdmin } from '../orders/buyers.queries.ts';

/**
 * Tells admins of something that goes on with a provider, or with none of them: of each kind once in six hours, however often it is seen.
 * Answers whether there is anybody to tell.
 */
export type AlarmOnce = (
  provider: string | undefined,
  what: MoneyAlarm,
  details?: Pick<AlarmDetails, 'lacks' | 'why' | 'aheadSeconds' | 'source'>,
) => Promise<boolean>;

const repeatMs = 6 * 60 * 60_000;

export function createAlarmOnce(parts: {
  db: Database;
  clock: Clock;
  once: Once;
  notices: Pick<MoneyNotices, 'toAdmins'>;
}): AlarmOnce {
  const { db, clock, once, notices } = parts;
  return async (provider, what, details) => {
    // Before the first admin has said /start it would be said to nobody, and then not again for hours.
    if (!(await hasAdmin(db))) return false;
    const window = Math.floor(clock.now().getTime() / repeatMs);
    const cause = { key: `${what} ${provider ?? 'here'} ${window}`, actorId: 0 };
    return await once.apply(cause, 'money alarm', async (tx) => {
      await notices.toAdmins(tx, { ...details, what, provider });
      return true;
    });
  };
}
