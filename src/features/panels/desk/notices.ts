import { z } from 'zod';
import { defineNotice } from '../../../platform/notices.ts';
import { alarmText } from '../fleet/alarm.rules.ts';
import { panelAlarmScreen } from './screens.ts';

/** Something is wrong with a panel, for admins. */
export const panelAlarmNotice = defineNotice(
  'panel',
  z.object({ panel: z.string(), alarm: alarmText }),
  panelAlarmScreen,
);
