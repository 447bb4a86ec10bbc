import { reportNotice } from '../features/money/desk/reports/notices.ts';
import {
  creditNotice,
  moneyAlarmNotice,
  moneyNotice,
  takenGiftNotice,
} from '../features/money/payments/notices.ts';
import { renewalNotice } from '../features/money/renewals/notices.ts';
import { panelAlarmNotice } from '../features/panels/desk/notices.ts';
import { adoptedNotice } from '../features/panels/provisioning/adoption/notices.ts';
import { reminderNotice } from '../features/reminders/notices.ts';
import { movedNotice, readyNotice, relinkedNotice } from '../features/subscriptions/notices.ts';
import { faultNotice, roleNotice } from '../features/users/notices.ts';
import type { ShownNotice } from '../features/users/notices.service.ts';

/** Every kind of notice of the product: the one list of them. */
export const notices: readonly ShownNotice[] = [
  readyNotice,
  movedNotice,
  relinkedNotice,
  roleNotice,
  faultNotice,
  panelAlarmNotice,
  adoptedNotice,
  moneyNotice,
  moneyAlarmNotice,
  reportNotice,
  creditNotice,
  takenGiftNotice,
  renewalNotice,
  reminderNotice,
];
