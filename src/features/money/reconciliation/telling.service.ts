import type { Kit } from '../../../platform/kit.ts';
import { spendingBy } from '../orders/prices.service.ts';
import { createMoneyNotices } from '../payments/notices.ts';
import type { MoneySettings } from '../settings.ts';
import { findTopic } from '../settlement/queries.ts';
import { createAlarmOnce } from './alarm-once.service.ts';
import { tellOfClock } from './clock-alarm.service.ts';

/** What people and admins are told of money, and what admins are told once. */
export function createMoneyTelling(kit: Kit, { ways }: Pick<MoneySettings, 'ways'>) {
  const canSpend = spendingBy(ways);
  const notices = createMoneyNotices({ ...kit, canSpend, topicOf: findTopic });
  const alarm = createAlarmOnce({ ...kit, notices });
  return { notices, canSpend, alarm, onClockWrong: tellOfClock({ ...kit, alarm }) };
}
