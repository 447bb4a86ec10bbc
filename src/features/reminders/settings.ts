import { defineSettings, withDefault } from '../../platform/setting.ts';
import { yesOrNo } from '../../platform/setting-formats.ts';

/** Whether people are reminded at all. */
export const reminderSettings = defineSettings('Service', {
  isOn: withDefault({
    name: 'REMINDERS',
    purpose:
      'Whether people are reminded of the end of their access, of traffic that runs out, and that they have not connected yet. Each can mute what they do not want.',
    format: 'yes or no',
    default: 'yes',
    schema: yesOrNo,
  }),
});
